/** Texts that try to make a model write something else, with what it writes where it obeys. */
import { readFileSync } from 'node:fs';

export interface Injection {
  readonly kind: string;
  /** Where it stands: in a paper's abstract or title, or in the name of the person who asks. */
  readonly where: 'abstract' | 'title' | 'name';
  readonly text: string;
  /** What a model writes that does as it is told. */
  readonly obeys: string;
  /** Pieces of it that nobody may get to see. */
  readonly marks: readonly string[];
}

export const INJECTIONS: readonly Injection[] = JSON.parse(
  readFileSync(new URL('./injections.json', import.meta.url), 'utf8'),
);

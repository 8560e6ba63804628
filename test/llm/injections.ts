/** Texts that try to manipulate a model's output, with the output of a model that obeys. */
import { readFileSync } from 'node:fs';

export interface Injection {
  readonly kind: string;
  /** The text's location: a paper's abstract or title, or the invoker's name. */
  readonly where: 'abstract' | 'title' | 'name';
  readonly text: string;
  /** The output of an obedient model. */
  readonly obeys: string;
  /** Parts of it that must never be shown. */
  readonly marks: readonly string[];
}

export const INJECTIONS: readonly Injection[] = JSON.parse(
  readFileSync(new URL('./injections.json', import.meta.url), 'utf8'),
);

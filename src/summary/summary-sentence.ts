/** A sentence of a summary, with the part of the summary that it belongs to. */
import type { Role } from './rhetorical-roles.ts';

/** A sentence's part of the summary; a summary of one sentence has no parts. */
export type Part = Role | 'audience' | 'gist';

export interface SummarySentence {
  readonly role: Part;
  readonly text: string;
}

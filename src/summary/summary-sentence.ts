/** A sentence of a summary, with the part of the summary that it belongs to. */
import type { Role } from './rhetorical-roles.ts';

/** What a sentence tells; a summary of one sentence has no parts. */
export type Part = Role | 'audience' | 'gist';

export interface SummarySentence {
  readonly role: Part;
  readonly text: string;
}

/** One paper from what several sources say of it, field by field: see docs/decisions/0010-order-of-trust.md. */
import type { Paper } from '../../paper.ts';
import type { PaperOrigin } from '../catalog.ts';

/** A paper, and for each of FIELDS the letter of who said it. */
export interface KnownPaper {
  readonly paper: Paper;
  readonly origins: string;
}

/** The place of a field here is that of its letter in `papers.origins`. */
const FIELDS = ['title', 'abstract', 'authors', 'categories', 'published', 'repository'] as const;

const LETTERS = { 'hugging-face': 'h', 'semantic-scholar': 's', file: 'f', arxiv: 'a' } as const;

/** The least trusted first. */
const TRUST = 'hsfa';

export const allFrom = (origin: PaperOrigin): string => LETTERS[origin].repeat(FIELDS.length);

/** Of each field that both know, what the more trusted one says; of equally trusted ones, what is newly given. */
export function merge(stored: KnownPaper, given: KnownPaper): KnownPaper {
  const paper: Record<string, unknown> = { id: given.paper.id };
  let origins = '';
  for (const [i, field] of FIELDS.entries()) {
    const wins =
      isKnown(given.paper[field]) &&
      (!isKnown(stored.paper[field]) || trustOf(given.origins, i) >= trustOf(stored.origins, i));
    const { paper: from, origins: letters } = wins ? given : stored;
    paper[field] = from[field];
    origins += letters[i];
  }
  return { paper: paper as unknown as Paper, origins };
}

const trustOf = (origins: string, field: number): number => TRUST.indexOf(origins[field] ?? '');

const isKnown = (value: string | readonly string[] | undefined): boolean =>
  value !== undefined && value.length > 0;

/** Merges several sources' data about one paper, field by field: docs/decisions/0010-order-of-trust.md. */
import type { Paper } from '../../domain/paper.ts';
import { type Provenance, TRUST } from '../../domain/source.ts';

/** A paper with, for each of FIELDS, the letter of its source. */
export interface KnownPaper {
  readonly paper: Paper;
  readonly origins: string;
}

/** A field's index here is that of its letter in `papers.origins`. */
const FIELDS = [
  'title',
  'abstract',
  'authors',
  'categories',
  'published',
  'repository',
  'withdrawn',
] as const;

type Field = (typeof FIELDS)[number];

const LETTERS: Readonly<Record<Provenance, string>> = {
  'hugging-face': 'h',
  'semantic-scholar': 's',
  file: 'f',
  arxiv: 'a',
};
const TRUST_BY_LETTER = new Map(
  (Object.keys(LETTERS) as Provenance[]).map((provenance) => [LETTERS[provenance], TRUST[provenance]]),
);

export const allFrom = (origin: Provenance): string => LETTERS[origin].repeat(FIELDS.length);

/** For each field that both have, the more trusted source's value; on equal trust, the new one. */
export function merge(stored: KnownPaper, given: KnownPaper): KnownPaper {
  const from = (field: Field): KnownPaper => {
    const wins =
      isKnown(given.paper[field]) &&
      (!isKnown(stored.paper[field]) || trustOf(given, field) >= trustOf(stored, field));
    return wins ? given : stored;
  };
  return {
    paper: {
      id: given.paper.id,
      title: from('title').paper.title,
      abstract: from('abstract').paper.abstract,
      authors: from('authors').paper.authors,
      categories: from('categories').paper.categories,
      published: from('published').paper.published,
      repository: from('repository').paper.repository,
      withdrawn: from('withdrawn').paper.withdrawn,
    },
    origins: FIELDS.map((field) => letterOf(from(field), field)).join(''),
  };
}

const letterOf = ({ origins }: KnownPaper, field: Field): string => origins.charAt(FIELDS.indexOf(field));

const trustOf = (known: KnownPaper, field: Field): number => TRUST_BY_LETTER.get(letterOf(known, field)) ?? 0;

const isKnown = (value: string | readonly string[] | boolean | undefined): boolean =>
  typeof value === 'boolean' || (value !== undefined && value.length > 0);

/** A query as a value: parsed once where it enters, taken by every search, and carried by the results. */
import type { PaperFilter } from '../../domain/filter.ts';

interface TextQuery {
  readonly kind: 'text';
  /** The text that the person typed; a rewrite has its own text and the filter. */
  readonly typed: string;
  /** The typed text without the filters, on one line. */
  readonly text: string;
  /** A pasted abstract or the like, in which hardly any single word matters. */
  readonly isLong: boolean;
  readonly filter: PaperFilter | undefined;
  /** Words and phrases that no shown paper may contain. */
  readonly excluded?: readonly string[] | undefined;
  /** The words after “without”, which may be part of the topic. */
  readonly without?: string | undefined;
  readonly isNewestFirst?: true | undefined;
  /** The other reading, if the query may be a title: with its years and “without …” in the text. */
  readonly asTitle?: { readonly text: string; readonly filter: PaperFilter | undefined } | undefined;
}

/** `filter` is undefined if none was given. */
export type Query =
  /** One paper, by its arXiv id. */
  | {
      readonly kind: 'id';
      readonly typed: string;
      readonly paperId: string;
      readonly filter: PaperFilter | undefined;
    }
  /** Papers like that one. */
  | { readonly kind: 'like'; readonly typed: string; readonly paperId: string; readonly filter: undefined }
  /** Only a filter, as in “papers since:2025”: the newest papers that pass. */
  | { readonly kind: 'filter'; readonly typed: string; readonly filter: PaperFilter }
  | TextQuery;

export const LONG_WORDS = 60;

/** A query for plain text, with a filter if given. */
export function textQuery(text: string, filter?: PaperFilter): TextQuery {
  const isLong = text.split(/\s+/).length > LONG_WORDS;
  return { kind: 'text', typed: withFilter(text, filter), text, isLong, filter };
}

/** The query in other words: with its filter and exclusions. */
export function rewordQuery(query: Query, text: string): Query {
  const { excluded, isNewestFirst } = query.kind === 'text' ? query : {};
  return { ...textQuery(text, query.filter), excluded, isNewestFirst };
}

/** A follow-up and the query before it as one: the words of both, and the stricter filter. */
export function joinQueries(before: Query, query: Query): Query {
  const typed = `${before.typed} ${query.typed}`;
  const named = [before, query].filter(({ kind }) => kind === 'id' || kind === 'like');
  const [paper] = named;
  if (paper && named.length === 1) return { ...paper, typed };
  const [first, second] = [before, query].map((each) => (each.kind === 'text' ? each : undefined));
  const text = [first?.text, second?.text].filter(Boolean).join(' ');
  const filter = joinFilters(before.filter, query.filter);
  if (text === '' && filter) return { kind: 'filter', typed, filter };
  const excluded = [...(first?.excluded ?? []), ...(second?.excluded ?? [])];
  return {
    ...textQuery(text || typed, filter),
    typed,
    excluded: excluded.length > 0 ? excluded : undefined,
    without: second?.without,
    isNewestFirst: second?.isNewestFirst,
  };
}

function joinFilters(a: PaperFilter | undefined, b: PaperFilter | undefined): PaperFilter | undefined {
  if (!a || !b) return a ?? b;
  const days = [a, b];
  return {
    since: days
      .flatMap(({ since }) => since ?? [])
      .sort()
      .at(-1),
    before: days.flatMap(({ before }) => before ?? []).sort()[0],
    categories: [...new Set([...a.categories, ...b.categories])],
    authors: [...new Set([...a.authors, ...b.authors])],
  };
}

/** The text with the filter appended, as a person would type it. */
export function withFilter(text: string, filter: PaperFilter | undefined): string {
  if (!filter) return text;
  return [
    text,
    filter.since && `since:${filter.since}`,
    filter.before && `before:${filter.before}`,
    ...filter.categories.map((category) => `category:${category}`),
    ...filter.authors.map((author) => `author:"${author.replaceAll('"', '')}"`),
  ]
    .filter(Boolean)
    .join(' ');
}

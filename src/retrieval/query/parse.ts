/** Parses a typed query into filters, an arXiv id, and text. */

import { findArxivIds, unreadableLink, unreadableLinkError } from '../../domain/arxiv-id.ts';
import { readCategory } from '../../domain/category.ts';
import { UserError } from '../../domain/errors.ts';
import { plainQuery } from '../../text/plain-text.ts';
import { readForms } from './forms.ts';
import { hasNoContentWords } from './no-content-words.ts';
import { LONG_WORDS, type Query, textQuery } from './query.ts';

// No filter or link is longer; the rest is read as text, to bound the search for its end.
const MAX_VALUE_CHARS = 200;

const EXAMPLES = {
  since: 'since:2025, since:2025-06 or since:2025-06-15',
  before: 'before:2026, before:2025-06 or before:2025-06-15',
  category: 'category:cs.CL, or category:cs for all of computer science',
  author: 'author:"Yann LeCun" or author:lecun',
} as const;

type FilterName = keyof typeof EXAMPLES;

// Each takes up to 70 ms to look up if the name is common.
const MAX_AUTHORS = 5;

// The name, and the value up to the next space, or in quotes, including those that phones insert.
const FILTER = /(?<=^|[\s(,;])(since|before|category|cat|author):(["“”„][^"“”„]*["“”„]|\S+)/gi;
// A space after the colon is nearly always a typo, but only if the rest can be nothing but the value.
const SPACED_FILTER =
  /(?<=^|[\s(,;])(?:(?:since|before):(?=\s+\d{4}(?:-\d{2}){0,2}(?:[\s.,;)]|$))|cat(?:egory)?:(?=\s+[a-z]+(?:-[a-z]+)?\.[a-z-]{2,}(?:[\s.,;)]|$))|author:(?=\s+["“”„][^"“”„]+["“”„]))\s+/gi;
const DAY = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

// In a pasted text “since 2020” means something else.
const MAX_WORDS_OF_FORMS = 25;

/**
 * Parses a query as typed. Categories are alternatives; all other filters must hold.
 * @throws UserError that names an invalid filter and shows a valid one.
 */
export function parseQuery(typed: string): Query {
  if (typed.trim().split(/\s+/).length > MAX_WORDS_OF_FORMS) return parseFilters(typed, typed);
  const { text, excluded, without, isNewestFirst } = readForms(typed);
  // “Latest papers” names no topic: the newest of all.
  if (isNewestFirst && hasNoContentWords(text))
    return { kind: 'filter', typed, filter: { categories: [], authors: [] } };
  const parsed = parseFilters(text, typed);
  if (parsed.kind !== 'text') return parsed;
  return {
    ...parsed,
    excluded: excluded.length > 0 ? excluded : undefined,
    without,
    isNewestFirst: isNewestFirst || undefined,
    asTitle: text === typed ? undefined : readAsTitle(typed),
  };
}

/** The reading in which only filters are no part of the text; undefined if it has none. */
function readAsTitle(typed: string): (Query & { readonly kind: 'text' })['asTitle'] {
  try {
    const plain = parseFilters(typed, typed);
    return plain.kind === 'text' ? { text: plain.text, filter: plain.filter } : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Parses only `since:`, `before:`, `category:` and `author:` of `written`. */
function parseFilters(written: string, typed: string): Query {
  let since: string | undefined;
  let before: string | undefined;
  const categories: string[] = [];
  const authors: string[] = [];
  const rest = closeUp(plainQuery(written)).replace(FILTER, (whole, name: string, quoted: string) => {
    if (quoted.length > MAX_VALUE_CHARS) return whole;
    const value = quoted.replace(/^["“”„]|["“”„]$/g, '').replace(/[\s.,;)]+$/, '');
    switch (name.toLowerCase()) {
      case 'since': {
        const day = readDay('since', whole, value);
        since = since && since > day ? since : day;
        break;
      }
      case 'before': {
        const day = readDay('before', whole, value);
        before = before && before < day ? before : day;
        break;
      }
      case 'author':
        // An unclosed quote leaves the rest of the name in the text.
        if (!/\p{L}/u.test(value) || /^["“”„](?!.*["“”„]$)/.test(quoted)) throw misread('author', whole);
        authors.push(value);
        break;
      default: {
        const category = readCategory(value);
        if (category === undefined) throw misread('category', whole);
        categories.push(category);
      }
    }
    return ' ';
  });
  if (since && before && since >= before) {
    throw new UserError(`No day is since ${since} and before ${before}. Try an earlier “since”.`);
  }
  if (authors.length > MAX_AUTHORS) {
    throw new UserError(
      `I look for papers by all the authors you name together. Name ${MAX_AUTHORS} at most.`,
    );
  }
  const isFiltered = since || before || categories.length > 0 || authors.length > 0;
  const filter = isFiltered ? { since, before, categories, authors } : undefined;
  const text = rest.replace(/\s+/g, ' ').trim();
  // Filters inside other filters' quotes are ambiguous.
  const nested = closeUp(text)
    .match(FILTER)
    ?.find((whole) => whole.length <= MAX_VALUE_CHARS);
  if (nested) throw misread('author', nested);
  const paperId = findPaperId(text);
  const isLike = LIKE.test(text);
  if (paperId && isLike && !filter) return { kind: 'like', typed, paperId, filter: undefined };
  if (paperId && !isLike) return { kind: 'id', typed, paperId, filter };
  const link = unreadableLink(text);
  if (link && hasNoContentWords(text.replace(link, ' ').replace(ABOUT_A_LINK, ' ')))
    throw unreadableLinkError();
  if (filter && hasNoContentWords(text)) return { kind: 'filter', typed, filter };
  return { ...textQuery(text, filter), typed };
}

const closeUp = (typed: string): string => typed.replace(SPACED_FILTER, (name) => name.trimEnd());

/** The first day of a written year or month, or the day itself. */
function readDay(name: FilterName, whole: string, value: string): string {
  const [, year, month = '01', dayOfMonth = '01'] = DAY.exec(value) ?? [];
  const day = `${year}-${month}-${dayOfMonth}`;
  const time = Date.parse(day);
  // JavaScript reads the 30th of February as the 2nd of March.
  if (!year || Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) {
    throw misread(name, whole);
  }
  return day;
}

function misread(name: FilterName, whole: string): UserError {
  return new UserError(`I can’t read “${whole}”. Write it like ${EXAMPLES[name]}.`);
}

// Verbs that need the paper behind a link, and name no topic.
const ABOUT_A_LINK = /\b(?:describe|explain|review|summari[sz]e|summary|tl;?dr)\b/gi;
// Before an id: similar papers. With filters it is read as text, because similarity has none.
const LIKE =
  /^(?:(?:find|show|give|me|any|some|more|other|papers?|work|something)\s+)*(?:like|similar to|related to)\s+/i;
/** The id in a text that clearly names one paper. */
function findPaperId(text: string): string | undefined {
  const ids = findArxivIds(text);
  return ids.length === 1 && text.split(' ').length <= LONG_WORDS ? ids[0] : undefined;
}

/** Forms in which people narrow a query: arXiv's own field syntax, words left out, years, and “latest”. */

/** The query in the filters that `parseQuery` reads, and what these can't say. */
export interface QueryForms {
  /** With `author:`, `category:`, `since:` and `before:` for what was said otherwise. */
  readonly text: string;
  /** Words and phrases that no paper shown may hold. */
  readonly excluded: readonly string[];
  /** Words after “without”: excluded unless papers use that phrase themselves, as of learning without forgetting. */
  readonly without: string | undefined;
  /** True where the newest papers that fit were asked for. */
  readonly isNewestFirst: boolean;
}

const MAX_CHARS = 2_000;
// https://info.arxiv.org/help/api/user-manual.html#query_details
const FIELD = /(?<=^|[\s(])(ti|au|abs|co|jr|cat|rn|id|all):(?:"([^"]{1,200})"|(\S{1,200}))/gi;
const OPERATOR = /(?<=^|\s)(?:AND|OR)(?=\s)/g;
const NOT_FIELD = /(?<=^|\s)ANDNOT\s+(?:(?:ti|abs|all|co):)?(?:"([^"]{1,100})"|(\S{1,100}))/g;
const MINUS = /(?<=^|\s)[-−–](?:"([^"]{2,100})"|(\p{L}[\p{L}\p{N}-]{1,40}))(?=\s|$)/gu;
const EXCLUDING =
  /[\s,]+(?:excluding|except(?: for)?|but not|and not|other than)\s+([\p{L}\p{N} -]{2,60})$/iu;
const WITHOUT = /[\s,]+without\s+(?:any\s+)?(?!\p{L}+ing\b)([\p{L}\p{N}-]{2,30}(?: [\p{L}\p{N}-]{2,30})?)$/iu;
const YEAR = '((?:19[89]|20[0-4])\\d)';
const IN_YEAR = new RegExp(
  `(?:^|[\\s,]+)(?:(?:published|written)\\s+)?(?:in|from|of)\\s+${YEAR}(?=[\\s,.?!]|$)`,
  'i',
);
const CITED_YEAR = new RegExp(
  `(?<=et al\\.?,?)\\s*\\(?${YEAR}\\)?$|(?<=^\\p{Lu}[\\p{L}'-]+(?: (?:and|&) \\p{Lu}[\\p{L}'-]+)?)(?:,\\s*|\\s+\\()${YEAR}\\)?$`,
  'u',
);
const SINCE_YEAR = new RegExp(`(?:^|[\\s,]+)since\\s+${YEAR}(?=[\\s,.?!]|$)`, 'i');
const AFTER_YEAR = new RegExp(`(?:^|[\\s,]+)after\\s+${YEAR}(?=[\\s,.?!]|$)`, 'i');
const BEFORE_YEAR = new RegExp(`(?:^|[\\s,]+)before\\s+${YEAR}(?=[\\s,.?!]|$)`, 'i');
const NEWEST =
  /^(?:(?:show|give|find)(?: me)? )?(?:the )?(?:latest|newest|most recent)\s+(?=\S)|[\s,]+(?:newest|latest) first$/i;

/** Reads the forms; a text too long for any of them stays as it is. */
export function readForms(typed: string): QueryForms {
  if (typed.length > MAX_CHARS)
    return { text: typed, excluded: [], without: undefined, isNewestFirst: false };
  const excluded: string[] = [];
  const exclude = (_: string, quoted?: string, word?: string): string => {
    excluded.push((quoted ?? word ?? '').trim());
    return ' ';
  };
  let text = hasField(typed) ? readFields(typed.replace(NOT_FIELD, exclude)) : typed;
  text = text.replace(MINUS, exclude).replace(EXCLUDING, exclude);
  text = readYears(text);
  const without = WITHOUT.exec(text)?.[1];
  const isNewestFirst = NEWEST.test(text);
  return { text: isNewestFirst ? text.replace(NEWEST, ' ') : text, excluded, without, isNewestFirst };
}

/** The text without its “without …”. */
export const dropWithout = (text: string): string => text.replace(WITHOUT, '');

const hasField = (typed: string): boolean =>
  /(?<=^|[\s(])(?:ti|au|abs|all):\S|(?<=^|[\s(])cat:\S+\s+(?:AND|OR|ANDNOT)\s/i.test(typed);

/** arXiv's fields as filters and plain words: “au:lecun AND ti:"world models"” as “author:"lecun" world models”. */
function readFields(typed: string): string {
  return typed
    .replace(OPERATOR, ' ')
    .replace(FIELD, (_, field: string, quoted?: string, word?: string) => {
      const value = (quoted ?? word ?? '').replace(/[()]+$/g, '');
      switch (field.toLowerCase()) {
        case 'au':
          return ` author:"${nameOf(value)}" `;
        case 'cat':
          return ` cat:${value.replace(/\.?\*$/, '')} `;
        case 'id':
          return ` ${value} `;
        default:
          return ` ${value.replaceAll('_', ' ')} `;
      }
    })
    .replace(/(?<=^|\s)[()]+|[()]+(?=\s|$)/g, ' ')
    .trim();
}

/** arXiv writes a family name first: `lecun_y` is Y. LeCun. */
const nameOf = (value: string): string => value.replace(/"/g, '').replaceAll('_', ' ');

function readYears(typed: string): string {
  let text = typed;
  const filters: string[] = [];
  const take = (pattern: RegExp, filterOf: (year: number) => string): void => {
    const found = pattern.exec(text);
    const year = Number(found?.[1] ?? found?.[2]);
    if (!found || Number.isNaN(year)) return;
    // The topic itself must remain.
    const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
    if (!/\p{L}{2}/u.test(rest)) return;
    text = rest.replace(/[\s,(]+$/, '');
    filters.push(filterOf(year));
  };
  take(CITED_YEAR, inYear);
  take(IN_YEAR, inYear);
  take(SINCE_YEAR, (year) => `since:${year}`);
  take(AFTER_YEAR, (year) => `since:${year + 1}`);
  take(BEFORE_YEAR, (year) => `before:${year}`);
  return filters.length > 0 ? `${text.trim()} ${filters.join(' ')}` : typed;
}

const inYear = (year: number): string => `since:${year} before:${year + 1}`;

/** Search results and similar papers as a message. */
import type { Paper } from '../domain/paper.ts';
import type { AuthorIntent, Page, QueryResult, SearchResult } from '../retrieval/match.ts';
import type { ReformulatedResult } from '../retrieval/search-reformulated.ts';
import { listRows, reformulateRow, topicRows } from './buttons.ts';
import type { ButtonId } from './custom-id.ts';
import { escapedWithin } from './escaped.ts';
import { listLayout } from './list-layout.ts';
import { howSearched, whyNoAnswer } from './no-answer.ts';
import { nothingOn } from './nothing.ts';
import type { Reply } from './reply.ts';

const MAX_QUOTED_CHARS = 150;
const NO_PAPERS = { cards: [], explains: false } as const;
// The nearest papers only show what is here; a full page of them would look like an answer.
const NEAREST_COUNT = 3;

export interface SearchLinks {
  /** The button to another page of the list. */
  turnTo(page: Page): ButtonId;
  /** The button that searches for a topic instead. */
  askFor(topic: string): ButtonId;
  /** The button that reformulates the query, while that is still possible. */
  readonly again?: ButtonId | undefined;
  /** Reformulations that found nothing either. */
  readonly alsoSearched?: readonly string[];
}

export function searchReply(result: QueryResult, page: Page, links: SearchLinks): Reply {
  const { query } = result;
  const quoted = quote(result.corrected ?? query.typed);
  const typed = [
    ...(result.corrected ? [`You typed ${quote(query.typed)}.`] : []),
    ...howSearched(result, quote),
  ]
    .map((line) => `\n-# ${line}`)
    .join('');
  const also = links.alsoSearched?.length
    ? `\n-# I also searched with ${inOtherWords(links.alsoSearched)}.`
    : '';
  const again = links.again ? [reformulateRow(links.again)] : [];
  if (result.matches.length === 0) {
    const said =
      page.from > 0
        ? `That’s all I have on ${quoted}. Try other words with /papers.`
        : `I found nothing on ${quoted}. ${nothingOn(query.filter, result.by?.isUnsearchable ? nameOf(result.by) : undefined)}`;
    const content = `${said}${typed}${also}`;
    return listLayout(content, NO_PAPERS, again);
  }
  if (result.confident)
    return listReply(`Papers on ${quoted}${typed}${also}`, result, page, links.turnTo, [], links.again);
  const { topics = [] } = result;
  const asking = topics.map((topic) => ({ label: topic, to: links.askFor(topic) }));
  return listReply(
    `${nothingFits(quoted, result)}${typed}${also}`,
    { ...result, matches: result.matches.slice(0, NEAREST_COUNT), hasMore: false },
    page,
    links.turnTo,
    [...topicRows(asking), ...again],
  );
}

function nothingFits(quoted: string, result: SearchResult): string {
  const { by, topics = [], matches } = result;
  if (by) {
    const nearest = matches.length === 1 ? 'This paper of theirs comes' : 'These papers of theirs come';
    return `I couldn’t find papers by ${nameOf(by)} on ${quote(by.topic)}. ${nearest} closest; ask for the topic alone to see what others wrote.`;
  }
  const why = whyNoAnswer(result, quote);
  if (why !== undefined) return why;
  return topics.length > 0
    ? `I couldn’t find papers on ${quoted}. These come closest, or try a related topic below.`
    : `I couldn’t find papers on ${quoted}. These come closest; other words may find more.`;
}

const nameOf = ({ author }: AuthorIntent): string => escapedWithin(author, MAX_QUOTED_CHARS);

/** Papers that the query itself did not find, and its reformulations did. */
export function reformulatedReply(
  result: ReformulatedResult,
  page: Page,
  turnTo: (page: Page) => ButtonId,
): Reply {
  const kept =
    result.kept === 0
      ? ''
      : `\n-# The last ${result.kept === 1 ? 'one is' : `${result.kept} are`} closest to your own words.`;
  const heading = `Papers on ${quote(result.query.typed)}, found with ${inOtherWords(result.rewrites)}${kept}`;
  return listReply(heading, result, page, turnTo);
}

const inOtherWords = (queries: readonly string[]): string =>
  `other words: ${queries.map((query) => quote(query)).join(', ')}`;

const quote = (text: string): string => `“${escapedWithin(text.replace(/\s+/g, ' '), MAX_QUOTED_CHARS)}”`;

export function similarReply(
  paper: Paper,
  result: SearchResult,
  page: Page,
  turnTo: (page: Page) => ButtonId,
): Reply {
  const title = `**${escapedWithin(paper.title, MAX_QUOTED_CHARS)}**`;
  if (result.matches.length === 0) return listLayout(`I know no other paper like ${title}.`, NO_PAPERS, []);
  return listReply(`Papers like ${title}`, result, page, turnTo);
}

function listReply(
  heading: string,
  { confident, matches, words, hasMore }: SearchResult,
  page: Page,
  turnTo: (page: Page) => ButtonId,
  rows: ReturnType<typeof topicRows> = [],
  again?: ButtonId,
): Reply {
  const cards = matches.map(({ paper, snippet: sentence }, i) => ({
    paper,
    sentence,
    words,
    rank: page.from + i + 1,
  }));
  return listLayout(heading, { cards, explains: confident }, [
    ...listRows(neighbours(page, hasMore, turnTo), again),
    ...rows,
  ]);
}

/** The buttons to the previous and the next page, if any. */
export function neighbours(
  { from, count }: Page,
  hasMore: boolean,
  turnTo: (page: Page) => ButtonId,
): { previous: ButtonId | undefined; next: ButtonId | undefined } {
  return {
    previous: from > 0 ? turnTo({ from: Math.max(0, from - count), count }) : undefined,
    next: hasMore ? turnTo({ from: from + count, count }) : undefined,
  };
}

/** Search results and likenesses as a message. */
import type { Paper } from '../paper.ts';
import type { Page, SearchResult } from '../search/match.ts';
import { listRows, topicRows } from './buttons.ts';
import { cardEmbeds } from './card.ts';
import type { ButtonId } from './custom-id.ts';
import { escapedWithin } from './escaped.ts';
import type { Reply } from './reply.ts';

const MAX_QUOTED_CHARS = 150;
// Papers that don't fit are there to show what the library is about; a full page of them would look like an answer.
const NEAREST_COUNT = 3;

/** `turnTo` gives the button to another page of the same list, `askFor` the one that asks for a topic instead. */
export function searchReply(
  question: string,
  result: SearchResult,
  page: Page,
  turnTo: (page: Page) => ButtonId,
  askFor: (topic: string) => ButtonId,
): Reply {
  const quoted = quote(result.corrected ?? question);
  const typed = result.corrected ? `\n-# You typed ${quote(question)}.` : '';
  if (result.matches.length === 0) {
    const more = page.from > 0 ? 'more ' : '';
    return { content: `I have nothing ${more}on ${quoted}. Try other words with /papers.${typed}` };
  }
  if (result.confident) return listReply(`Papers on ${quoted}${typed}`, result, page, turnTo);
  const { topics = [] } = result;
  const nearest = listReply(
    topics.length > 0
      ? `I have nothing that really fits ${quoted}. These papers come nearest; or ask for a topic I have near it, below.${typed}`
      : `I have nothing that really fits ${quoted}. These come nearest; other words may find more.${typed}`,
    { ...result, matches: result.matches.slice(0, NEAREST_COUNT), hasMore: false },
    page,
    turnTo,
  );
  const asking = topics.map((topic) => ({ label: topic, to: askFor(topic) }));
  return { ...nearest, components: [...(nearest.components ?? []), ...topicRows(asking)] };
}

const quote = (text: string): string => `“${escapedWithin(text.replace(/\s+/g, ' '), MAX_QUOTED_CHARS)}”`;

export function similarReply(
  paper: Paper,
  result: SearchResult,
  page: Page,
  turnTo: (page: Page) => ButtonId,
): Reply {
  const title = `**${escapedWithin(paper.title, MAX_QUOTED_CHARS)}**`;
  if (result.matches.length === 0) return { content: `I have no other paper like ${title}.` };
  return listReply(`Papers like ${title}`, result, page, turnTo);
}

function listReply(
  heading: string,
  { confident, matches, words, hasMore }: SearchResult,
  page: Page,
  turnTo: (page: Page) => ButtonId,
): Reply {
  const cards = matches.map(({ paper, sentence }, i) => ({
    paper,
    sentence,
    words,
    rank: page.from + i + 1,
  }));
  return {
    content: heading,
    embeds: cardEmbeds(cards, confident),
    components: listRows(cards, neighbours(page, hasMore, turnTo)),
  };
}

/** The buttons to the pages before and after, where there are any. */
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

/** One paper as a Discord embed: linked title, who and when, and a sentence of its abstract. */
import type { APIEmbed } from 'discord-api-types/v10';
import { type Paper, paperUrl } from '../domain/paper.ts';
import { SENTENCE_ROOM } from '../summary/one-sentence.ts';
import { isStopWord } from '../text/stop-words.ts';
import { escapedSentence, escapedWithin } from './escaped.ts';

export const BRAND_COLOUR = 0xd9480f;
// A glance on a phone; and ten of the longest cards stay within the 6,000 characters that a message's embeds may have.
const MAX_SENTENCE_CHARS = 160;
// Some more than the sentence itself, for backslashes.
const MAX_GIST_CHARS = SENTENCE_ROOM + 20;
const LEAD_CHARS = 30;
const MAX_TITLE_CHARS = 160;
const MAX_AUTHORS_CHARS = 60;
const MAX_CATEGORY_CHARS = 20;
const MAX_LISTED_WORDS = 3;
const MAX_LISTED_CHARS = 40;

export interface Card {
  readonly paper: Paper;
  readonly rank: number;
  /** Quoted from the abstract, cut where it is long. */
  readonly sentence?: string | undefined;
  /** Says what is new, and is shown whole, in place of a quotation. */
  readonly gist?: string | undefined;
  /** Words to set in bold where they stand in the sentence, lower-case. */
  readonly words: readonly string[];
  /** A line of its own words between the two, plain text without Markdown. */
  readonly note?: string | undefined;
}

/** `explains` is false for papers that are no answer: what is near to the question by accident is no reason for them. */
export function cardEmbeds(cards: readonly Card[], explains = true): APIEmbed[] {
  return cards.map(({ paper, rank, sentence, gist, words, note }) => {
    const plain = gist
      ? escapedSentence(gist, MAX_GIST_CHARS)
      : sentence && escapedWithin(startNearWords(sentence, words), MAX_SENTENCE_CHARS);
    const quote = plain && markWords(plain, words);
    const why = explains && quote === plain && words.length > 0 && whyElse(paper, words);
    const description = [byline(paper), note, quote && `> ${quote}`, why].filter(Boolean).join('\n');
    return {
      color: BRAND_COLOUR,
      title: `${rank}. ${escapedWithin(paper.title, MAX_TITLE_CHARS)}`,
      url: paperUrl(paper),
      ...(description && { description }),
    };
  });
}

/** Why a paper is here whose quoted sentence holds no word of the question: words that stand elsewhere in it, or none do. */
function whyElse({ title, abstract }: Paper, words: readonly string[]): string {
  const stems = stemsOf(words);
  const held = new Map<string, string>();
  for (const [word] of `${title} ${abstract}`.matchAll(WORDS_AND_LINKS)) {
    const found = stem(word.toLowerCase());
    if (stems.has(found) && !held.has(found)) held.set(found, word.toLowerCase());
  }
  if (held.size === 0) return '-# Similar in meaning, different wording';
  const listed = escapedWithin([...held.values()].slice(0, MAX_LISTED_WORDS).join(', '), MAX_LISTED_CHARS);
  return `-# Also mentions: ${listed}`;
}

/** "Ada Lovelace et al. · 25 Sep 2025 · cs.CL": as much of it as is known. */
export function byline(paper: Paper): string {
  const [first, second, ...others] = paper.authors;
  const authors = others.length > 0 ? `${first} et al.` : [first, second].filter(Boolean).join(' and ');
  const parts = [
    authors && escapedWithin(authors, MAX_AUTHORS_CHARS),
    paper.published && formatDay(paper.published),
    paper.categories[0] && escapedWithin(paper.categories[0], MAX_CATEGORY_CHARS),
  ];
  return parts.filter(Boolean).join(' · ');
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "25 Sep 2025" from "2025-09-25", whatever the version of the machine's language data. */
export function formatDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** A long sentence from shortly before the first of the words on, so that cutting its end leaves them in sight. */
function startNearWords(sentence: string, words: readonly string[]): string {
  const stems = stemsOf(words);
  const first = [...sentence.matchAll(WORDS_AND_LINKS)].find(([word]) => stems.has(stem(word.toLowerCase())));
  if (!first || sentence.length <= MAX_SENTENCE_CHARS || first.index < MAX_SENTENCE_CHARS / 2)
    return sentence;
  const start = sentence.lastIndexOf(' ', first.index - LEAD_CHARS) + 1;
  return `…${sentence.slice(start)}`;
}

/** Discord Markdown with the given words, and plain inflections of them, in bold. */
export function markWords(markdown: string, words: readonly string[]): string {
  const stems = stemsOf(words);
  return (
    markdown
      .replace(WORDS_AND_LINKS, (piece) => (stems.has(stem(piece.toLowerCase())) ? `**${piece}**` : piece))
      // Neighbours read better as one phrase.
      .replaceAll('** **', ' ')
  );
}

// Links are matched whole, so that no word inside one is: stars would break it.
const WORDS_AND_LINKS = /https?:\/\/\S+|[\p{L}\p{N}\p{M}]+/gu;
const stemsOf = (words: readonly string[]): Set<string> =>
  new Set(words.filter((word) => !isStopWord(word)).map(stem));
const stem = (word: string): string => (word.length > 4 ? word.replace(/(?:ings?|ed|s)$/, '') : word);

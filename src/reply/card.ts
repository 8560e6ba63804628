/** A paper as a Discord embed: linked title, authors and date, and a sentence of its abstract. */
import type { APIEmbed } from 'discord-api-types/v10';
import { type Paper, paperUrl } from '../domain/paper.ts';
import { SENTENCE_ROOM } from '../summary/one-sentence.ts';
import { stem } from '../text/stem.ts';
import { isStopWord } from '../text/stop-words.ts';
import { escapedSentence, escapedWithin } from './escaped.ts';

export const BRAND_COLOUR = 0xd9480f;
// Short enough for a glance on a phone; ten of the longest cards stay within the 6,000 characters of a message's
// embeds.
const MAX_SENTENCE_CHARS = 160;
// Longer than the sentence itself, because escaping adds backslashes.
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
  /** Quoted from the abstract, cut if it is long. */
  readonly sentence?: string | undefined;
  /** Says what is new, and is shown whole, in place of a quotation. */
  readonly gist?: string | undefined;
  /** Lower-case words to set in bold in the sentence. */
  readonly words: readonly string[];
  /** A line between byline and sentence, plain text without Markdown. */
  readonly note?: string | undefined;
}

/** `explains` is false for papers that don't answer the query: an accidental match is no reason. */
export function cardEmbeds(cards: readonly Card[], explains = true): APIEmbed[] {
  return cards.map((card) => {
    const { paper, rank, note } = card;
    const { quote, why } = quotation(card, explains);
    const description = [byline(paper), note, quote, why].filter(Boolean).join('\n');
    return {
      color: BRAND_COLOUR,
      title: `${rank}. ${escapedWithin(paper.title, MAX_TITLE_CHARS)}`,
      url: paperUrl(paper),
      ...(description && { description }),
    };
  });
}

/** The quoted sentence, and where its words stand if not there. */
export function quotation(
  { paper, sentence, gist, words }: Card,
  explains: boolean,
  maxChars = MAX_GIST_CHARS,
): { readonly quote: string; readonly why: string } {
  const plain = gist
    ? escapedSentence(gist, Math.min(MAX_GIST_CHARS, maxChars))
    : sentence && escapedWithin(startNearWords(sentence, words), Math.min(MAX_SENTENCE_CHARS, maxChars));
  const marked = plain && markWords(plain, words);
  const why = explains && marked === plain && words.length > 0 ? whyElse(paper, words) : '';
  return { quote: marked ? `> ${marked}` : '', why };
}

/**
 * Explains a result whose snippet holds no word of the query: which words its text holds elsewhere, or that none do.
 */
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

/** "Ada Lovelace", "Ada Lovelace and Bo Li", or "Ada Lovelace et al."; empty if nobody is known. */
export function shortAuthors({ authors }: Pick<Paper, 'authors'>): string {
  const [first, second, ...others] = authors;
  return others.length > 0 ? `${first} et al.` : [first, second].filter(Boolean).join(' and ');
}

/** "Ada Lovelace et al. · 25 Sep 2025 · cs.CL", as far as known. */
export function byline(paper: Paper): string {
  const authors = shortAuthors(paper);
  const parts = [
    paper.withdrawn && '**Withdrawn**',
    authors && escapedWithin(authors, MAX_AUTHORS_CHARS),
    paper.published && formatDay(paper.published),
    paper.categories[0] && escapedWithin(paper.categories[0], MAX_CATEGORY_CHARS),
  ];
  return parts.filter(Boolean).join(' · ');
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "25 Sep 2025" from "2025-09-25", independent of the machine's locale data. */
export function formatDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** Starts a long sentence shortly before the first query word, so that a cut leaves it in sight. */
function startNearWords(sentence: string, words: readonly string[]): string {
  const stems = stemsOf(words);
  const first = [...sentence.matchAll(WORDS_AND_LINKS)].find(([word]) => stems.has(stem(word.toLowerCase())));
  if (!first || sentence.length <= MAX_SENTENCE_CHARS || first.index < MAX_SENTENCE_CHARS / 2)
    return sentence;
  const start = sentence.lastIndexOf(' ', first.index - LEAD_CHARS) + 1;
  return `…${sentence.slice(start)}`;
}

/** Discord Markdown with the given words, and their plain inflections, in bold. */
export function markWords(markdown: string, words: readonly string[]): string {
  const stems = stemsOf(words);
  return (
    markdown
      .replace(WORDS_AND_LINKS, (piece) => (stems.has(stem(piece.toLowerCase())) ? `**${piece}**` : piece))
      // Adjacent words read better as one phrase.
      .replaceAll('** **', ' ')
  );
}

// Links match whole, because stars inside one would break it.
const WORDS_AND_LINKS = /https?:\/\/\S+|[\p{L}\p{N}\p{M}]+/gu;
const stemsOf = (words: readonly string[]): Set<string> =>
  new Set(words.filter((word) => !isStopWord(word)).map(stem));

/** Today's trending papers for feed readers, whatever the format: plain text, as each format then escapes it. */
import { createHash } from 'node:crypto';
import { composeWith, type ReadySentence } from '../delivery/compose.ts';
import { type Paper, paperUrl } from '../domain/paper.ts';
import { hasDailyList } from '../domain/source.ts';
import { addDays } from '../lib/days.ts';
import { noticeSentence } from '../reply/notice.ts';
import { BUNDLED, QUIET } from '../reply/post.ts';
import { describeWhy } from '../reply/why.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import type { DuePost } from '../subscriptions/local-time.ts';
import { collapseSpace } from '../text/display.ts';
import type { TrendingPaper } from '../trending/trending.ts';

export interface TrendingFeed {
  /** An absolute IRI that no other feed has. */
  readonly id: string;
  readonly title: string;
  /** What it is, and what to know about the list today. */
  readonly description: string;
  /** When what it says was read, RFC 3339. */
  readonly updated: string;
  readonly entries: readonly FeedEntry[];
}

/** Times are RFC 3339. */
export interface FeedEntry {
  /** An absolute IRI, the same as long as the paper is known here. */
  readonly id: string;
  readonly url: string;
  readonly title: string;
  /** What was done, in a sentence; empty where there is no abstract. */
  readonly sentence: string;
  /** Empty where nothing is known. */
  readonly why: string;
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  /** When the paper came out. */
  readonly published: string | undefined;
  /** When it came onto the list; votes that it gets later make it no news. */
  readonly updated: string;
}

/** What this installation's feed is known by. */
export interface FeedIdentity {
  /** A UUID. */
  readonly id: string;
  /** When it was made, RFC 3339: the date of what has none. */
  readonly since: string;
}

/** As many as the longest daily post has. */
const SIZE = 10;
// As far back as lists are read again.
const READ_DAYS = 7;
const MAX_QUERY_CHARS = 50;

/** The list of the daily post for somewhere it was never posted before: a feed reader knows by itself what it has shown. */
export async function composeFeed(
  engine: SearchEngine,
  { id, since }: FeedIdentity,
  due: DuePost,
  sentenceOf?: ReadySentence,
): Promise<TrendingFeed> {
  const settings = { size: SIZE, topics: [], categories: [], lagDays: 0 };
  const { day, papers, notices, isBundled, quiet } = await composeWith(engine, settings, [], due, sentenceOf);
  const entries = papers.map((told) => entryOf(told, day, since));
  const said = [
    'Machine-learning papers that trend today, each with why.',
    isBundled && BUNDLED,
    ...notices.map((notice) => noticeSentence(notice, day)),
    quiet && QUIET[quiet],
  ];
  const readings = await engine.stores.ingestRuns.since(addDays(day, -READ_DAYS));
  const readAt = readings
    .filter(({ source, problem }) => hasDailyList(source) && problem === undefined)
    .map((reading) => reading.readAt.toISOString());
  return {
    id: `urn:uuid:${id}`,
    title: 'Trending papers',
    description: plain(said.filter(Boolean).join(' ')),
    updated: latest([...readAt, ...entries.map(({ updated }) => updated)]) || since,
    entries,
  };
}

function entryOf({ paper, sentence, why, listedOn }: TrendingPaper, day: string, since: string): FeedEntry {
  const published = paper.published && midnight(paper.published);
  // A list may name a paper before the day that it gives as its own.
  const updated = latest([listedOn ? midnight(listedOn) : (published ?? since), published ?? '']);
  const title = plain(paper.title);
  return {
    id: entryId(paper),
    url: paperUrl({ id: paper.id, title: [...title].slice(0, MAX_QUERY_CHARS).join('') }),
    title: title || 'Untitled',
    sentence: plain(sentence ?? ''),
    why: plain(describeWhy(why, day)),
    authors: paper.authors.map(plain).filter((name) => name !== ''),
    categories: paper.categories.map(plain).filter((category) => category !== ''),
    published,
    updated,
  };
}

/** arXiv's address; for a paper that has none, a UUID made from its own id (version 8 of RFC 9562, section 5.8). */
function entryId(paper: Paper): string {
  if (!paper.id.startsWith('local:')) return paperUrl(paper);
  const hash = createHash('sha256').update(paper.id).digest('hex');
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 3) | 8).toString(16);
  return `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

const midnight = (day: string): string => `${day}T00:00:00.000Z`;

/** Of RFC 3339 times of one form, which sort as text. */
const latest = (times: readonly string[]): string => [...times].sort().at(-1) ?? '';

/** On one line, and without what no XML may hold: https://www.w3.org/TR/xml/#charsets. */
const plain = (text: string): string => collapseSpace(text.replace(/[\ufffe\uffff]/g, ''));

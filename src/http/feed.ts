/** Today's trending papers as a feed, in plain text; each format escapes it. */
import { createHash } from 'node:crypto';
import { composeWith, type ListSettings, type ReadySentence } from '../delivery/compose.ts';
import { type Paper, paperUrl } from '../domain/paper.ts';
import { hasDailyList } from '../domain/source.ts';
import { addDays } from '../lib/days.ts';
import { noticeSentence } from '../reply/notice.ts';
import { BUNDLED, QUIET } from '../reply/post-text.ts';
import { describeWhy } from '../reply/why.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import type { DuePost } from '../subscriptions/local-time.ts';
import { collapseSpace } from '../text/display.ts';
import type { TrendingPaper } from '../trending/trending.ts';

export interface TrendingFeed {
  /** An absolute IRI, unique to this feed. */
  readonly id: string;
  readonly title: string;
  /** Describes the feed and, today, any problem with the list. */
  readonly description: string;
  /** When its contents were read, RFC 3339. */
  readonly updated: string;
  readonly entries: readonly FeedEntry[];
}

/** Times are RFC 3339. */
export interface FeedEntry {
  /** An absolute IRI, stable as long as the paper is known here. */
  readonly id: string;
  readonly url: string;
  readonly title: string;
  /** One sentence on what is new; empty without an abstract. */
  readonly sentence: string;
  /** Empty if nothing is known. */
  readonly why: string;
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  /** When the paper came out. */
  readonly published: string | undefined;
  /** When it entered the list. Votes gained later don't make it news again. */
  readonly updated: string;
}

/** This installation's feed identity. */
export interface FeedIdentity {
  /** A UUID. */
  readonly id: string;
  /** Creation time, RFC 3339; the date of entries without one. */
  readonly since: string;
}

/** The size of the longest daily post. */
const SIZE = 10;
// Lists are re-read this far back.
const READ_DAYS = 7;
const MAX_QUERY_CHARS = 50;

/** The list as a new subscription would get it: a feed reader itself remembers what it has shown. */
export async function composeFeed(
  engine: SearchEngine,
  { id, since }: FeedIdentity,
  due: DuePost,
  sentenceOf?: ReadySentence,
): Promise<TrendingFeed> {
  const settings: ListSettings = { size: SIZE, topics: [], categories: [], lagDays: 0, cadence: 'daily' };
  const { day, papers, notices, list, quiet } = await composeWith(engine, settings, [], due, sentenceOf);
  const entries = papers.map((told) => entryOf(told, day, since));
  const said = [
    'Machine-learning papers that trend today, each with why.',
    papers.length > 0 && list.source === 'bundled' && BUNDLED,
    ...notices.map((notice) => noticeSentence(notice, day)),
    quiet && QUIET[quiet],
  ];
  const ingestRuns = await engine.stores.ingestRuns.since(addDays(day, -READ_DAYS));
  const readAt = ingestRuns
    .filter(({ source, problem }) => hasDailyList(source) && problem === undefined)
    .map((run) => run.readAt.toISOString());
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
  // A list may name a paper before the day that it claims as its own.
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

/** The arXiv address; for other papers, a UUID made from their id (RFC 9562, section 5.8, version 8). */
function entryId(paper: Paper): string {
  if (!paper.id.startsWith('local:')) return paperUrl(paper);
  const hash = createHash('sha256').update(paper.id).digest('hex');
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 3) | 8).toString(16);
  return `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

const midnight = (day: string): string => `${day}T00:00:00.000Z`;

/** RFC 3339 times of one form sort as text. */
const latest = (times: readonly string[]): string => [...times].sort().at(-1) ?? '';

/** One line, without characters that XML forbids: https://www.w3.org/TR/xml/#charsets. */
const plain = (text: string): string => collapseSpace(text.replace(/[\ufffe\uffff]/g, ''));

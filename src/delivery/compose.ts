/** Composes a subscription's post of one day: which papers it shows, and what to say about their list. */

import { Temporal } from 'temporal-polyfill';
import type { DailyList, Paper } from '../domain/paper.ts';
import type { Subscription } from '../domain/subscription.ts';
import { addDays } from '../lib/days.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import type { PostedPaper } from '../store/posts.ts';
import type { DuePost } from '../subscriptions/local-time.ts';
import type { Notice } from '../trending/freshness.ts';
import { type TrendingPaper, trendingPapers } from '../trending/trending.ts';

/** A paper isn't posted again in one place within this time, unless it rises again. */
const REPEAT_AFTER_DAYS = 30;

export interface ComposedPost {
  /** The subscription's local day, ISO. */
  readonly day: string;
  /** Best first, at most as many as the subscription asks for; none on a quiet day. */
  readonly papers: readonly TrendingPaper[];
  /** Problems with the list that they are from. */
  readonly notices: readonly Notice[];
  /** The newest list that they are from; the bundled one until a source has been read. */
  readonly list: Pick<DailyList, 'source' | 'day'>;
  /** Set on a day without papers. */
  readonly quiet?: Quiet | undefined;
}

/** Why there are no papers: `no-list` if none has been read, `posted` if earlier posts had them all. */
export type Quiet = 'no-list' | 'posted' | 'nothing-fits';

/** Returns a sentence about a paper that was written beforehand, to replace the abstract's own; undefined if there is none. */
export type ReadySentence = (paper: Paper) => Promise<string | undefined>;

export type ListSettings = Pick<Subscription, 'size' | 'topics' | 'categories' | 'lagDays' | 'cadence'>;

/** Composes the post as it would be at this moment. */
export async function composePost(
  engine: SearchEngine,
  subscription: Subscription,
  at: Date,
  sentenceOf?: ReadySentence,
): Promise<ComposedPost> {
  const { id, timeZone } = subscription;
  const day = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  const due = { day: day.toString(), at };
  return composeWith(engine, subscription, await postedLately(engine, id, due.day), due, sentenceOf);
}

/** The papers posted in the same place in the 30 days before `day`. */
export async function postedLately(
  { stores }: SearchEngine,
  subscriptionId: string,
  day: string,
): Promise<readonly PostedPaper[]> {
  const since = addDays(day, -REPEAT_AFTER_DAYS);
  return stores.posts.papersSince(subscriptionId, since, day);
}

/** Composes from known earlier posts. Equal arguments give equal posts, so subscriptions can share them. */
export async function composeWith(
  engine: SearchEngine,
  { size, topics, categories, lagDays, cadence }: ListSettings,
  lately: readonly PostedPaper[],
  { day, at }: DuePost,
  sentenceOf: ReadySentence = async () => undefined,
): Promise<ComposedPost> {
  const isWeekly = cadence === 'weekly';
  const period = isWeekly ? 'week' : 'today';
  // The best of the week were mostly posted in the course of it; only today's would come twice in a day.
  const posted = isWeekly ? lately.filter((paper) => paper.day === day) : lately;
  const request = { period, asOf: at, lagDays, topics, categories } as const;
  const found = await trendingPapers(engine, { ...request, posted }, { from: 0, count: size });
  const { notices, source, day: listDay } = found;
  const list = { source, day: listDay };
  const papers = await Promise.all(
    found.papers.map(async (told) => ({
      ...told,
      sentence: (await sentenceOf(told.paper)) ?? told.sentence,
    })),
  );
  if (papers.length > 0) return { day, papers, notices, list };
  if (posted.length === 0) {
    const isNarrow = topics.length > 0 || categories.length > 0;
    return { day, papers, notices, list, quiet: isNarrow ? 'nothing-fits' : 'no-list' };
  }
  const regardless = await trendingPapers(engine, request, { from: 0, count: 1 });
  return { day, papers, notices, list, quiet: regardless.papers.length > 0 ? 'posted' : 'nothing-fits' };
}

/** Ranks the papers that a period's lists brought, and says why each one trends. */

import { matchesCategory } from '../domain/category.ts';
import type { DailyList, Paper } from '../domain/paper.ts';
import { addDays, utcDay } from '../lib/days.ts';
import type { Page } from '../retrieval/match.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import type { PostedPaper } from '../store/posts.ts';
import type { Stores } from '../store/stores.ts';
import { oneSentence } from '../summary/one-sentence.ts';
import { type Candidate, type GainSince, listsWithLookBack, readCandidates } from './candidates.ts';
import { type Chosen, chooseUnposted } from './choose.ts';
import { currentNotices, dayToJudge, type Notice } from './freshness.ts';
import { trendingScore } from './score.ts';
import { topicsOf } from './topic.ts';

export interface TrendingRequest {
  readonly period: 'today' | 'week' | 'month';
  /** The moment it is asked for; the period ends on its UTC day, less lagDays. */
  readonly asOf: Date;
  readonly lagDays?: number | undefined;
  /** Any of them, by meaning. */
  readonly topics?: readonly string[] | undefined;
  /** Any of them; `cs` stands for every `cs.*`. */
  readonly categories?: readonly string[] | undefined;
  /** Papers posted in the same place lately: left out unless they rose again, which `why.roseAnew` says. */
  readonly posted?: readonly PostedPaper[] | undefined;
}

export interface TrendingPaper {
  readonly paper: Paper;
  /** 1 is the top. */
  readonly rank: number;
  /** Says what is new; undefined if the abstract has no sentence that does and stands alone. */
  readonly sentence: string | undefined;
  readonly votes: number | undefined;
  /** The first day that listed it, ISO; undefined in the list that comes with Paperboy. */
  readonly listedOn?: string | undefined;
  /** The source of the newest list that names it. */
  readonly source: DailyList['source'];
  /** An https address. */
  readonly picture?: string | undefined;
  readonly why: Why;
}

export interface Why {
  readonly votes?: number | undefined;
  readonly votesGained?: GainSince | undefined;
  readonly comments?: number | undefined;
  readonly stars?: number | undefined;
  readonly starsGained?: GainSince | undefined;
  readonly hasCode: boolean;
  readonly roseAnew?: true;
  /** The best matching one of the topics asked for. */
  readonly topic?: string | undefined;
}

export interface Trending {
  readonly source: DailyList['source'];
  /** The day of the newest list used; undefined if there is none, or it has no day. */
  readonly day: string | undefined;
  /** The number of papers on all pages. */
  readonly size: number;
  readonly papers: readonly TrendingPaper[];
  readonly hasMore: boolean;
  readonly notices: readonly Notice[];
}

// A day includes the lists of the two days before it, since votes need time to come in.
const LISTED_DAYS = { today: 3, week: 7, month: 30 } as const;

/** The time in which a paper's score halves. */
export const HALF_LIFE_HOURS = { today: 96, week: 168, month: 720 } as const;

/**
 * One page of trending papers. A period without a list uses the newest list before it; until a source has been read, the
 * bundled list is used.
 * @throws UserError if a topic contains no word.
 */
export async function trendingPapers(
  engine: SearchEngine,
  request: TrendingRequest,
  { from, count }: Page,
): Promise<Trending> {
  const { stores } = engine;
  await engine.refresh();
  const newest = await stores.dailyLists.newest();
  const isBundled = newest !== undefined && newest.day === undefined;
  const { ranked, day, source } = isBundled
    ? { ranked: bundled(newest, request), day: undefined, source: 'bundled' as const }
    : await rank(stores, request, newest);
  const papers = new Map(
    (await stores.papers.getMany(ranked.map(({ candidate }) => candidate.paperId)))
      .filter(({ withdrawn }) => withdrawn !== true)
      .map((paper) => [paper.id, paper]),
  );
  const topics = await topicsWithin(engine, [...papers.keys()], request.topics);
  const fitting = ranked.flatMap((chosen) => {
    const paper = papers.get(chosen.candidate.paperId);
    if (!paper || !isInCategories(paper, request.categories)) return [];
    return topics && !topics.has(paper.id) ? [] : [{ ...chosen, paper }];
  });
  const shown: TrendingPaper[] = [];
  for (const [i, { paper, candidate, roseAnew }] of fitting.slice(from, from + count).entries()) {
    const { votes, comments, stars } = candidate.attention;
    const { votesGained, starsGained } = candidate;
    shown.push({
      paper,
      rank: from + i + 1,
      sentence: await oneSentence(paper, engine.embedder),
      votes,
      listedOn: candidate.firstDay || undefined,
      source: candidate.source,
      picture: candidate.picture,
      why: {
        ...{ votes, votesGained, comments, stars, starsGained },
        hasCode: paper.repository !== undefined || stars !== undefined,
        topic: topics?.get(paper.id),
        ...(roseAnew && { roseAnew }),
      },
    });
  }
  return {
    source: source ?? 'bundled',
    day,
    size: fitting.length,
    papers: shown,
    hasMore: fitting.length > from + count,
    notices: isBundled ? [] : await noticesFor(stores, request),
  };
}

const noticesFor = (stores: Stores, { asOf, lagDays = 0 }: TrendingRequest): Promise<Notice[]> =>
  currentNotices(stores, addDays(dayToJudge(asOf.getTime()), -lagDays), asOf.getTime());

/** The best first, and the day and source of the newest list they are from. */
async function rank(
  stores: Stores,
  { period, asOf, lagDays = 0, posted }: TrendingRequest,
  newest: DailyList | undefined,
): Promise<Pick<DailyList, 'day'> & { ranked: Chosen[]; source?: DailyList['source'] | undefined }> {
  const asked = addDays(utcDay(asOf.getTime()), -lagDays);
  let until = asked;
  let lists = await listsWithLookBack(stores, firstDayOf(period, until), until);
  let { day, source } = lists.find(({ entries }) => entries.length > 0) ?? {};
  if (day === undefined && newest?.day !== undefined && newest.day <= asked) {
    ({ day, source } = newest);
    lists = await listsWithLookBack(stores, firstDayOf(period, newest.day), newest.day);
  }
  if (day === undefined) return { ranked: [] };
  // Before the period's first day there is only what it falls back on.
  if (day < firstDayOf(period, until)) until = day;
  const alsoIds = new Set(posted?.map(({ paperId }) => paperId));
  const candidates = await readCandidates(stores, lists, firstDayOf(period, until), asOf, alsoIds);
  const chosen = posted
    ? chooseUnposted(candidates, posted, utcDay(asOf.getTime()), period === 'today')
    : candidates.map((candidate) => ({ candidate, roseAnew: false }));
  const scored = chosen.map((each) => ({ ...each, score: scoreOf(each, period) }));
  scored.sort((a, b) => b.score - a.score || byList(a.candidate, b.candidate));
  return { ranked: scored, day, source };
}

const firstDayOf = (period: TrendingRequest['period'], until: string): string =>
  addDays(until, 1 - LISTED_DAYS[period]);

/** A paper that rose anew stands where a new one with as many votes as it gained would. */
function scoreOf({ candidate: { attention }, roseAnew }: Chosen, period: TrendingRequest['period']): number {
  const { votesGained, countedHoursAgo } = attention;
  const scored =
    roseAnew && votesGained
      ? { ageHours: votesGained.overHours + countedHoursAgo, countedHoursAgo, votes: votesGained.by }
      : attention;
  return trendingScore(scored, HALF_LIFE_HOURS[period]);
}

function byList(a: Candidate, b: Candidate): number {
  if (a.firstDay !== b.firstDay) return a.firstDay < b.firstDay ? 1 : -1;
  return a.place - b.place || (a.paperId < b.paperId ? -1 : 1);
}

function bundled({ entries }: DailyList, { posted = [] }: TrendingRequest): Chosen[] {
  const before = new Set(posted.map(({ paperId }) => paperId));
  return entries
    .filter(({ paperId }) => !before.has(paperId))
    .map(({ paperId, votes, comments, stars, picture }, place) => ({
      candidate: {
        ...{ paperId, place, firstDay: '', votesGained: undefined, starsGained: undefined },
        ...{ source: 'bundled' as const, picture },
        attention: { ageHours: 0, countedHoursAgo: 0, votes, comments, stars },
      },
      roseAnew: false,
    }));
}

async function topicsWithin(
  engine: SearchEngine,
  paperIds: readonly string[],
  topics: readonly string[] = [],
): Promise<Map<string, string> | undefined> {
  return topics.length > 0 ? topicsOf(engine, paperIds, topics) : undefined;
}

function isInCategories(paper: Paper, categories: readonly string[] = []): boolean {
  if (categories.length === 0) return true;
  return categories.some((asked) => paper.categories.some((category) => matchesCategory(category, asked)));
}

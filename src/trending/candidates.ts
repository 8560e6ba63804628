/** Reads the papers of a period's lists, each with its counts. */

import type { DailyList } from '../domain/paper.ts';
import { addDays, utcDay } from '../lib/days.ts';
import type { PaperCounts } from '../store/daily-lists.ts';
import type { Stores } from '../store/stores.ts';
import type { Attention } from './score.ts';

export interface GainSince {
  readonly by: number;
  /** The ISO day at whose end the count was lower by this much. */
  readonly sinceDay: string;
}

export interface Candidate {
  readonly paperId: string;
  /** The first day on which it was listed. */
  readonly firstDay: string;
  /** Its place in the newest list that names it; 0 is the top. */
  readonly place: number;
  readonly votesGained: GainSince | undefined;
  readonly starsGained: GainSince | undefined;
  readonly attention: Attention;
  /** The source of the newest list that names it. */
  readonly source: DailyList['source'];
  readonly picture: string | undefined;
}

interface Seen extends Pick<Candidate, 'place' | 'firstDay' | 'source' | 'picture'> {
  readonly newest: PaperCounts;
}

type Counted = 'votes' | 'comments' | 'stars';

// A paper's first day is searched this far back, since a list may repeat earlier ones, as on weekends.
const LOOK_BACK_DAYS = 14;
// A gain over more days than a long weekend isn't news.
const MAX_GAIN_DAYS = 4;
const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** The lists from `since` to `until`, and shortly before, to tell which papers are new. */
export const listsWithLookBack = (stores: Stores, since: string, until: string): Promise<DailyList[]> =>
  stores.dailyLists.between(addDays(since, -LOOK_BACK_DAYS), until);

/** Papers first listed on `since` or later, and those in `alsoIds`, with their counts up to `asOf`. */
export async function readCandidates(
  stores: Stores,
  lists: readonly DailyList[],
  since: string,
  asOf: Date,
  alsoIds: ReadonlySet<string>,
): Promise<Candidate[]> {
  const history = new Map<string, PaperCounts[]>();
  for (const counts of await stores.dailyLists.countsSince(addDays(since, -MAX_GAIN_DAYS))) {
    if (counts.day > utcDay(asOf.getTime())) continue;
    const ofPaper = history.get(counts.paperId);
    if (ofPaper) ofPaper.push(counts);
    else history.set(counts.paperId, [counts]);
  }
  const seen = new Map<string, Seen>();
  // Newest first.
  for (const { day = '', source, entries } of lists) {
    for (const [place, entry] of entries.entries()) {
      const known = seen.get(entry.paperId);
      if (known) seen.set(entry.paperId, { ...known, firstDay: day });
      else {
        const { picture } = entry;
        seen.set(entry.paperId, { place, newest: { ...entry, day }, firstDay: day, source, picture });
      }
    }
  }
  for (const paperId of alsoIds) {
    const [first] = history.get(paperId) ?? [];
    if (!first || seen.has(paperId)) continue;
    const source = lists[0]?.source ?? 'bundled';
    seen.set(paperId, { place: 0, newest: first, firstDay: first.day, source, picture: undefined });
  }
  return [...seen]
    .filter(([paperId, { firstDay }]) => firstDay >= since || alsoIds.has(paperId))
    .map(([paperId, { place, newest, firstDay, source, picture }]) => {
      // A list's counts are of an unknown hour; the history, if there is one, gives their day.
      const counts = history.get(paperId) ?? [newest];
      const votesGained = gainOf('votes', counts);
      const starsGained = gainOf('stars', counts);
      const lastDay = counts.at(-1)?.day ?? firstDay;
      const gain = (gained: GainSince | undefined) =>
        gained && {
          by: gained.by,
          overHours: hoursSince(addDays(gained.sinceDay, 1), endOf(lastDay, asOf)),
        };
      return {
        paperId,
        ...{ firstDay, place, source, picture },
        votesGained,
        starsGained,
        attention: {
          ageHours: hoursSince(firstDay, asOf),
          countedHoursAgo: Math.max(0, hoursSince(lastDay, asOf) - DAY_HOURS),
          votes: lastOf('votes', counts) ?? newest.votes,
          comments: lastOf('comments', counts) ?? newest.comments,
          stars: lastOf('stars', counts) ?? newest.stars,
          votesGained: gain(votesGained),
          starsGained: gain(starsGained),
        },
      };
    });
}

const lastOf = (name: Counted, counts: readonly PaperCounts[]): number | undefined =>
  counts.findLast((each) => each[name] !== undefined)?.[name];

function gainOf(name: Counted, counts: readonly PaperCounts[]): GainSince | undefined {
  const [before, last] = counts.filter((each) => each[name] !== undefined).slice(-2);
  if (before?.[name] === undefined || last?.[name] === undefined) return undefined;
  if (before.day < addDays(last.day, -MAX_GAIN_DAYS)) return undefined;
  return { by: last[name] - before[name], sinceDay: before.day };
}

/** Hours from the start of the day to the moment. */
const hoursSince = (day: string, moment: Date): number => (moment.getTime() - Date.parse(day)) / HOUR_MS;

function endOf(day: string, asOf: Date): Date {
  return new Date(Math.min(asOf.getTime(), Date.parse(addDays(day, 1))));
}

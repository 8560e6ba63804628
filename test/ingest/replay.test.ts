/** Five months of real daily lists through the ingest, one run per day of simulated time. */
import { expect, test } from 'vitest';
import type { Batch } from '../../src/ingest/sources/source.ts';
import { addDays } from '../../src/lib/days.ts';
import { currentNotices } from '../../src/trending/freshness.ts';
import { readDailyLists } from '../helpers/daily-lists.ts';
import { contentsOf, EMPTY, ingestAt, makeSource } from '../helpers/ingest.ts';
import { makePaper } from '../helpers/papers.ts';
import { openTestStores, temporaryFolder } from '../store/helpers.ts';

/** Each day's list. The page was visited as a day began in UTC, when it showed the previous day's. */
function readLists(): Map<string, Batch> {
  const rows = readDailyLists();
  const lists = new Map<string, Batch>();
  for (const date of new Set(rows.map((row) => row.date))) {
    const listed = rows.filter((row) => row.date === date);
    const day = addDays(date, -1);
    const papers = listed.map(({ id, title }) =>
      makePaper({ id, title, abstract: '', categories: [], published: undefined }),
    );
    const entries = listed.map(({ id, stars }) => ({ paperId: id, stars: stars ?? undefined }));
    lists.set(day, { papers, dailyList: { source: 'hugging-face', day, entries }, skipped: [] });
  }
  return lists;
}

test('Five months of real lists: each new one is stored as it was, nothing doubled, weekends quiet, short lists noticed', async () => {
  const lists = readLists();
  const days = [...lists.keys()].sort();
  expect(days).toHaveLength(148);
  const stores = openTestStores(`${temporaryFolder()}/catalog.db`);
  const source = makeSource('hugging-face', (day) => lists.get(day) ?? EMPTY);
  const noticed: string[] = [];
  let nowMs = 0;
  for (const day of days) {
    nowMs = Date.parse(`${day}T18:00:00Z`);
    await ingestAt(stores, [source], nowMs);
    const notices = await currentNotices(stores, day, nowMs);
    noticed.push(...notices.map(({ kind }) => `${kind} ${day}`));
  }

  const stored = await contentsOf(stores);
  const ids = new Set([...lists.values()].flatMap(({ papers }) => papers.map(({ id }) => id)));
  expect(stored.papers.map(({ id }) => id)).toEqual([...ids].sort());
  // A page that still shows an earlier list, as at weekends, has none of its own.
  const shown = (day: string) =>
    JSON.stringify(
      lists
        .get(day)
        ?.papers.map(({ id }) => id)
        .sort(),
    );
  const isRepeat = (day: string) =>
    days.some((other) => other < day && other >= addDays(day, -7) && shown(other) === shown(day));
  expect(stored.dailyLists.filter(({ entries }) => entries.length > 0)).toMatchObject(
    days
      .filter((day) => !isRepeat(day))
      .toReversed()
      .map((day) => lists.get(day)?.dailyList),
  );
  const counted = stored.counts.map(({ paperId, day }) => `${paperId} ${day}`);
  expect(new Set(counted).size).toBe(counted.length);

  const weekdayOf = (notice: string): number => new Date(notice.slice(-10)).getUTCDay();
  expect(noticed.filter((notice) => [0, 6].includes(weekdayOf(notice)))).toEqual([]);
  // The page was the same on 5 and 6 December, a Friday and a Saturday: the lists of two weekdays.
  expect(noticed.filter((notice) => !notice.startsWith('short'))).toEqual(['repeated 2025-12-05']);
  // Two papers; the lists of the surrounding days have 40 and more.
  expect(noticed).toContain('short 2026-02-09');

  await ingestAt(stores, [source], nowMs + 3_600_000);
  const again = await contentsOf(stores);
  expect({ ...again, readings: [] }).toEqual({ ...stored, readings: [] });
}, 60_000);

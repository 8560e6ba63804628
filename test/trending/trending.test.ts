/** Trending papers, from lists and counts in a store as they arrive day by day. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { DailyListEntry } from '../../src/domain/paper.ts';
import { seed } from '../../src/ingest/seed.ts';
import { addDays } from '../../src/lib/days.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import type { PostedPaper } from '../../src/store/posts.ts';
import type { Stores } from '../../src/store/stores.ts';
import { type Trending, type TrendingRequest, trendingPapers } from '../../src/trending/trending.ts';
import { openTestEngine } from '../helpers/library.ts';
import { makePaper } from '../helpers/papers.ts';
import { plainLibrary } from '../helpers/posting.ts';
import { openTestStores } from '../store/helpers.ts';

let stores: Stores;
let engine: SearchEngine;
beforeEach(() => {
  stores = openTestStores();
  engine = plainLibrary(stores);
});

// A Thursday.
const TODAY = '2026-06-25';
const nine = (day: string): Date => new Date(`${day}T09:00:00Z`);

/** A list as it was read at six of `readDay`; entries by their paper's id. */
async function list(
  day: string,
  entries: Record<string, Partial<DailyListEntry>>,
  readDay = day,
): Promise<void> {
  const listed = Object.entries(entries).map(([name, counts]) => ({ paperId: name, ...counts }));
  for (const { paperId } of listed) {
    if ((await stores.papers.getMany([paperId])).length > 0) continue;
    await stores.papers.add([makePaper({ id: paperId, title: `Paper ${paperId}` })]);
  }
  await stores.dailyLists.save(
    { source: 'hugging-face', day, entries: listed },
    new Date(`${readDay}T06:00:00Z`),
  );
}

const ask = (request: Partial<TrendingRequest> = {}): Promise<Trending> =>
  trendingPapers(engine, { period: 'today', asOf: nine(TODAY), ...request }, { from: 0, count: 20 });
const idsOf = ({ papers }: Trending): string[] => papers.map(({ paper }) => paper.id);
const posted = (paperId: string, day: string, votes?: number): PostedPaper => ({ paperId, day, votes });

describe('A period', () => {
  beforeEach(async () => {
    await list(addDays(TODAY, -20), { month: { votes: 300 } });
    await list(addDays(TODAY, -5), { week: { votes: 200 } });
    await list(TODAY, { today: { votes: 3 } });
  });

  test('contains the papers first listed in it', async () => {
    expect(idsOf(await ask())).toEqual(['today']);
    expect(new Set(idsOf(await ask({ period: 'week' })))).toEqual(new Set(['today', 'week']));
    expect(new Set(idsOf(await ask({ period: 'month' })))).toEqual(new Set(['today', 'week', 'month']));
  });

  test('ends earlier with a lag', async () => {
    expect(await ask({ lagDays: 5 })).toMatchObject({ day: addDays(TODAY, -5), size: 1 });
    expect(idsOf(await ask({ lagDays: 5 }))).toEqual(['week']);
  });

  test('without a list uses the newest one before it', async () => {
    const found = await ask({ asOf: nine(addDays(TODAY, -10)) });
    expect({ ids: idsOf(found), day: found.day }).toEqual({ ids: ['month'], day: addDays(TODAY, -20) });
  });

  test('before all lists is empty', async () => {
    expect(await ask({ asOf: nine('2026-01-01') })).toMatchObject({ papers: [], size: 0, day: undefined });
  });

  test('ignores a list that repeats the previous one', async () => {
    await list(TODAY, { week: { votes: 200 }, today: { votes: 3 } });
    expect(idsOf(await ask())).toEqual(['today']);
  });

  test('is paged', async () => {
    const second = await trendingPapers(
      engine,
      { period: 'month', asOf: nine(TODAY) },
      { from: 1, count: 1 },
    );
    expect(second).toMatchObject({ size: 3, hasMore: true, papers: [{ rank: 2 }] });
  });
});

describe('Counts', () => {
  test('that are unknown rank between few and many, and are not shown', async () => {
    await list(addDays(TODAY, -1), { many: { votes: 60 }, none: { votes: 0 }, unknown: {} });
    const found = await ask();
    expect(idsOf(found)).toEqual(['many', 'unknown', 'none']);
    expect(found.papers[1]).toMatchObject({ votes: undefined, why: { hasCode: false } });
    expect(found.papers[1]?.why.votes).toBeUndefined();
  });

  test('show gains since the day before, and that there is code', async () => {
    const yesterday = addDays(TODAY, -1);
    await list(yesterday, { a: { votes: 13, stars: 1_000 } });
    await list(yesterday, { a: { votes: 41, stars: 1_200 } }, TODAY);
    expect((await ask()).papers[0]?.why).toMatchObject({
      votes: 41,
      votesGained: { by: 28, sinceDay: yesterday },
      stars: 1_200,
      starsGained: { by: 200, sinceDay: yesterday },
      hasCode: true,
    });
  });

  test('mention code without star counts', async () => {
    await stores.papers.add([makePaper({ id: 'a', repository: 'https://example.org/code' })]);
    await list(TODAY, { a: { votes: 2 } });
    expect((await ask()).papers[0]?.why).toMatchObject({ stars: undefined, hasCode: true });
  });
});

test('Categories include their subcategories', async () => {
  await stores.papers.add([
    makePaper({ id: 'vision', categories: ['cs.CV'] }),
    makePaper({ id: 'statistics', categories: ['stat.ML'] }),
  ]);
  await list(TODAY, { vision: { votes: 2 }, statistics: { votes: 1 } });
  expect(idsOf(await ask({ categories: ['CS.cv'] }))).toEqual(['vision']);
  expect(idsOf(await ask({ categories: ['stat'] }))).toEqual(['statistics']);
  expect(idsOf(await ask({ categories: ['cs.CL', 'stat.ML'] }))).toEqual(['statistics']);
  expect(idsOf(await ask({ categories: ['c'] }))).toEqual([]);
});

describe('A posted paper', () => {
  test('is left out', async () => {
    await list(addDays(TODAY, -1), { a: { votes: 20 } });
    await list(TODAY, { b: { votes: 10 } });
    expect(idsOf(await ask({ posted: [posted('a', addDays(TODAY, -1), 3)] }))).toEqual(['b']);
  });

  test('returns if it rose again a week later, and says so', async () => {
    const first = addDays(TODAY, -12);
    const yesterday = addDays(TODAY, -1);
    await list(first, { old: { votes: 10 } });
    await list(first, { old: { votes: 12 } }, yesterday);
    await list(first, { old: { votes: 60 } }, TODAY);
    await list(TODAY, { fresh: { votes: 4 } });
    const found = await ask({ posted: [posted('old', first, 10)] });
    expect(idsOf(found)).toEqual(['old', 'fresh']);
    expect(found.papers.map(({ why }) => why.roseAnew)).toEqual([true, undefined]);
    const justPosted = await ask({ posted: [posted('old', addDays(TODAY, -3), 10)] });
    expect(idsOf(justPosted)).toEqual(['fresh']);
    const unknownThen = await ask({ posted: [posted('old', first)] });
    expect(idsOf(unknownThen)).toEqual(['fresh']);
  });
});

test('One viral paper doesn’t stay on top for a week', async () => {
  const first = addDays(TODAY, -6);
  const tops: (string | undefined)[] = [];
  for (let age = 0; age < 7; age++) {
    const day = addDays(first, age);
    const own = { [`of-${age}`]: { votes: 30 } };
    const viral = { viral: { votes: Math.round(800 * (1 - 2 ** -(age + 1))) } };
    await list(day, age === 0 ? { ...viral, ...own } : own);
    if (age > 0) await list(first, { ...viral, 'of-0': { votes: 40 } }, day);
    tops.push(idsOf(await ask({ asOf: nine(day) }))[0]);
  }
  expect(tops[0]).toBe('viral');
  expect(tops.slice(3)).not.toContain('viral');
});

test('The bundled list is used until a source has been read, and says so', async () => {
  await seed(stores);
  const found = await ask();
  expect(found).toMatchObject({ source: 'bundled', day: undefined, size: 119, notices: [] });
  const [top = ''] = idsOf(found);
  expect(idsOf(await ask({ posted: [posted(top, TODAY)] }))).not.toContain(top);
});

test('A Monday without a list is noticed', async () => {
  const monday = '2026-06-29';
  await list('2026-06-26', { a: { votes: 5 } });
  const read = { source: 'hugging-face', part: '', skipped: 0 } as const;
  await stores.ingestRuns.save({
    ...read,
    day: '2026-06-26',
    readAt: nine('2026-06-26'),
    items: 1,
    fingerprint: 'a',
  });
  await stores.ingestRuns.save({ ...read, day: monday, readAt: nine(monday), items: 0, fingerprint: '' });
  const found = await ask({ asOf: new Date(`${monday}T18:00:00Z`) });
  expect(found.notices).toEqual([
    { source: 'hugging-face', kind: 'missing', day: monday, newest: '2026-06-26' },
  ]);
  expect(idsOf(found)).toEqual(['a']);
});

describe('A topic', () => {
  test('includes papers that express it in other words, and hardly anything else', async () => {
    const bundled = await openTestEngine();
    try {
      const request = {
        period: 'today',
        asOf: nine(TODAY),
        topics: ['making language models forget'],
      } as const;
      const { papers, size } = await trendingPapers(bundled, request, { from: 0, count: 20 });
      expect(papers.map(({ paper }) => paper.title).join('\n')).toMatch(/unlearn|forget/i);
      expect(size).toBeLessThan(40);
      expect(papers.every(({ why }) => why.topic === 'making language models forget')).toBe(true);
      const none = { ...request, topics: ['sourdough bread'] };
      // The threshold lets one in a hundred through: docs/trending.md.
      expect((await trendingPapers(bundled, none, { from: 0, count: 20 })).size).toBeLessThanOrEqual(1);
    } finally {
      await bundled.close();
    }
  });

  test('needs a word', async () => {
    await list(TODAY, { a: { votes: 5 } });
    await expect(ask({ topics: ['!!!'] })).rejects.toThrow('I need a few words as a topic');
  });
});

/** Stored results of reading the sources, whatever fails on the way. */
import { describe, expect, test } from 'vitest';
import { SourceError } from '../../src/domain/errors.ts';
import type { DailyListEntry } from '../../src/domain/paper.ts';
import { dueSteps, ingest } from '../../src/ingest/ingest.ts';
import type { Batch } from '../../src/ingest/sources/source.ts';
import { addDays } from '../../src/lib/days.ts';
import type { Stores } from '../../src/store/stores.ts';
import { contentsOf, EMPTY, ingestAt, makeSource } from '../helpers/ingest.ts';
import { createMadeUpSources } from '../helpers/made-up-sources.ts';
import { makePaper } from '../helpers/papers.ts';
import { dailyListOf, openTestStores, temporaryFolder } from '../store/helpers.ts';

const TODAY = '2026-06-20';
const at = (time: string, day = TODAY): number => Date.parse(`${day}T${time}:00Z`);
const openFile = (): Stores => openTestStores(`${temporaryFolder()}/catalog.db`);
const quiet = () => new AbortController().signal;

const lastDays = (count: number, day = TODAY): string[] =>
  Array.from({ length: count }, (_, back) => addDays(day, -back));

const listed = (day: string, ...entries: DailyListEntry[]): Batch => ({
  papers: entries.map(({ paperId }) => makePaper({ id: paperId, title: `Paper ${paperId}` })),
  dailyList: { source: 'hugging-face', day, entries },
  skipped: [],
});
const onlyOn = (day: string, batch: Batch) => (asked: string) => (asked === day ? batch : EMPTY);
const fail = (isRetryable: boolean) => () => {
  throw new SourceError('It answered 503.', { isRetryable });
};

describe('A run stores', () => {
  test('papers, in small steps, before their list, and both before the run', async () => {
    const stores = openFile();
    const written: string[] = [];
    const watched: Stores = {
      ...stores,
      papers: {
        ...stores.papers,
        add(papers, from) {
          written.push(`${papers.length} papers from ${from}`);
          return stores.papers.add(papers, from);
        },
      },
      dailyLists: {
        ...stores.dailyLists,
        save(dailyList, readAt) {
          written.push(`list of ${dailyList.day}`);
          return stores.dailyLists.save(dailyList, readAt);
        },
      },
      ingestRuns: {
        ...stores.ingestRuns,
        save(reading) {
          written.push(`reading of ${reading.day}`);
          return stores.ingestRuns.save(reading);
        },
      },
    };
    const entries = Array.from({ length: 25 }, (_, i) => ({ paperId: `2606.${10_000 + i}` }));
    const source = makeSource('hugging-face', (day) => listed(day, ...entries));
    await ingest(watched, [{ source, part: '', day: TODAY }], { now: () => at('09:00'), signal: quiet() });
    expect(written).toEqual([
      '10 papers from hugging-face',
      '10 papers from hugging-face',
      '5 papers from hugging-face',
      `list of ${TODAY}`,
      `reading of ${TODAY}`,
    ]);
  });

  test('a history of votes, the last ones of each day', async () => {
    const stores = openFile();
    for (const [day, time, votes] of [
      ['2026-06-18', '09:00', 3],
      ['2026-06-18', '21:00', 11],
      ['2026-06-19', '09:00', undefined],
      ['2026-06-20', '09:00', 40],
    ] as const) {
      const batch = listed('2026-06-18', { paperId: '2606.00001', votes, comments: 1 });
      await ingestAt(stores, [makeSource('hugging-face', onlyOn('2026-06-18', batch))], at(time, day));
    }
    expect(await stores.dailyLists.countsSince('2026-06-01')).toEqual([
      { paperId: '2606.00001', day: '2026-06-18', votes: 11, comments: 1, stars: undefined },
      { paperId: '2606.00001', day: '2026-06-19', votes: undefined, comments: 1, stars: undefined },
      { paperId: '2606.00001', day: '2026-06-20', votes: 40, comments: 1, stars: undefined },
    ]);
    expect((await stores.dailyLists.newest())?.entries[0]).toMatchObject({ votes: 40 });
  });

  test.each([
    ['first', 0, 20],
    ['last', 20, 0],
  ])('one paper for two sources, arXiv’s text with the list’s code, with arXiv %s', async (_, ...waits) => {
    const stores = openFile();
    const id = '2606.00001';
    const ofArxiv = makePaper({ id, title: 'A Title', abstract: 'What the authors wrote.' });
    const ofList = makePaper({
      id,
      title: 'a title!',
      abstract: 'We are happy to share our work!',
      categories: [],
      repository: 'https://github.com/ada/engine',
    });
    // Turns of the event loop: the two sources are read concurrently.
    const answerAfter = async (turns: number, batch: Batch) => {
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      return batch;
    };
    const [arxivWaits = 0, listWaits = 0] = waits;
    const steps = [
      makeSource('hugging-face', (day) =>
        answerAfter(listWaits, { ...listed(day, { paperId: id }), papers: [ofList] }),
      ),
      makeSource('arxiv', () => answerAfter(arxivWaits, { papers: [ofArxiv], skipped: [] })),
    ].map((source) => ({ source, part: '', day: TODAY }));
    const results = await ingest(stores, steps, { now: () => at('09:00'), signal: quiet() });
    expect(results.map(({ source }) => source)).toEqual(
      arxivWaits < listWaits ? ['arxiv', 'hugging-face'] : ['hugging-face', 'arxiv'],
    );
    expect(await stores.papers.count()).toBe(1);
    expect(await stores.papers.get(id)).toEqual({
      ...ofArxiv,
      repository: 'https://github.com/ada/engine',
    });
  });

  test('the number of papers and of unreadable items, which it also returns', async () => {
    const stores = openFile();
    const skipped = ['"title" is missing.', '"id" must be text.'];
    const batch = { ...listed(TODAY, { paperId: '2606.00001' }, { paperId: '2606.00002' }), skipped };
    const [result] = await ingestAt(stores, [makeSource('hugging-face', onlyOn(TODAY, batch))], at('09:00'));
    expect(result).toEqual({
      source: 'hugging-face',
      part: '',
      day: TODAY,
      papers: 2,
      added: 2,
      updated: 0,
      skipped,
    });
    expect((await stores.ingestRuns.since(TODAY))[0]).toMatchObject({ items: 2, skipped: 2 });
  });

  test('nothing that removes a list its source has lost', async () => {
    const stores = openFile();
    const batch = listed(TODAY, { paperId: '2606.00001', votes: 3 });
    await ingestAt(stores, [makeSource('hugging-face', onlyOn(TODAY, batch))], at('09:00'));
    await ingestAt(stores, [makeSource('hugging-face', (day) => listed(day))], at('10:00'));
    expect((await dailyListOf(stores, 'hugging-face', TODAY))?.entries).toMatchObject([{ votes: 3 }]);
    expect((await stores.ingestRuns.since(TODAY))[0]).toMatchObject({ items: 0, fingerprint: '' });
  });

  test('the same fingerprint for the same papers in another order, and a different one otherwise', async () => {
    const stores = openFile();
    const [a, b, c] = [
      { paperId: '2606.00001' },
      { paperId: '2606.00002' },
      { paperId: '2606.00003' },
    ] as const;
    const lists: Record<string, Batch> = {
      '2026-06-18': listed('2026-06-18', a, b),
      '2026-06-19': listed('2026-06-19', b, a),
      '2026-06-20': listed('2026-06-20', a, c),
    };
    await ingestAt(stores, [makeSource('hugging-face', (day) => lists[day] ?? EMPTY)], at('09:00'));
    const [thursday, friday, saturday] = await stores.ingestRuns.since('2026-06-18');
    expect(friday?.fingerprint).toBe(thursday?.fingerprint);
    expect(saturday?.fingerprint).not.toBe(thursday?.fingerprint);
  });
});

describe('A failing source', () => {
  const arxiv = makeSource('arxiv', onlyOn(TODAY, { papers: [makePaper()], skipped: [] }));

  test('leaves the other source, and its error is recorded', async () => {
    const stores = openFile();
    const results = await ingestAt(stores, [makeSource('hugging-face', fail(false)), arxiv], at('09:00'));
    expect(await stores.papers.count()).toBe(1);
    expect(results.filter(({ source }) => source === 'arxiv')).toHaveLength(8);
    const readings = await stores.ingestRuns.since('2026-06-01');
    expect(readings.filter(({ problem }) => problem === 'It answered 503.')).toHaveLength(8);
    expect(readings.filter(({ problem }) => problem === undefined)).toHaveLength(8);
  });

  test('may throw anything, expected or not', async () => {
    const stores = openFile();
    const broken = makeSource('hugging-face', () => {
      throw new TypeError('x is undefined');
    });
    await ingestAt(stores, [broken, arxiv], at('09:00'));
    expect(await stores.papers.count()).toBe(1);
    expect((await stores.ingestRuns.since(TODAY)).map(({ problem }) => problem)).toEqual([
      undefined,
      'x is undefined',
    ]);
  });

  test('with three failures in a row is skipped until the next run', async () => {
    const stores = openFile();
    const asked: string[] = [];
    const away = makeSource('hugging-face', (day) => {
      asked.push(day);
      return fail(true)();
    });
    await ingestAt(stores, [away, arxiv], at('09:00'));
    expect(asked).toEqual(lastDays(3));
    expect(await stores.papers.count()).toBe(1);
    await ingestAt(stores, [away], at('09:01'));
    expect(asked).toHaveLength(6);
  });

  test('keeps earlier data', async () => {
    const stores = openFile();
    const batch = listed(TODAY, { paperId: '2606.00001', votes: 3 });
    await ingestAt(stores, [makeSource('hugging-face', onlyOn(TODAY, batch))], at('09:00'));
    const [before] = await stores.ingestRuns.since(TODAY);
    await ingestAt(stores, [makeSource('hugging-face', fail(true))], at('10:00'));
    expect(await stores.ingestRuns.since(TODAY)).toEqual([
      { ...before, readAt: new Date(at('10:00')), problem: 'It answered 503.' },
    ]);
    expect((await dailyListOf(stores, 'hugging-face', TODAY))?.entries).toHaveLength(1);
  });
});

test('A store that fails to write ends the run, after the other source has ended too', async () => {
  const stores = openFile();
  const full: Stores = {
    ...stores,
    dailyLists: {
      ...stores.dailyLists,
      save: () => Promise.reject(new Error('The disk is full.')),
    },
  };
  const sources = [
    makeSource('hugging-face', (day) => listed(day, { paperId: '2606.00001' })),
    makeSource('arxiv', () => EMPTY),
  ];
  await expect(ingestAt(full, sources, at('09:00'))).rejects.toThrow('The disk is full.');
  expect((await stores.ingestRuns.since('2026-06-01')).map(({ source }) => source)).toEqual(
    Array(8).fill('arxiv'),
  );
});

describe('A run that is stopped half-way and repeated', () => {
  const nowMs = at('09:00');
  /** Calls `onWrite` before each write, with its number. */
  const watch = (stores: Stores, onWrite: (write: number) => void): Stores => {
    let writes = 0;
    return {
      ...stores,
      papers: {
        ...stores.papers,
        add(papers, from) {
          onWrite(writes++);
          return stores.papers.add(papers, from);
        },
      },
      dailyLists: {
        ...stores.dailyLists,
        save(dailyList, readAt) {
          onWrite(writes++);
          return stores.dailyLists.save(dailyList, readAt);
        },
      },
      ingestRuns: {
        ...stores.ingestRuns,
        save(reading) {
          onWrite(writes++);
          return stores.ingestRuns.save(reading);
        },
      },
    };
  };

  test('leaves the same store as an uninterrupted one', async () => {
    const whole = openFile();
    let writes = 0;
    await ingestAt(
      watch(whole, () => writes++),
      createMadeUpSources(nowMs),
      nowMs,
    );
    expect(writes).toBeGreaterThan(60);
    const expected = await contentsOf(whole);
    for (const stopAt of [0, 1, 2, 3, 5, 8, 13, 30, 55]) {
      const stores = openFile();
      const stopping = new AbortController();
      const stopped = watch(stores, (write) => {
        if (write === stopAt) stopping.abort();
      });
      await ingestAt(stopped, createMadeUpSources(nowMs), nowMs, stopping.signal);
      expect((await contentsOf(stores)).readings.length).toBeLessThan(expected.readings.length);
      await ingestAt(stores, createMadeUpSources(nowMs), nowMs);
      expect(await contentsOf(stores)).toEqual(expected);
    }
  });

  test('counts an aborted request neither as a failure nor as an empty day', async () => {
    const stores = openFile();
    for (const answer of [() => Promise.reject(new Error('aborted')), async () => EMPTY]) {
      const stopping = new AbortController();
      const source = makeSource('hugging-face', () => {
        stopping.abort();
        return answer();
      });
      expect(await ingestAt(stores, [source], nowMs, stopping.signal)).toEqual([]);
      expect(await stores.ingestRuns.since('2026-06-01')).toEqual([]);
    }
  });
});

describe('A source', () => {
  test('is due although another one with the same part was read', async () => {
    const stores = openFile();
    const [papers, list] = [
      makeSource('semantic-scholar', () => EMPTY),
      makeSource('hugging-face', () => EMPTY),
    ];
    await ingestAt(stores, [papers], at('09:00'));
    const due = await dueSteps(stores, [papers, list], at('09:01'));
    expect(new Set(due.map(({ source }) => source.name))).toEqual(new Set(['hugging-face']));
  });

  test('that stops in the middle leaves no run behind, and is read again', async () => {
    const stores = openFile();
    const stop = new AbortController();
    const entries = Array.from({ length: 25 }, (_, i) => ({ paperId: `2606.${10_000 + i}` }));
    const source = makeSource('hugging-face', (day) => listed(day, ...entries));
    const stopping: Stores = {
      ...stores,
      papers: {
        ...stores.papers,
        add(papers, from) {
          stop.abort();
          return stores.papers.add(papers, from);
        },
      },
    };
    const step = { source, part: '', day: TODAY };
    const results = await ingest(stopping, [step], { now: () => at('09:00'), signal: stop.signal });
    expect(results).toEqual([]);
    expect(await stores.papers.count()).toBe(10);
    expect(await stores.ingestRuns.since('2026-01-01')).toEqual([]);
    expect(await stores.dailyLists.newest()).toBeUndefined();
  });

  test('that fails keeps the counts of its own earlier run of that day', async () => {
    const stores = openFile();
    const run = (day: string, items: number) =>
      stores.ingestRuns.save({
        source: 'hugging-face',
        part: '',
        day,
        readAt: new Date(at('08:00')),
        items,
        skipped: 1,
        fingerprint: `of ${day}`,
      });
    await run('2026-06-20', 20);
    await run('2026-06-19', 19);
    const step = { source: makeSource('hugging-face', fail(false)), part: '', day: '2026-06-19' };
    await ingest(stores, [step], { now: () => at('09:00'), signal: quiet() });
    expect(await stores.ingestRuns.since('2026-06-19')).toMatchObject([
      { day: '2026-06-19', items: 19, skipped: 1, fingerprint: 'of 2026-06-19', problem: 'It answered 503.' },
      { day: '2026-06-20', items: 20, problem: undefined },
    ]);
  });
});

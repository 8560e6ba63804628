/** Notices about ingested lists. 2026-06-01 is a Monday. */
import { describe, expect, test } from 'vitest';
import type { DailyList } from '../../src/domain/paper.ts';
import { addDays } from '../../src/lib/days.ts';
import type { IngestRun } from '../../src/store/ingest-runs.ts';
import { currentNotices, dayToJudge, findNotices } from '../../src/trending/freshness.ts';
import { openTestStores, paper } from '../store/helpers.ts';

const FRIDAY = '2026-06-12';
const SATURDAY = '2026-06-13';
const SUNDAY = '2026-06-14';
const MONDAY = '2026-06-15';
const TUESDAY = '2026-06-16';

const eveningOf = (day: string): number => Date.parse(`${day}T18:00:00Z`);

const reading = (day: string, rest: Partial<IngestRun> = {}): IngestRun => ({
  source: 'hugging-face',
  part: '',
  day,
  readAt: new Date(eveningOf(day)),
  items: 20,
  skipped: 0,
  fingerprint: `papers of ${day}`,
  ...rest,
});
const list = (day: string, papers = 20): DailyList => ({
  source: 'hugging-face',
  day,
  entries: Array.from({ length: papers }, (_, i) => ({ paperId: `local:${i}` })),
});

/** The weekdays from the first of June up to this one. */
function weekdaysTo(last: string): string[] {
  const days: string[] = [];
  for (let day = '2026-06-01'; day <= last; day = addDays(day, 1))
    if (![0, 6].includes(new Date(day).getUTCDay())) days.push(day);
  return days;
}
const usual = (last: string) => ({
  readings: weekdaysTo(last).map((day) => reading(day)),
  lists: weekdaysTo(last).map((day) => list(day)),
});
const EMPTY = { items: 0, fingerprint: '' };

describe('No notice', () => {
  test('for a weekday with a usual list', () => {
    const { readings, lists } = usual(MONDAY);
    expect(findNotices('hugging-face', readings, lists, MONDAY, eveningOf(MONDAY))).toEqual([]);
  });

  test('for a source that was never read, whatever its lists', () => {
    const readings = [reading(MONDAY, { source: 'arxiv', part: 'cs.CL', problem: 'down' })];
    expect(findNotices('hugging-face', [], [], MONDAY, eveningOf(MONDAY))).toEqual([]);
    expect(findNotices('hugging-face', readings, [list('2026-05-01')], MONDAY, eveningOf(MONDAY))).toEqual(
      [],
    );
  });

  test.each([SATURDAY, SUNDAY])('for a weekend without a list (%s)', (day) => {
    const { readings, lists } = usual(FRIDAY);
    expect(
      findNotices('hugging-face', [...readings, reading(day, EMPTY)], lists, day, eveningOf(day)),
    ).toEqual([]);
  });

  test('for a weekend that repeats Friday’s list, or has a short one', () => {
    const { readings, lists } = usual(FRIDAY);
    const repeated = reading(SATURDAY, { fingerprint: `papers of ${FRIDAY}` });
    const evening = eveningOf(SATURDAY);
    expect(
      findNotices('hugging-face', [...readings, repeated], [...lists, list(SATURDAY)], SATURDAY, evening),
    ).toEqual([]);
    const short = reading(SATURDAY, { items: 2 });
    expect(
      findNotices('hugging-face', [...readings, short], [...lists, list(SATURDAY, 2)], SATURDAY, evening),
    ).toEqual([]);
  });

  test.each(['2025-12-24', '2025-12-25', '2026-01-01', '2026-01-02'])('around holidays (%s)', (day) => {
    const before = addDays(day, -3);
    const readings = [reading(before), reading(day, EMPTY)];
    expect(findNotices('hugging-face', readings, [list(before)], day, eveningOf(day))).toEqual([]);
  });

  test('for a list that was read before the source failed', () => {
    const { readings, lists } = usual(MONDAY);
    const failed = reading(MONDAY, { problem: 'Hugging Face answered 503.' });
    expect(
      findNotices('hugging-face', [...readings.slice(0, -1), failed], lists, MONDAY, eveningOf(MONDAY)),
    ).toEqual([]);
  });
});

describe('A notice says', () => {
  test('that a weekday has no list, with the newest that there is', () => {
    const { readings, lists } = usual(FRIDAY);
    expect(
      findNotices('hugging-face', [...readings, reading(MONDAY, EMPTY)], lists, MONDAY, eveningOf(MONDAY)),
    ).toEqual([{ source: 'hugging-face', kind: 'missing', day: MONDAY, newest: FRIDAY }]);
  });

  test('that there is no list so far', () => {
    expect(findNotices('hugging-face', [reading(MONDAY, EMPTY)], [], MONDAY, eveningOf(MONDAY))).toEqual([
      { source: 'hugging-face', kind: 'missing', day: MONDAY, newest: undefined },
    ]);
  });

  test('that a list repeats the day before’s', () => {
    const { readings, lists } = usual(MONDAY);
    const repeated = reading(TUESDAY, { fingerprint: `papers of ${MONDAY}` });
    expect(
      findNotices(
        'hugging-face',
        [...readings, repeated],
        [...lists, list(TUESDAY)],
        TUESDAY,
        eveningOf(TUESDAY),
      ),
    ).toEqual([{ source: 'hugging-face', kind: 'repeated', day: TUESDAY, before: MONDAY }]);
  });

  test('that Monday’s list is Friday’s, though the weekend repeated it too', () => {
    const { readings, lists } = usual(FRIDAY);
    const same = [SATURDAY, SUNDAY, MONDAY].map((day) =>
      reading(day, { fingerprint: `papers of ${FRIDAY}` }),
    );
    const all = [...lists, list(SATURDAY), list(SUNDAY), list(MONDAY)];
    expect(findNotices('hugging-face', [...readings, ...same], all, MONDAY, eveningOf(MONDAY))).toEqual([
      { source: 'hugging-face', kind: 'repeated', day: MONDAY, before: FRIDAY },
    ]);
  });

  test('that the newest list is older than a week, and not a day sooner', () => {
    const readings = [reading('2026-06-08'), reading(MONDAY, EMPTY), reading(TUESDAY, EMPTY)];
    const lists = [list('2026-06-08')];
    expect(findNotices('hugging-face', readings, lists, MONDAY, eveningOf(MONDAY))).toEqual([
      { source: 'hugging-face', kind: 'missing', day: MONDAY, newest: '2026-06-08' },
    ]);
    expect(findNotices('hugging-face', readings, lists, TUESDAY, eveningOf(TUESDAY))).toEqual([
      { source: 'hugging-face', kind: 'old', newest: '2026-06-08' },
    ]);
  });

  test('over the holidays that a list is old only after a week of workdays', () => {
    const readings = [reading('2025-12-23')];
    const kinds = (day: string) =>
      findNotices(
        'hugging-face',
        [...readings, reading(day, EMPTY)],
        [list('2025-12-23')],
        day,
        eveningOf(day),
      ).map(({ kind }) => kind);
    expect(kinds('2026-01-02')).toEqual([]);
    expect(kinds('2026-01-09')).toEqual(['missing']);
    expect(kinds('2026-01-12')).toEqual(['old']);
  });

  test('that a day has not been read, which differs from a missing list', () => {
    const { readings, lists } = usual(FRIDAY);
    expect(findNotices('hugging-face', readings, lists, MONDAY, eveningOf(MONDAY))).toEqual([
      { source: 'hugging-face', kind: 'unread', day: MONDAY, newest: FRIDAY },
    ]);
  });

  test('that lists have been half as long for a week, which stays unusual', () => {
    const days = weekdaysTo('2026-06-30');
    const readings = days.map((day) => reading(day));
    const lists = days.map((day) => list(day, day > '2026-06-21' ? 8 : 20));
    expect(findNotices('hugging-face', readings, lists, '2026-06-30', eveningOf('2026-06-30'))).toEqual([
      { source: 'hugging-face', kind: 'short', day: '2026-06-30', papers: 8, usual: 20 },
    ]);
  });

  test('that a list has less than half its usual size, and not at half', () => {
    const { readings, lists } = usual(MONDAY);
    const withMonday = (papers: number) =>
      findNotices(
        'hugging-face',
        readings.with(-1, reading(MONDAY, { items: papers })),
        lists.with(-1, list(MONDAY, papers)),
        MONDAY,
        eveningOf(MONDAY),
      );
    expect(withMonday(9)).toEqual([
      { source: 'hugging-face', kind: 'short', day: MONDAY, papers: 9, usual: 20 },
    ]);
    expect(withMonday(10)).toEqual([]);
  });

  test('that a list is short only if there are enough lists to compare, without weekends', () => {
    const lists = [list('2026-06-10'), list('2026-06-11'), list(FRIDAY), list(SATURDAY), list(SUNDAY)];
    const readings = [...lists.map(({ day = '' }) => reading(day)), reading(MONDAY, { items: 1 })];
    expect(
      findNotices('hugging-face', readings, [...lists, list(MONDAY, 1)], MONDAY, eveningOf(MONDAY)),
    ).toEqual([]);
  });

  test('that the source could not be read, at a weekend too', () => {
    const { readings, lists } = usual(FRIDAY);
    const problem = 'Hugging Face answered 503.';
    for (const day of [MONDAY, SATURDAY])
      expect(
        findNotices(
          'hugging-face',
          [...readings, reading(day, { ...EMPTY, problem })],
          lists,
          day,
          eveningOf(day),
        ),
      ).toEqual([{ source: 'hugging-face', kind: 'unreadable', day, problem }]);
  });

  test('that no item could be read, which differs from an empty list', () => {
    const { readings, lists } = usual(FRIDAY);
    const noticed = (skipped: number) =>
      findNotices(
        'hugging-face',
        [...readings, reading(MONDAY, { ...EMPTY, skipped })],
        lists,
        MONDAY,
        eveningOf(MONDAY),
      );
    expect(noticed(31)).toEqual([
      {
        source: 'hugging-face',
        kind: 'unreadable',
        day: MONDAY,
        problem: 'None of its 31 items could be read.',
      },
    ]);
    expect(noticed(1)).toEqual([
      {
        source: 'hugging-face',
        kind: 'unreadable',
        day: MONDAY,
        problem: 'Its only item could not be read.',
      },
    ]);
  });

  test('that the source can’t be read and its newest list is old', () => {
    const readings = [reading('2026-06-01'), reading(MONDAY, { ...EMPTY, problem: 'down' })];
    expect(findNotices('hugging-face', readings, [list('2026-06-01')], MONDAY, eveningOf(MONDAY))).toEqual([
      { source: 'hugging-face', kind: 'unreadable', day: MONDAY, problem: 'down' },
      { source: 'hugging-face', kind: 'old', newest: '2026-06-01' },
    ]);
  });
});

test('Stored runs give the same notices, and a list from before them still ages', async () => {
  const stores = openTestStores();
  await stores.papers.add([paper('local:0', 'A paper')]);
  await stores.dailyLists.save(list('2026-05-01', 1));
  await stores.ingestRuns.save(reading('2026-05-01'));
  expect(await currentNotices(stores, MONDAY, eveningOf(MONDAY))).toEqual([]);
  await stores.ingestRuns.save(reading(MONDAY, EMPTY));
  expect(await currentNotices(stores, MONDAY, eveningOf(MONDAY))).toEqual([
    { source: 'hugging-face', kind: 'old', newest: '2026-05-01' },
  ]);
  await stores.dailyLists.save(list(FRIDAY, 1));
  expect(await currentNotices(stores, MONDAY, eveningOf(MONDAY))).toEqual([
    { source: 'hugging-face', kind: 'missing', day: MONDAY, newest: FRIDAY },
  ]);
});

test('A day is judged from noon on, and the day before until then', () => {
  expect(dayToJudge(Date.parse('2026-06-15T11:59:59Z'))).toBe(SUNDAY);
  expect(dayToJudge(Date.parse('2026-06-15T12:00:00Z'))).toBe(MONDAY);
});

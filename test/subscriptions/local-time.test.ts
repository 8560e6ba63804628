import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { nextPost, postsDue } from '../../src/subscriptions/local-time.ts';

const DAILY = [1, 2, 3, 4, 5, 6, 7];
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const schedule = (time: string, timeZone: string, days = DAILY) => ({
  time,
  timeZone,
  days,
  createdAt: new Date(0),
});
const instants = (time: string, timeZone: string, since: string, until: string) =>
  postsDue(schedule(time, timeZone), new Date(since), new Date(until)).map(
    ({ day, at }) => `${day} ${at.toISOString()}`,
  );

/** The local time by the platform's own calendar, independent of the code under test. */
function wallClock(timeZone: string) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  return (at: Date) => {
    const [day = '', time = ''] = format.format(at).split(', ');
    return { day, time };
  };
}

// Both hemispheres, offsets of half and three quarters of an hour, a change of half an hour, no change at all.
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Asia/Kolkata',
  'Africa/Casablanca',
];

describe('a year has one post a day, each at the right minute', () => {
  it.each(ZONES)('in %s', (timeZone) => {
    const shows = wallClock(timeZone);
    const since = new Date('2025-12-31T23:59:00Z');
    for (const time of ['09:00', '02:30', '00:00', '01:45']) {
      const posts = postsDue(schedule(time, timeZone), since, new Date(since.getTime() + 365 * DAY_MS));
      expect(posts).toHaveLength(365);
      expect(new Set(posts.map(({ day }) => day)).size).toBe(365);
      for (const { day, at } of posts) {
        const shown = shows(at);
        expect(shown.day).toBe(day);
        if (shown.time !== time) {
          // The time differs only if the clocks skip it: then the minute before must be earlier.
          expect(shows(new Date(at.getTime() - MINUTE_MS)).time < time).toBe(true);
          expect(shown.time > time).toBe(true);
        }
        // And it is the first such minute: an hour or half an hour earlier, the local time was different.
        for (const minutes of [30, 60]) {
          expect(shows(new Date(at.getTime() - minutes * MINUTE_MS))).not.toEqual({ day, time });
        }
      }
    }
  });
});

describe('on clock changes', () => {
  test('a skipped time posts at the next valid minute', () => {
    expect(instants('02:30', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toEqual([
      '2026-03-29 2026-03-29T01:00:00.000Z',
    ]);
    // Lord Howe moves forward by half an hour, from two.
    expect(instants('02:15', 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', '2026-10-04T00:00:00Z')).toEqual([
      '2026-10-04 2026-10-03T15:30:00.000Z',
    ]);
  });

  test('a repeated time posts once, the first time', () => {
    expect(instants('02:30', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toEqual([
      '2026-10-25 2026-10-25T00:30:00.000Z',
    ]);
    expect(instants('01:45', 'Australia/Lord_Howe', '2026-04-04T00:00:00Z', '2026-04-05T00:00:00Z')).toEqual([
      '2026-04-05 2026-04-04T14:45:00.000Z',
    ]);
  });

  test('a day that a zone skipped has no post; the days around it do', () => {
    expect(instants('09:00', 'Pacific/Apia', '2011-12-29T00:00:00Z', '2011-12-31T00:00:00Z')).toEqual([
      '2011-12-29 2011-12-29T19:00:00.000Z',
      '2011-12-31 2011-12-30T19:00:00.000Z',
    ]);
    const fridays = schedule('09:00', 'Pacific/Apia', [5]);
    expect(nextPost(fridays, new Date('2011-12-24T00:00:00Z'))?.day).toBe('2012-01-06');
  });

  test('a skipped midnight becomes that day’s first minute', () => {
    expect(instants('00:00', 'Africa/Cairo', '2026-04-23T12:00:00Z', '2026-04-24T12:00:00Z')).toEqual([
      '2026-04-24 2026-04-23T22:00:00.000Z',
    ]);
  });
});

test('only the chosen weekdays have a post', () => {
  const posts = postsDue(
    schedule('09:00', 'Asia/Tokyo', [1, 5]),
    new Date('2026-06-01T12:00:00Z'),
    new Date('2026-06-15T12:00:00Z'),
  );
  expect(posts.map(({ day }) => day)).toEqual(['2026-06-05', '2026-06-08', '2026-06-12', '2026-06-15']);
  expect(nextPost(schedule('09:00', 'UTC', []), new Date())).toBeUndefined();
});

test('a post falls due at its exact minute, and not again afterwards', () => {
  const nine = '2026-06-01T09:00:00.000Z';
  expect(instants('09:00', 'UTC', '2026-06-01T08:59:59.999Z', nine)).toHaveLength(1);
  expect(instants('09:00', 'UTC', nine, '2026-06-01T23:00:00Z')).toEqual([]);
});

test('nothing is due from before the subscription’s creation', () => {
  const late = { ...schedule('09:00', 'UTC'), createdAt: new Date('2026-06-01T10:00:00Z') };
  expect(postsDue(late, new Date('2026-05-30T00:00:00Z'), new Date('2026-06-02T10:00:00Z'))).toEqual([
    { day: '2026-06-02', at: new Date('2026-06-02T09:00:00Z') },
  ]);
});

const anySchedule = fc
  .record({
    minutes: fc.integer({ min: 0, max: 1439 }),
    timeZone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
    days: fc.subarray(DAILY, { minLength: 1 }),
  })
  .map(({ minutes, timeZone, days }) =>
    schedule(
      `${`${Math.floor(minutes / 60)}`.padStart(2, '0')}:${`${minutes % 60}`.padStart(2, '0')}`,
      timeZone,
      days,
    ),
  );
const anyMoment = fc.date({
  min: new Date('2000-01-01'),
  max: new Date('2035-01-01'),
  noInvalidDate: true,
});

test('in any zone: posts come in order, each local day once, and splitting a span splits its posts', () => {
  fc.assert(
    fc.property(
      anySchedule,
      anyMoment,
      fc.integer({ min: 1, max: 20 * 24 * 60 }),
      (given, since, minutes) => {
        const middle = new Date(since.getTime() + minutes * MINUTE_MS);
        const until = new Date(middle.getTime() + 10 * DAY_MS);
        const all = postsDue(given, since, until);
        expect([...postsDue(given, since, middle), ...postsDue(given, middle, until)]).toEqual(all);
        expect(all.map(({ day }) => day)).toEqual([...new Set(all.map(({ day }) => day))].sort());
        for (const [i, { at }] of all.entries()) {
          expect(at > since && at <= until).toBe(true);
          expect(at > (all[i - 1]?.at ?? since)).toBe(true);
        }
        expect(nextPost(given, since)).toEqual(all[0] ?? nextPost(given, since));
      },
    ),
    { numRuns: 200 },
  );
});

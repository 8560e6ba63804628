import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { UserError } from '../../src/domain/errors.ts';
import {
  readDays,
  readSettings,
  readTime,
  type Settings,
  type TypedSettings,
} from '../../src/subscriptions/read-settings.ts';
import { findTimeZones, localTime, readTimeZone } from '../../src/subscriptions/time-zones.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const before: Settings = {
  time: '09:00',
  timeZone: 'UTC',
  days: [1, 2, 3, 4, 5],
  cadence: 'daily',
  size: 5,
  topics: ['old'],
  categories: ['cs.CL'],
  lagDays: 1,
  isSilentWhenQuiet: false,
  opensThread: false,
  showsPicture: true,
  isPublished: false,
};
const read = (typed: TypedSettings) => readSettings(typed, before);

test('omitted options stay unchanged', () => {
  expect(read({})).toEqual(before);
  expect(read({ size: 3, quiet: 'silent', thread: true, lag: 0 })).toEqual({
    ...before,
    size: 3,
    isSilentWhenQuiet: true,
    opensThread: true,
    lagDays: 0,
  });
});

describe('a time of day', () => {
  it.each([
    ['9:00', '09:00'],
    ['09:00', '09:00'],
    ['0:05', '00:05'],
    ['23:59', '23:59'],
    ['07.30', '07:30'],
    ['9am', '09:00'],
    ['9 PM', '21:00'],
    ['9:30 p.m.', '21:30'],
    ['12am', '00:00'],
    ['12:15pm', '12:15'],
  ])('reads %s as %s', (typed, time) => expect(readTime(typed)).toBe(time));

  it.each([
    '25:00',
    '24:00',
    '9:60',
    '9',
    '900',
    '13pm',
    '0am',
    '9:5',
    'noon',
    '',
    '-1:00',
    '9:00:00',
    '９:00',
  ])('refuses “%s” and says what to type', (typed) => {
    expect(() => readTime(typed)).toThrow(UserError);
    expect(() => readTime(typed)).toThrow(
      `“${typed}” isn't a time. Type it like 09:00 or 9am, from 00:00 to 23:59.`,
    );
  });

  it('reads every minute of a day as itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (hour, minute) => {
        const time = `${`${hour}`.padStart(2, '0')}:${`${minute}`.padStart(2, '0')}`;
        expect(readTime(time)).toBe(time);
        const half = `${hour % 12 || 12}:${`${minute}`.padStart(2, '0')}${hour < 12 ? 'am' : 'pm'}`;
        expect(readTime(half)).toBe(time);
      }),
    );
  });
});

describe('days', () => {
  it.each([
    ['daily', [1, 2, 3, 4, 5, 6, 7]],
    ['Every day', [1, 2, 3, 4, 5, 6, 7]],
    ['weekdays', [1, 2, 3, 4, 5]],
    ['weekends', [6, 7]],
    ['mon,wed,fri', [1, 3, 5]],
    ['Friday and Monday', [1, 5]],
    ['tuesdays', [2]],
    ['wednesdays thursdays', [3, 4]],
    ['mon - wed', [1, 2, 3]],
    ['sat-mon', [1, 6, 7]],
    ['mon, mon', [1]],
  ])('reads %s', (typed, days) => expect(readDays(typed)).toEqual(days));

  it.each([
    ['mon,someday', "I don't recognise “someday”. Type daily, weekdays, or days such as mon,wed,fri."],
    ['s', "I don't recognise “s”. Type daily, weekdays, or days such as mon,wed,fri."],
    ['t', "I don't recognise “t”. Type daily, weekdays, or days such as mon,wed,fri."],
    ['mon-', "I don't recognise “mon-”. Type daily, weekdays, or days such as mon,wed,fri."],
    [' , ', 'On which days? Type daily, weekdays, or days such as mon,wed,fri.'],
  ])('refuses “%s”', (typed, message) => expect(() => readDays(typed)).toThrow(message));
});

describe('a time zone', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['berlin', 'Europe/Berlin'],
    ['New York', 'America/New_York'],
    ['São Paulo', 'America/Sao_Paulo'],
    ['kolkata', 'Asia/Kolkata'],
    ['utc', 'UTC'],
  ])('is found by %s', (typed, zone) => expect(readTimeZone(typed)).toBe(zone));

  it.each([
    [
      'Mars/Olympus',
      "I don't know the time zone “Mars/Olympus”. Start typing a city in the option timezone and pick one, such as Europe/Berlin.",
    ],
    [
      'berl',
      "I don't know the time zone “berl”. Did you mean Europe/Berlin? Start typing a city in the option timezone and pick one, such as Europe/Berlin.",
    ],
    [
      '+02:00',
      "I don't know the time zone “+02:00”. Start typing a city in the option timezone and pick one, such as Europe/Berlin.",
    ],
  ])('refuses %s', (timezone, message) => expect(() => read({ timezone })).toThrow(message));

  it('is suggested by city first, then by any part of its name', () => {
    expect(findTimeZones('par', 25).slice(0, 2)).toEqual(['America/Paramaribo', 'Europe/Paris']);
    expect(findTimeZones('australia', 25)).toContain('Australia/Lord_Howe');
    expect(findTimeZones('', 25)).toHaveLength(25);
    expect(findTimeZones('zzzz', 25)).toEqual([]);
  });

  it('shows its own time', () => {
    const clock = createFakeClock();
    const utc = localTime('UTC', clock);
    expect(utc).toMatch(/^\d\d:\d\d$/);
    expect(Number.parseInt(localTime('Pacific/Kiritimati', clock), 10)).toBe(
      (Number.parseInt(utc, 10) + 14) % 24,
    );
  });
});

describe('topics', () => {
  it('are separated by semicolons or lines, each once', () => {
    expect(read({ topics: ' prompt  compression; agents\nretrieval;;agents ' }).topics).toEqual([
      'prompt compression',
      'agents',
      'retrieval',
    ]);
  });

  it.each(['www.evil.example.com', 'win at get-bitcoin.pw', 'https://evil.example', 'evil dot com'])(
    'that name a web address are refused: %s',
    (topics) => expect(() => read({ topics })).toThrow(/^“.*” names a web address, which can't be searched/),
  );

  it.each(['node.js', 'cs.CL', 'cs.cl papers', 'e.g. agents', 'GPT-4.1', 'vs. humans'])(
    'that only look like one are taken: %s',
    (topics) => expect(read({ topics }).topics).toEqual([topics]),
  );

  it.each(['', ' ', 'any', 'None', '-'])('are cleared by “%s”', (topics) =>
    expect(read({ topics, categories: topics })).toEqual({ ...before, topics: [], categories: [] }),
  );

  it('are refused if they are too long, too many, or without words', () => {
    expect(() => read({ topics: `agents; ${'retrieval '.repeat(100)}` })).toThrow(
      'The topic “retrieval retrieval retrieval retrieval…” has 999 characters; the limit is 100. Use a few words, with ; between topics.',
    );
    expect(read({ topics: 'x'.repeat(100) }).topics).toEqual(['x'.repeat(100)]);
    const eleven = Array.from({ length: 11 }, (_, i) => `topic ${i}`).join(';');
    expect(() => read({ topics: eleven })).toThrow(
      "That's 11 topics; the limit is 10. Split them over two subscriptions.",
    );
    expect(() => read({ topics: '!!!' })).toThrow("“!!!” isn't a topic.");
  });
});

test('A weekly subscription defaults to Mondays, and a daily one to weekdays', () => {
  const weekly = read({ period: 'weekly' });
  expect(weekly).toMatchObject({ cadence: 'weekly', days: [1] });
  expect(read({ period: 'weekly', days: 'fri' })).toMatchObject({ cadence: 'weekly', days: [5] });
  expect(readSettings({ period: 'daily' }, weekly)).toMatchObject({
    cadence: 'daily',
    days: [1, 2, 3, 4, 5],
  });
  expect(readSettings({ time: '10:00' }, weekly)).toMatchObject({ cadence: 'weekly', days: [1] });
});

describe('categories', () => {
  it('are arXiv’s, in upper or lower case', () => {
    expect(read({ categories: 'cs.cl, CS.LG stat.ml;quant-ph cs.CL' }).categories).toEqual([
      'cs.CL',
      'cs.LG',
      'stat.ML',
      'quant-ph',
    ]);
  });

  it('may be whole archives', () => {
    expect(read({ categories: 'cs, Math' }).categories).toEqual(['cs', 'math']);
  });

  it('are refused if arXiv has no such category', () => {
    expect(() => read({ categories: 'cs.CL, CV' })).toThrow(
      "“CV” isn't an arXiv category. Try cs.CV or math.CV.",
    );
    expect(() => read({ categories: 'cs.ZZ' })).toThrow(
      "“cs.ZZ” isn't an arXiv category. Try cs.CL (language)",
    );
  });
});

test.each([
  [{ size: 11 }, 'The option size is a whole number from 1 to 10, and 11 is not.'],
  [{ size: 0 }, 'The option size is a whole number from 1 to 10, and 0 is not.'],
  [{ size: 2.5 }, 'The option size is a whole number from 1 to 10, and 2.5 is not.'],
  [{ lag: 8 }, 'The option lag is a whole number from 0 to 7, and 8 is not.'],
  [{ lag: -1 }, 'The option lag is a whole number from 0 to 7, and -1 is not.'],
])('refuses %o', (typed, message) => expect(() => read(typed)).toThrow(message));

test('any text is read, or refused with a sentence that fits into a message', () => {
  const anything = fc.string({ maxLength: 2_000, unit: 'grapheme' });
  fc.assert(
    fc.property(anything, (typed) => {
      for (const name of ['time', 'timezone', 'days', 'topics', 'categories'] as const) {
        try {
          read({ [name]: typed });
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          expect((error as UserError).message.length).toBeLessThan(400);
        }
      }
    }),
  );
});

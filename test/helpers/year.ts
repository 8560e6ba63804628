/**
 * A year of days in twelve time zones through the posting schedule, with a fake clock and a Discord that accepts all.
 */
import { Temporal } from 'temporal-polyfill';
import type { Stores } from '../../src/store/stores.ts';
import { createFakeClock } from './fake-clock.ts';
import { createFakePoster } from './fake-poster.ts';
import { plainLibrary, startTestPosting } from './posting.ts';
import { makeSubscription } from './subscriptions.ts';

/** Half-hour and double changes, odd offsets, Ramadan's, changes near midnight, and none at all. */
export const ZONES = [
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'Pacific/Apia',
  'America/St_Johns',
  'Africa/Casablanca',
  'Asia/Gaza',
  'Antarctica/Troll',
  'America/New_York',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Pacific/Auckland',
];

/** Each posts at a time that its clock changes skip or repeat, or near it. */
const TIMES = [
  '02:10',
  '00:05',
  '02:50',
  '03:30',
  '00:30',
  '02:30',
  '00:15',
  '01:30',
  '02:30',
  '02:30',
  '00:00',
  '02:15',
];

export interface Year {
  readonly posts: number;
  /** A sentence for each post that is missing, duplicated or at the wrong minute. */
  readonly problems: readonly string[];
}

/**
 * Runs the given number of days from 1 January 2025, UTC. It skips minutes without due posts, except the one before
 * each post, in which an early duplicate would show: each minute costs a look at the database.
 */
export async function simulateYear(stores: Stores, days = 365): Promise<Year> {
  const startMs = Date.parse('2025-01-01T00:00:00Z');
  const endMs = startMs + days * 86_400_000;
  const subscriptions = ZONES.map((timeZone, i) =>
    makeSubscription({
      id: `zone${i}`,
      target: { kind: 'channel', serverId: 'discord:10', channelId: `discord:${100 + i}` },
      timeZone,
      time: TIMES[i] ?? '09:00',
      createdAt: new Date(startMs),
    }),
  );
  for (const subscription of subscriptions) await stores.subscriptions.add(subscription);
  const clock = createFakeClock(startMs);
  const poster = createFakePoster();
  const sentAt: { channel: string; ms: number }[] = [];
  poster.afterSend = (target) =>
    sentAt.push({ channel: target.kind === 'channel' ? target.channelId : '', ms: clock.now() });
  const posting = startTestPosting(plainLibrary(stores), { clock, poster });

  const due = subscriptions.map(({ time, timeZone }) => momentsOf(time, timeZone, startMs, endMs));
  const all = [...new Set(due.flat())].sort((a, b) => a - b);
  await posting.idle();
  for (const moment of all) {
    for (const at of [moment - 60_000, moment]) {
      if (at <= clock.now() || at > endMs) continue;
      clock.advance(at - clock.now());
      await posting.idle();
    }
  }
  clock.advance(endMs - clock.now());
  await posting.idle();
  await posting.close(1_000);

  const problems = subscriptions.flatMap(({ timeZone }, i) => {
    const got = sentAt.filter(({ channel }) => channel === `discord:${100 + i}`).map(({ ms }) => ms);
    const wanted = due[i] ?? [];
    const name = (ms: number) => `${new Date(ms).toISOString()} in ${timeZone}`;
    return [
      ...wanted.filter((ms) => !got.includes(ms)).map((ms) => `no post at ${name(ms)}`),
      ...got.filter((ms) => !wanted.includes(ms)).map((ms) => `a post at ${name(ms)}, when none is due`),
      ...got.filter((ms, j) => got.indexOf(ms) !== j).map((ms) => `two posts at ${name(ms)}`),
    ];
  });
  return { posts: sentAt.length, problems };
}

/**
 * The due time of each local day's post, found independently of the program by reading the local clock minute by
 * minute: the first minute of a day at or after the post's local time.
 */
function momentsOf(time: string, timeZone: string, startMs: number, endMs: number): number[] {
  const moments = new Map<string, number>();
  const local = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  const wanted = Temporal.PlainTime.from(time);
  let day = local(startMs).toPlainDate();
  for (; ; day = day.add({ days: 1 })) {
    const first = day.toZonedDateTime(timeZone).epochMilliseconds;
    if (first > endMs) break;
    const guess = first + (wanted.hour * 60 + wanted.minute) * 60_000;
    const isTime = (ms: number): boolean => {
      const here = local(ms).toPlainDateTime();
      return here.toPlainDate().equals(day) && Temporal.PlainTime.compare(here.toPlainTime(), wanted) >= 0;
    };
    // Ten minutes at a time, then by minutes: clock changes are at most two hours.
    let ms = Math.max(first, guess - 7_200_000);
    if (!isTime(ms)) {
      while (ms <= guess + 7_200_000 && !isTime(ms)) ms += 600_000;
      if (!isTime(ms)) continue;
      while (isTime(ms - 60_000)) ms -= 60_000;
    }
    if (ms > startMs && ms <= endMs) moments.set(day.toString(), ms);
  }
  return [...moments.values()];
}

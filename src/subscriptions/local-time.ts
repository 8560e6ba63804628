/** When a subscription's posts fall due: a time of day in a time zone, on some weekdays, through every change of its clocks. */
import { Temporal } from 'temporal-polyfill';
import type { Subscription } from '../domain/subscription.ts';

export type Schedule = Pick<Subscription, 'time' | 'timeZone' | 'days'>;

/** One post: the local day that it is for, ISO, and the moment at which it is to go out. */
export interface DuePost {
  readonly day: string;
  readonly at: Date;
}

// Two weeks, for a weekday that a zone leaves out where it moves across the date line: Samoa had no Friday 30 December 2011.
const LOOK_AHEAD_DAYS = 14;

/**
 * The posts that fall due after `since`, up to and including `until`, oldest first. What fell due before the subscription
 * was made is none of its posts.
 */
export function postsDue(
  subscription: Schedule & Pick<Subscription, 'createdAt'>,
  since: Date,
  until: Date,
): DuePost[] {
  const due: DuePost[] = [];
  const start = since > subscription.createdAt ? since : subscription.createdAt;
  let next = nextPost(subscription, start);
  while (next && next.at <= until) {
    due.push(next);
    next = nextPost(subscription, next.at);
  }
  return due;
}

/** The first post after a moment; undefined where it has no days. */
export function nextPost(schedule: Schedule, after: Date): DuePost | undefined {
  const { timeZone, days } = schedule;
  const time = Temporal.PlainTime.from(schedule.time);
  const today = Temporal.Instant.fromEpochMilliseconds(after.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  // From yesterday on: a time that was skipped just before midnight goes out after it.
  for (let ahead = -1; ahead <= LOOK_AHEAD_DAYS; ahead++) {
    const day = today.add({ days: ahead });
    if (!days.includes(day.dayOfWeek)) continue;
    const at = momentOf(day, time, timeZone);
    if (at && at > after) return { day: day.toString(), at };
  }
  return undefined;
}

/**
 * The moment of a local time: where the clocks are put back and show it twice, the first; where they are put forward past
 * it, the first minute after the gap. Undefined where the zone left out the whole day.
 */
function momentOf(day: Temporal.PlainDate, time: Temporal.PlainTime, timeZone: string): Date | undefined {
  const local = day.toPlainDateTime(time);
  const before = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (before.toPlainDateTime().equals(local)) return new Date(before.epochMilliseconds);
  if (!day.toZonedDateTime(timeZone).toPlainDate().equals(day)) return undefined;
  return new Date((before.getTimeZoneTransition('next') ?? before).epochMilliseconds);
}

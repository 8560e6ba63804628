/** Works out when posts fall due: a local time on chosen weekdays, through every clock change. */
import { Temporal } from 'temporal-polyfill';
import type { Subscription } from '../domain/subscription.ts';

export type Schedule = Pick<Subscription, 'time' | 'timeZone' | 'days'>;

/** One post: its local day, ISO, and the moment at which it should go out. */
export interface DuePost {
  readonly day: string;
  readonly at: Date;
}

// Two weeks, since a zone that crosses the date line skips a weekday: Samoa had no Friday 30 December 2011.
const LOOK_AHEAD_DAYS = 14;

/** The posts due after `since` and up to `until`, oldest first; none from before the subscription was made. */
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

/** The first post after a moment; undefined without any days. */
export function nextPost(schedule: Schedule, after: Date): DuePost | undefined {
  const { timeZone, days } = schedule;
  const time = Temporal.PlainTime.from(schedule.time);
  const today = Temporal.Instant.fromEpochMilliseconds(after.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  // Starts at yesterday: a time that the clocks skip just before midnight goes out after it.
  for (let ahead = -1; ahead <= LOOK_AHEAD_DAYS; ahead++) {
    const day = today.add({ days: ahead });
    if (!days.includes(day.dayOfWeek)) continue;
    const at = momentOf(day, time, timeZone);
    if (at && at > after) return { day: day.toString(), at };
  }
  return undefined;
}

/**
 * The moment of a local time: the first of two if the clocks go back, or the first minute after the gap if they go forward.
 * Undefined if the zone skipped the whole day.
 */
function momentOf(day: Temporal.PlainDate, time: Temporal.PlainTime, timeZone: string): Date | undefined {
  const local = day.toPlainDateTime(time);
  const before = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (before.toPlainDateTime().equals(local)) return new Date(before.epochMilliseconds);
  if (!day.toZonedDateTime(timeZone).toPlainDate().equals(day)) return undefined;
  return new Date((before.getTimeZoneTransition('next') ?? before).epochMilliseconds);
}

/** Days as ISO text, UTC. */

export const DAY_HOURS = 24;
const HOUR_MS = 3_600_000;

export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

export const shiftDay = (day: string, byDays: number): string =>
  dayOf(new Date(Date.parse(day) + byDays * DAY_HOURS * HOUR_MS));

/** From the day's beginning to the moment. */
export const hoursSince = (day: string, moment: Date): number =>
  (moment.getTime() - Date.parse(day)) / HOUR_MS;

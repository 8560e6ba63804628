/** Days as ISO text, in UTC. */

const DAY_MS = 86_400_000;

export const utcDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string => utcDay(Date.parse(day) + days * DAY_MS);

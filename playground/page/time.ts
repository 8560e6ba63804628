/** Formats moments as Discord does, in the reader's language and time zone. */

type Format = Intl.DateTimeFormatOptions;

/** https://discord.com/developers/docs/reference#message-formatting-timestamp-styles */
const STYLES: Readonly<Record<string, Format>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { dateStyle: 'short', timeStyle: 'short' },
  S: { dateStyle: 'short', timeStyle: 'medium' },
};

const UNITS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** The text of a `<t:seconds:style>`. */
export function timestampText(seconds: number, style: string, nowMs: number): string {
  if (style !== 'R') return new Date(seconds * 1000).toLocaleString(undefined, STYLES[style] ?? STYLES.f);
  const away = seconds - nowMs / 1000;
  const [unit, size] =
    UNITS.find(([, unitSeconds]) => Math.abs(away) >= unitSeconds) ?? (['second', 1] as const);
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(Math.round(away / size), unit);
}

/** A day of the week and a time, such as "Tue 09:00". */
export function dayTimeText(ms: number): string {
  return new Date(ms).toLocaleString(undefined, { weekday: 'short', hour: 'numeric', minute: '2-digit' });
}

/** The time of a message, as short as its age allows. */
export function messageTimeText(sentAt: Date, now: Date): string {
  const time = sentAt.toLocaleTimeString(undefined, STYLES.t);
  return sentAt.toDateString() === now.toDateString()
    ? time
    : `${sentAt.toLocaleDateString(undefined, STYLES.d)} ${time}`;
}

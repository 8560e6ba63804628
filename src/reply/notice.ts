/** Problems with the lists, in one calm sentence each. */
import { SOURCES } from '../domain/source.ts';
import type { Alert } from '../ingest/alerts.ts';
import type { SourceAway } from '../ingest/list-health.ts';
import type { Notice } from '../trending/freshness.ts';
import { formatDay } from './card.ts';
import { escapedWithin } from './escaped.ts';
import type { Reply } from './reply.ts';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const WEEK_MS = 7 * 86_400_000;

/** `today` is the reader's day, ISO. */
export function noticeSentence(notice: Notice, today: string): string {
  const name = (day: string) => dayName(day, today);
  const { label } = SOURCES[notice.source];
  switch (notice.kind) {
    case 'missing':
      return notice.newest === undefined
        ? `${label} has no list for ${name(notice.day)} yet.`
        : `${label} has no list for ${name(notice.day)}; this is ${ofDay(notice.newest, today)}.`;
    case 'unread':
      return notice.newest === undefined
        ? `${label}'s list for ${name(notice.day)} has not been read yet.`
        : `${label}'s list for ${name(notice.day)} has not been read yet; this is ${ofDay(notice.newest, today)}.`;
    case 'repeated':
      return `${label}'s list for ${name(notice.day)} is the same as ${ofDay(notice.before, today)}.`;
    case 'old':
      return `Nothing new has come from ${label} for more than a week; this is the list of ${formatDay(notice.newest)}.`;
    case 'short':
      return `${label}'s list for ${name(notice.day)} has only ${notice.papers} ${notice.papers === 1 ? 'paper' : 'papers'}, where ${notice.usual} are usual; more may come later.`;
    case 'unreadable':
      return `${label}'s list for ${name(notice.day)} could not be read; Paperboy goes on trying.`;
  }
}

const MAX_ALERT_CHARS = 2_000;

/** An alert as a message to whoever runs the bot. */
export function alertReply(alert: Alert): Reply {
  const text =
    alert.kind === 'list' ? noticeForOperator(alert.notice, alert.today) : awayForOperator(alert.away);
  return { content: escapedWithin(text, MAX_ALERT_CHARS) };
}

/** For whoever runs the bot, with the cause. */
export function noticeForOperator(notice: Notice, today: string): string {
  const sentence = noticeSentence(notice, today);
  return notice.kind === 'unreadable' ? `${sentence} ${notice.problem}` : sentence;
}

/** A source that stays away, for whoever runs the bot. */
function awayForOperator({ source, lastReadOn, problem }: SourceAway): string {
  const since =
    lastReadOn === undefined ? 'could not be read yet' : `was last read on ${formatDay(lastReadOn)}`;
  return `${SOURCES[source].label} ${since}; Paperboy goes on trying. ${problem}`;
}

/** Names days of the last week by weekday, since only those are unambiguous. */
function dayName(day: string, today: string): string {
  const ageMs = Date.parse(today) - Date.parse(day);
  if (ageMs === 0) return 'today';
  return ageMs > 0 && ageMs < WEEK_MS ? (WEEKDAYS[new Date(day).getUTCDay()] ?? day) : formatDay(day);
}

const ofDay = (day: string, today: string): string =>
  /^\d/.test(dayName(day, today)) ? `that of ${formatDay(day)}` : `${dayName(day, today)}'s`;

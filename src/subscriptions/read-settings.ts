/** Reads what a person typed into settings, or says in one sentence what was wrong and what to type instead. */

import { categoriesOfClass, readCategory } from '../domain/category.ts';
import { UserError } from '../domain/errors.ts';
import type { Subscription } from '../domain/subscription.ts';
import { collapseSpace, truncate } from '../text/display.ts';
import { namesWebAddress } from '../text/web-addresses.ts';
import { findTimeZones, readTimeZone } from './time-zones.ts';

export type Settings = Pick<
  Subscription,
  | 'time'
  | 'timeZone'
  | 'days'
  | 'cadence'
  | 'size'
  | 'topics'
  | 'categories'
  | 'lagDays'
  | 'isSilentWhenQuiet'
  | 'opensThread'
  | 'showsPicture'
  | 'isPublished'
>;

/** The options of `/digest` by name; those left out keep their value. */
export interface TypedSettings {
  readonly time?: string | undefined;
  readonly timezone?: string | undefined;
  readonly days?: string | undefined;
  readonly period?: Subscription['cadence'] | undefined;
  readonly size?: number | undefined;
  readonly topics?: string | undefined;
  readonly categories?: string | undefined;
  readonly lag?: number | undefined;
  readonly quiet?: 'say' | 'silent' | undefined;
  readonly thread?: boolean | undefined;
  readonly picture?: boolean | undefined;
  readonly publish?: boolean | undefined;
}

export const MAX_SIZE = 10;
export const MAX_LAG_DAYS = 7;
export const MAX_TOPICS = 10;
export const MAX_TOPIC_CHARS = 100;
const MAX_CATEGORIES = 10;
const MAX_SHOWN_CHARS = 40;

export const WEEKDAYS: readonly number[] = [1, 2, 3, 4, 5];
const WEEKEND: readonly number[] = [6, 7];
const EVERY_DAY: readonly number[] = [...WEEKDAYS, ...WEEKEND];
const DAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** @throws UserError for the first setting that can't be read. */
export function readSettings(typed: TypedSettings, before: Settings): Settings {
  return {
    time: typed.time === undefined ? before.time : readTime(typed.time),
    timeZone: typed.timezone === undefined ? before.timeZone : readZone(typed.timezone),
    days: typed.days === undefined ? daysFor(typed.period, before) : readDays(typed.days),
    cadence: typed.period ?? before.cadence,
    size: typed.size === undefined ? before.size : readWithin('size', typed.size, 1, MAX_SIZE),
    topics: typed.topics === undefined ? before.topics : readTopics(typed.topics),
    categories: typed.categories === undefined ? before.categories : readCategories(typed.categories),
    lagDays: typed.lag === undefined ? before.lagDays : readWithin('lag', typed.lag, 0, MAX_LAG_DAYS),
    isSilentWhenQuiet: typed.quiet === undefined ? before.isSilentWhenQuiet : typed.quiet === 'silent',
    opensThread: typed.thread ?? before.opensThread,
    showsPicture: typed.picture ?? before.showsPicture,
    isPublished: typed.publish ?? before.isPublished,
  };
}

/** Days stay, unless the period changes: the week's best comes on Mondays. */
function daysFor(
  period: Subscription['cadence'] | undefined,
  { cadence, days }: Settings,
): readonly number[] {
  if (period === undefined || period === cadence) return days;
  return period === 'weekly' ? [1] : WEEKDAYS;
}

/** `HH:MM` from "9:00", "09.00", "21:30", "9am" or "9:30 pm". */
export function readTime(typed: string): string {
  const match = /^(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\.?)?$/i.exec(typed.trim());
  const [, hours = '', minutes, half] = match ?? [];
  const hour = Number(hours);
  const isHour = half ? hour >= 1 && hour <= 12 : hour <= 23;
  // A number alone may be an hour or a slip of the finger.
  if (!match || !isHour || Number(minutes ?? 0) > 59 || (!half && minutes === undefined)) {
    throw new UserError(`${quoted(typed)} isn't a time. Type it like 09:00 or 9am, from 00:00 to 23:59.`);
  }
  const hour24 = half ? (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : hour;
  return `${`${hour24}`.padStart(2, '0')}:${minutes ?? '00'}`;
}

function readZone(typed: string): string {
  const zone = readTimeZone(typed);
  if (zone) return zone;
  const near = typed.trim() ? findTimeZones(typed, 3) : [];
  const hint = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
  throw new UserError(
    `I don't know the time zone ${quoted(typed)}.${hint} Start typing a city in the option timezone and pick one, such as Europe/Berlin.`,
  );
}

/** ISO weekdays, in order, from "daily", "weekdays", "weekends", or days such as "mon, wed" and "mon-fri". */
export function readDays(typed: string): readonly number[] {
  const words = typed.trim().toLowerCase();
  if (/^(daily|every ?day|all)$/.test(words)) return EVERY_DAY;
  if (/^(weekdays?|working days|workdays?)$/.test(words)) return WEEKDAYS;
  if (/^weekends?$/.test(words)) return WEEKEND;
  const days = new Set<number>();
  for (const part of words
    .replace(/\s*[-–]\s*/g, '-')
    .split(/[\s,;+&]+|\band\b/)
    .filter(Boolean)) {
    const ends = part.split('-').map(readDay);
    const [from, to = from] = ends;
    if (!from || !to || ends.length > 2 || ends.includes(undefined)) {
      throw new UserError(
        `I don't recognise ${quoted(part)}. Type daily, weekdays, or days such as mon,wed,fri.`,
      );
    }
    for (let day = from; ; day = (day % 7) + 1) {
      days.add(day);
      if (day === to) break;
    }
  }
  if (days.size === 0) {
    throw new UserError('On which days? Type daily, weekdays, or days such as mon,wed,fri.');
  }
  return [...days].sort();
}

/** "mon", "Monday" or "Mondays". */
function readDay(word: string): number | undefined {
  const name = word.replace(/s$/, '');
  const index = DAY_NAMES.findIndex((day) => name.length >= 2 && day.startsWith(name));
  return index >= 0 ? index + 1 : undefined;
}

function readTopics(typed: string): readonly string[] {
  if (isNothing(typed)) return [];
  const topics = [...new Set(typed.split(/[;\n]/).map(collapseSpace).filter(Boolean))];
  const long = topics.find((topic) => topic.length > MAX_TOPIC_CHARS);
  if (long) {
    throw new UserError(
      `The topic ${quoted(long)} has ${long.length.toLocaleString('en-GB')} characters; the limit is ${MAX_TOPIC_CHARS}. Use a few words, with ; between topics.`,
    );
  }
  const address = topics.find((topic) => isAddress(topic));
  if (address) {
    throw new UserError(
      `${quoted(address)} names a web address, which can't be searched for. Use a few words, such as machine unlearning.`,
    );
  }
  const wordless = topics.find((topic) => !/[\p{L}\p{N}]/u.test(topic));
  if (wordless)
    throw new UserError(`${quoted(wordless)} isn't a topic. Use a few words, such as machine unlearning.`);
  if (topics.length > MAX_TOPICS) {
    throw new UserError(
      `That's ${topics.length} topics; the limit is ${MAX_TOPICS}. Split them over two subscriptions.`,
    );
  }
  return topics;
}

function readCategories(typed: string): readonly string[] {
  if (isNothing(typed)) return [];
  const names = [...new Set(typed.split(/[\s,;]+/).filter(Boolean))];
  const categories = names.map((name) => {
    const category = readCategory(name);
    if (category) return category;
    const near = categoriesOfClass(name);
    const hint =
      near.length > 0
        ? near.join(' or ')
        : 'cs.CL (language), cs.LG (learning) or cs (all of computer science)';
    throw new UserError(`${quoted(name)} isn't an arXiv category. Try ${hint}.`);
  });
  if (categories.length > MAX_CATEGORIES) {
    throw new UserError(
      `That's ${categories.length} categories; the limit is ${MAX_CATEGORIES}. Leave the option out to get all of them.`,
    );
  }
  return [...new Set(categories)];
}

/** Mail programs would make a link of it, in a mail that the bot signs. Categories such as cs.CL only look like one. */
const isAddress = (topic: string): boolean =>
  /:\/\//.test(topic) ||
  namesWebAddress(
    topic
      .split(/\s+/)
      .filter((word) => readCategory(word) === undefined)
      .join(' '),
  );

/** True of the words that clear topics or categories. */
const isNothing = (typed: string): boolean => /^\s*(any|anything|none|all|everything|-)?\s*$/i.test(typed);

function readWithin(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new UserError(`The option ${name} is a whole number from ${min} to ${max}, and ${value} is not.`);
}

const quoted = (text: string): string => `“${truncate(collapseSpace(text), MAX_SHOWN_CHARS)}”`;

/** Time zones as people type them: a name in any case, or a city. */

import type { Clock } from '../lib/clock.ts';
import { fold } from '../text/fold.ts';

/** Current names of zones that the platform lists only under former names. */
const RENAMED = [
  'America/Argentina/Buenos_Aires',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Kanton',
];
const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), ...RENAMED])].filter(isKnown);
const BY_KEY = new Map(ZONES.map((zone) => [keyOf(zone), zone]));

/** The time zones that match, best first: those whose city begins with the text, then those that contain it. */
export function findTimeZones(typed: string, limit: number): string[] {
  const wanted = keyOf(typed);
  const starts = ZONES.filter((zone) => cityKeyOf(zone).startsWith(wanted));
  const holds = ZONES.filter((zone) => keyOf(zone).includes(wanted));
  return [...new Set([...starts, ...holds])].slice(0, limit);
}

/** The zone with this name, such as `europe/berlin`, or with this city; undefined if there is none. */
export function readTimeZone(typed: string): string | undefined {
  const wanted = keyOf(typed);
  const cities = ZONES.filter((zone) => cityKeyOf(zone) === wanted);
  return BY_KEY.get(wanted) ?? (cities.length === 1 ? cities[0] : undefined);
}

/** The local time there, `HH:MM`. */
export function localTime(timeZone: string, clock: Clock): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }).format(clock.now());
}

/** The time zone of nearly all users of a Discord locale. Languages spoken across many zones are left out. */
const OF_LOCALE: Readonly<Record<string, string>> = {
  bg: 'Europe/Sofia',
  cs: 'Europe/Prague',
  da: 'Europe/Copenhagen',
  de: 'Europe/Berlin',
  el: 'Europe/Athens',
  'en-GB': 'Europe/London',
  'es-ES': 'Europe/Madrid',
  fi: 'Europe/Helsinki',
  hi: 'Asia/Kolkata',
  hr: 'Europe/Zagreb',
  hu: 'Europe/Budapest',
  it: 'Europe/Rome',
  ja: 'Asia/Tokyo',
  ko: 'Asia/Seoul',
  lt: 'Europe/Vilnius',
  nl: 'Europe/Amsterdam',
  no: 'Europe/Oslo',
  pl: 'Europe/Warsaw',
  'pt-BR': 'America/Sao_Paulo',
  ro: 'Europe/Bucharest',
  'sv-SE': 'Europe/Stockholm',
  th: 'Asia/Bangkok',
  tr: 'Europe/Istanbul',
  uk: 'Europe/Kyiv',
  vi: 'Asia/Ho_Chi_Minh',
  'zh-CN': 'Asia/Shanghai',
  'zh-TW': 'Asia/Taipei',
};

/** Guesses from a Discord locale; undefined if it says too little. https://discord.com/developers/docs/reference#locales */
export const timeZoneOfLocale = (locale: string): string | undefined => OF_LOCALE[locale];

function keyOf(text: string): string {
  return fold(text)
    .trim()
    .replace(/[\s_-]+/g, '_');
}

function cityKeyOf(zone: string): string {
  return keyOf(zone.slice(zone.lastIndexOf('/') + 1));
}

function isKnown(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}

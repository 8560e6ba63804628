/** Reads authors as sources write them: one name an entry, or all in one line, with suffixes, affiliations and groups. */
import { plainText } from './plain-text.ts';

export const MAX_NAME_CHARS = 200;

const SUFFIX = /^(?:jr|sr|ii|iii|iv|v|2nd|3rd|ph\.?\s?d|m\.?d|esq|dr|prof)\.?$/i;
const SUFFIX_BEHIND_COMMA = /,\s*((?:jr|sr|ii|iii|iv)\.?)(?=\s*,|\s+and\s|\s+&\s|\s*$)/gi;
/** A word of these makes a name that of a group, which "and" may be a part of. */
const GROUP =
  /\b(?:collaborations?|consortium|teams?|groups?|labs?|laborator(?:y|ies)|institut\w*|universit\w+|research|cent(?:er|re)|department|school|company|inc|ltd|foundation|association|society|project|initiative|network|committee)\b/i;
const PARTICLE =
  /^(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ibn|ter|ten|zu|zur|y|e|st\.?)$/i;

/** The authors in a list of entries, in order, each once: `The Bison Collaboration: Gus Able` is two. */
export function readAuthorList(entries: readonly (string | null | undefined)[]): string[] {
  return tidy(entries.flatMap((entry) => splitEntry(withoutAffiliations(plainText(entry ?? '')))));
}

/** The authors in one line: `I. Probe, L. Probe Jr. and Z. Last`, `Last, First and Last, First`, `A; B`. */
export function readAuthorLine(line: string): string[] {
  const text = withoutAffiliations(plainText(line.replace(/[\r\n]+/g, ' ')));
  const byAnd = text.split(/\s+and\s+|\s*;\s*/i).map((part) => part.trim());
  if (byAnd.length > 1 && byAnd.every(isInverted)) return tidy(byAnd.map(upright));
  if (text.split(',').length === 2 && isInverted(text)) return tidy([upright(text)]);
  if (text.includes(';')) return tidy(text.split(';').flatMap((part) => splitEntry(part)));
  const joined = text.replace(SUFFIX_BEHIND_COMMA, ' $1');
  const parts = joined.split(/\s*,\s*(?:and\s+|&\s+)?/).flatMap((part) => splitEntry(part, part !== joined));
  const names: string[] = [];
  for (const part of parts) {
    const last = names.at(-1);
    if (last !== undefined && SUFFIX.test(part)) names[names.length - 1] = `${last} ${part}`;
    else names.push(part);
  }
  return tidy(names);
}

/** The names in one entry, which should be one. `isPart` where the commas around it are gone. */
function splitEntry(entry: string, isPart = false): string[] {
  const text = entry.trim();
  if (/:/.test(text))
    return text.split(/\s*:\s*/).flatMap((part) => (isPart ? splitEntry(part, true) : readAuthorLine(part)));
  const [before = '', after = '', ...more] = text.split(/\s*,\s*/);
  if (after && more.length === 0 && SUFFIX.test(after)) return [`${before} ${after}`];
  if (after && more.length === 0 && isInverted(text)) return [upright(text)];
  if (after)
    return [before, after, ...more].flatMap((part) => splitEntry(part.replace(/^(?:and|&)\s+/i, ''), true));
  const [person = '', group] = text.split(/\s+(?:for|on behalf of)\s+(?=the\s|\p{Lu})/iu);
  if (group && GROUP.test(group) && isPerson(person)) return [person, group];
  const joined = text.split(/\s+(?:and|&)\s+/i);
  return joined.length > 1 && joined.every(isPerson) ? joined : [text];
}

/** `Schmidhuber, Jürgen`; two whole names with a comma between are two people. */
function isInverted(text: string): boolean {
  const [last = '', first = '', ...more] = text.split(/\s*,\s*/);
  if (!last || !first) return false;
  const suffix = more.length === 1 && SUFFIX.test(more[0] ?? '');
  if (more.length > 0 && !suffix) return false;
  const words = last.split(/\s+/);
  const own = words.filter((word) => !PARTICLE.test(word));
  return own.length === 1 && !GROUP.test(text) && first.split(/\s+/).length <= 3;
}

function upright(text: string): string {
  const [last, first, suffix] = text.split(/\s*,\s*/);
  return [first, last, suffix].filter(Boolean).join(' ');
}

/** Two to five words, each with a capital or a particle, and none that only groups have. */
function isPerson(text: string): boolean {
  const words = text.trim().split(/\s+/);
  if (words.length < 2 || words.length > 5 || GROUP.test(text)) return false;
  return words.every((word) => /^[\p{Lu}\p{Lo}]/u.test(word) || PARTICLE.test(word));
}

/** Without what stands in brackets, also within others, and the marks that point to affiliations. */
function withoutAffiliations(text: string): string {
  let depth = 0;
  let kept = '';
  for (const char of text) {
    if (char === '(' || char === '[') depth++;
    else if (char === ')' || char === ']') depth = Math.max(0, depth - 1);
    else if (depth === 0) kept += char;
  }
  // A bracket that nothing closes has swallowed the rest of the names.
  const readable = depth > 0 ? text.replace(/[()[\]]/g, ' ') : kept;
  return readable
    .replace(/[*†‡§¶∗⁰¹²³⁴-⁹]+|(?<=\p{Ll})\^?\d+(?:\s*,\s*\d+)*(?=\s|,|$)/gu, '')
    .replace(/\s+/g, ' ');
}

function tidy(names: readonly string[]): string[] {
  const readable = names
    .map((name) => name.replace(/\s+/g, ' ').replace(/^[\s,;.:&-]+|[\s,;:&]+$/g, ''))
    .map((name) => name.replace(/^(?:and|by)\s+(?=\p{Lu})/iu, ''))
    .filter((name) => /\p{L}/u.test(name) && !/^et\.? al\.?$/i.test(name))
    .map((name) => name.slice(0, MAX_NAME_CHARS));
  return [...new Set(readable)];
}

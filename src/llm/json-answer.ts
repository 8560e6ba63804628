/** Finds the JSON object in what a model said, which may stand between fences, words and thoughts. */
import type { z } from 'zod';
import { readLenient } from './lenient-json.ts';

const OPENING = /<(think|thinking|reasoning)>/i;
/** Some servers swallow the tag that opens the thoughts. */
const CLOSING = /<\/(?:think|thinking|reasoning)>/gi;
const MAX_OBJECTS = 20;
/** Several times the longest answer that a prompt asks for; more is only work. */
const MAX_READ_CHARS = 16_000;
const SENTENCE_END = /[.!?。！？…]["'”’)\]]*(?=\s|$)/g;

export const hasThoughts = (text: string): boolean => /<\/?(?:think|thinking|reasoning)>/i.test(text);

export type Parsed<T> =
  | { readonly isRight: true; readonly value: T }
  /** What is wrong, in words for the model: names of fields, and nothing that it said. */
  | { readonly isRight: false; readonly why: string };

/** The first object in the text that fits the schema; fields that it doesn't know are dropped. */
export function parseAnswer<T>(text: string, schema: z.ZodType<T>): Parsed<T> {
  let why = 'it holds no JSON object';
  for (const candidate of objectsIn(withoutThoughts(text))) {
    const parsed = schema.safeParse(candidate);
    if (parsed.success) return { isRight: true, value: parsed.data };
    why = parsed.error.issues
      .map(({ path, message }) => `${path.join('.') || 'the object'}: ${message}`)
      .join('; ');
  }
  return { isRight: false, why };
}

/**
 * What is whole in an answer that was cut off at its limit: list elements that end, and of a string the sentences that do.
 * Undefined where nothing is.
 */
export function parseCutOff<T>(
  text: string,
  schema: z.ZodType<T>,
  jsonSchema: Readonly<Record<string, unknown>>,
): T | undefined {
  const said = withoutThoughts(text);
  const start = said.indexOf('{');
  if (start === -1) return undefined;
  const found = readLenient(said, start, { mendCut: wholeSentences })?.value;
  if (!isObject(found) || Object.values(found).every(isEmpty)) return undefined;
  const parsed = schema.safeParse({ ...emptyOf(jsonSchema), ...found });
  return parsed.success ? parsed.data : undefined;
}

/** What there is so far of an object that is still being written; undefined before it begins. */
export function parsePartial(text: string): Record<string, unknown> | undefined {
  const said = withoutThoughts(text);
  const start = said.indexOf('{');
  if (start === -1) return undefined;
  const found = readLenient(said, start, { mendCut: (cut) => cut })?.value;
  return isObject(found) ? found : undefined;
}

/** Whether an object in the text is closed, as it is at the end of an answer. */
export function hasWholeObject(text: string): boolean {
  const said = withoutThoughts(text);
  const start = said.indexOf('{');
  return start !== -1 && endOfObject(said, start) !== undefined;
}

/** The text without what was thought, as much of it as is read. */
function withoutThoughts(text: string): string {
  let said = text;
  for (let opening = OPENING.exec(said); opening; opening = OPENING.exec(said)) {
    const close = said.toLowerCase().indexOf(`</${opening[1]?.toLowerCase()}>`, opening.index);
    const end = close === -1 ? said.length : close + (opening[1]?.length ?? 0) + 3;
    said = said.slice(0, opening.index) + said.slice(end);
    if (close === -1) break;
  }
  const last = [...said.matchAll(CLOSING)].at(-1);
  return (last ? said.slice(last.index + last[0].length) : said).slice(0, MAX_READ_CHARS);
}

function* objectsIn(text: string): Generator<unknown> {
  let at = text.indexOf('{');
  for (let tries = 0; at !== -1 && tries < MAX_OBJECTS; tries++) {
    const end = endOfObject(text, at);
    // What breaks off is not mended: half of a sentence must not pass for all of it.
    const found = end === undefined ? undefined : repaired(text.slice(at, end));
    if (isObject(found)) yield found;
    at = text.indexOf('{', isObject(found) ? end : at + 1);
  }
}

/** Where the object that begins here ends, by its brackets outside of strings. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (isInString) {
      if (char === '\\') i++;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = true;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return i + 1;
  }
  return undefined;
}

function repaired(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const found = readLenient(text, 0, { mendCut: (cut) => cut });
    return found?.isWhole ? found.value : undefined;
  }
}

function wholeSentences(text: string): string {
  const last = [...text.matchAll(SENTENCE_END)].at(-1);
  return last ? text.slice(0, last.index + last[0].length) : '';
}

/** Each required field with nothing in it. */
function emptyOf({ properties }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = isObject(properties) ? Object.entries(properties) : [];
  return Object.fromEntries(
    known.map(([name, schema]) => {
      const type = isObject(schema) ? schema.type : undefined;
      return [name, type === 'array' ? [] : type === 'boolean' ? true : type === 'string' ? '' : undefined];
    }),
  );
}

const isEmpty = (value: unknown): boolean => value === '' || (Array.isArray(value) && value.length === 0);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Finds the JSON object in a model's output, which may be surrounded by fences, words and reasoning. */
import type { z } from 'zod';
import { readLenient } from './lenient-json.ts';

const OPENING = /<(think|thinking|reasoning)>/i;
/** Some servers omit the tag that opens the reasoning. */
const CLOSING = /<\/(?:think|thinking|reasoning)>/gi;
const MAX_OBJECTS = 20;
/** Several times the longest answer of any prompt; more would only cost time. */
const MAX_READ_CHARS = 16_000;
const SENTENCE_END = /[.!?。！？…]["'”’)\]]*(?=\s|$)/g;

export const hasThoughts = (text: string): boolean => /<\/?(?:think|thinking|reasoning)>/i.test(text);

export type Parsed<T> =
  | { readonly isRight: true; readonly value: T }
  /** The problem in words for the model: names of fields, and nothing of its output. */
  | { readonly isRight: false; readonly why: string };

/** The first object in the text that fits the schema; unknown fields are dropped. */
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
 * The complete parts of a truncated answer: finished list elements, and finished sentences of a string. Undefined if
 * there are none.
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

/** The current contents of an object that is still being written; undefined before it begins. */
export function parsePartial(text: string): Record<string, unknown> | undefined {
  const said = withoutThoughts(text);
  const start = said.indexOf('{');
  if (start === -1) return undefined;
  const found = readLenient(said, start, { mendCut: (cut) => cut })?.value;
  return isObject(found) ? found : undefined;
}

/** True if an object in the text is closed, as at the end of an answer. */
export function hasWholeObject(text: string): boolean {
  const said = withoutThoughts(text);
  const start = said.indexOf('{');
  return start !== -1 && endOfObject(said, start) !== undefined;
}

/** The text without reasoning, as far as it is needed. */
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
    // Truncated values are not repaired: half a sentence must not pass as a whole one.
    const found = end === undefined ? undefined : repaired(text.slice(at, end));
    if (isObject(found)) yield found;
    at = text.indexOf('{', isObject(found) ? end : at + 1);
  }
}

/** The end of the object that begins here, by its brackets outside of strings. */
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

/** Each required field, empty. */
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

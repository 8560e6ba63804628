/** Finds the JSON object in what a model said, which may stand between fences, words and thoughts. */
import { jsonrepair } from 'jsonrepair';
import type { z } from 'zod';

const THOUGHTS = /<(think|thinking|reasoning)>[\s\S]*?(<\/\1>|$)/gi;
/** Some servers swallow the tag that opens the thoughts. */
const REST_OF_THOUGHTS = /^[\s\S]*<\/(?:think|thinking|reasoning)>/i;
const MAX_OBJECTS = 20;

export const hasThoughts = (text: string): boolean => /<(\/?)(think|thinking|reasoning)>/i.test(text);

export type Parsed<T> =
  | { readonly isRight: true; readonly value: T }
  /** What is wrong, in words for the model: names of fields, and nothing that it said. */
  | { readonly isRight: false; readonly why: string };

/** The first object in the text that has the shape; fields that it doesn't know are dropped. */
export function parseAnswer<T>(text: string, shape: z.ZodType<T>): Parsed<T> {
  let why = 'it holds no JSON object';
  for (const candidate of objectsIn(withoutThoughts(text))) {
    const parsed = shape.safeParse(candidate);
    if (parsed.success) return { isRight: true, value: parsed.data };
    why = parsed.error.issues
      .map(({ path, message }) => `${path.join('.') || 'the object'}: ${message}`)
      .join('; ');
  }
  return { isRight: false, why };
}

/** What there is so far of an object that is still being written; undefined before it begins. */
export function parsePartial(text: string): Record<string, unknown> | undefined {
  const said = withoutThoughts(text);
  const start = said.indexOf('{');
  if (start === -1) return undefined;
  const found = repaired(said.slice(start));
  return isObject(found) ? found : undefined;
}

function withoutThoughts(text: string): string {
  return text.replace(THOUGHTS, '').replace(REST_OF_THOUGHTS, '');
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
    try {
      return JSON.parse(jsonrepair(text));
    } catch {
      return undefined;
    }
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

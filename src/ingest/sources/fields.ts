/** What all sources have in common: fields of papers as zod reads them, and lists whose unreadable items are left out. */

import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { type Paper, paperSchema, parseArxivId } from '../../domain/paper.ts';
import { utcDay } from '../../lib/days.ts';
import { cleanText } from '../../text/clean-text.ts';
import { NoResponse } from './fetch-answer.ts';

const DAY_MS = 86_400_000;

/** An arXiv id or a link to its page, without version. */
export const arxivIdField = z
  .string()
  .transform((text, check) => {
    const id = parseArxivId(text);
    if (id === undefined) check.addIssue(`${JSON.stringify(text.slice(0, 80))} is no arXiv id`);
    return id ?? '';
  })
  .pipe(paperSchema.shape.id);

export const titleField = z.string().transform(cleanText).pipe(z.string().min(1, 'it is empty'));

/** Empty where there is none. */
export const textField = z
  .string()
  .nullish()
  .transform((text) => cleanText(text ?? ''));

/** Undefined where unknown, which is not 0. */
export const countField = z
  .int()
  .nonnegative()
  .nullish()
  .transform((count) => count ?? undefined);

/** The day (UTC) of a time with its zone, or of a day; undefined where unknown. No paper is of the day after tomorrow. */
export const dayField = (nowMs: number) =>
  z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], { error: 'expected a time or a day' })
    .transform((time) => Date.parse(time))
    .refine((timeMs) => timeMs <= nowMs + DAY_MS, {
      error: ({ input }) => `${isoDay(Number(input))} is in the future`,
    })
    .transform(isoDay)
    .nullish()
    .transform((day) => day ?? undefined);

export function isoDay(timeMs: number): string {
  return utcDay(timeMs);
}

// Reading holds up the thread that answers people: some 5 ms at a time.
const TURN_ITEMS = 20;

/** Every item that can be read, each paper once; and for each other one, which it is and what was off. */
export async function readItems<Item extends { readonly paper: Paper }>(
  items: readonly unknown[],
  schema: z.ZodType<Item>,
): Promise<{ readonly items: Item[]; readonly skipped: string[] }> {
  const read = new Map<string, Item>();
  const skipped: string[] = [];
  for (const [index, raw] of items.entries()) {
    if (index % TURN_ITEMS === 0) await setImmediate();
    const { data, error } = schema.safeParse(raw);
    if (error) skipped.push(`${nameItem(raw, index)}: ${explain(error)}`);
    else if (!read.has(data.paper.id)) read.set(data.paper.id, data);
  }
  return { items: [...read.values()], skipped };
}

/** @throws NoAnswer that says what the answer is instead. */
export function parseJson<T>(text: string, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const what = /^\s*</.test(text) ? 'HTML instead of JSON' : 'JSON that is broken or cut off';
    throw new NoResponse(`it answered with ${what}`, { cause, isRetryable: true });
  }
  return readWhole(json, schema);
}

/** For what encloses the items: without it there is nothing to read. */
export function readWhole<T>(value: unknown, schema: z.ZodType<T>): T {
  const { data, error } = schema.safeParse(value);
  if (error) throw new NoResponse(`its answer can't be read, ${explain(error)}`, { isRetryable: true });
  return data as T;
}

/** `"authors.0.name" is off: expected string, received null` */
function explain({ issues: [issue] }: z.ZodError): string {
  const message = issue?.message.replace(/^Invalid input: /, '');
  const path = issue?.path.join('.');
  return path ? `"${path}" is off: ${message}` : `${message}`;
}

const idSchema = z.string().optional().catch(undefined);
const namedSchema = z
  .object({ id: idSchema, link: idSchema, paper: z.object({ id: idSchema }).optional().catch(undefined) })
  .transform(({ id, link, paper }) => parseArxivId(paper?.id ?? id ?? link ?? ''));

function nameItem(raw: unknown, index: number): string {
  return namedSchema.safeParse(raw).data ?? `item ${index + 1}`;
}

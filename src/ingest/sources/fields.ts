/** Shared by all sources: zod schemas for papers' fields, and lists without their unreadable items. */

import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { findArxivIds } from '../../domain/arxiv-id.ts';
import { type Paper, paperSchema } from '../../domain/paper.ts';
import { utcDay } from '../../lib/days.ts';
import { readAuthorList } from '../../text/author-names.ts';
import { plainText } from '../../text/plain-text.ts';
import { NoResponse } from './fetch-answer.ts';
import { elementText } from './xml.ts';

const DAY_MS = 86_400_000;

/** arXiv allows 1,920 characters; anything this much longer is no abstract. */
export const MAX_ABSTRACT_CHARS = 10_000;
export const MAX_TITLE_CHARS = 5_000;
const MAX_AUTHORS = 5_000;

/** An arXiv id or a text that contains one, such as a link, without version. */
export const arxivIdField = z
  .string()
  .transform((text, check) => {
    const [id] = findArxivIds(text);
    if (id === undefined) check.addIssue(`${JSON.stringify(text.slice(0, 80))} is no arXiv id`);
    return id ?? '';
  })
  .pipe(paperSchema.shape.id);

const atMost = (chars: number) =>
  z.string().max(chars, `it is longer than ${chars.toLocaleString('en')} characters`);

export const titleField = atMost(MAX_TITLE_CHARS).transform(plainText).pipe(z.string().min(1, 'it is empty'));

/** Empty if there is none. */
export const textField = atMost(MAX_ABSTRACT_CHARS)
  .nullish()
  .transform((text) => plainText(text ?? ''));

/** A source's list of author names; an unreadable entry doesn't affect the others. */
export const authorsField = z
  .array(z.union([z.string(), z.object({ name: elementText }).transform(({ name }) => name)]).catch(''))
  .nullish()
  .catch(undefined)
  .transform((names) => readAuthorList((names ?? []).slice(0, MAX_AUTHORS)));

/** A minor field: if it is invalid, the paper stays and the field is unknown. */
export const optional = <T>(field: z.ZodType<T>) => field.nullish().catch(undefined);

/** Undefined if unknown, which differs from 0. */
export const countField = optional(z.int().nonnegative()).transform((count) => count ?? undefined);

/**
 * The day (UTC) of a time with its zone, or of a day; undefined if unknown. No paper is from the day after tomorrow.
 */
export const dayField = (nowMs: number) =>
  optional(
    z
      .union([z.iso.datetime({ offset: true }), z.iso.date()])
      .transform((time) => Date.parse(time))
      .refine((timeMs) => timeMs <= nowMs + DAY_MS)
      .transform(isoDay),
  ).transform((day) => day ?? undefined);

export function isoDay(timeMs: number): string {
  return utcDay(timeMs);
}

// Parsing blocks the main thread: some 5 ms at a time.
const TURN_ITEMS = 20;

/** Every readable item, each paper once; and for each other one, its position and problem. */
export async function readItems<Item extends { readonly paper: Paper }>(
  items: readonly unknown[],
  schema: z.ZodType<Item>,
): Promise<{ readonly items: Item[]; readonly skipped: string[] }> {
  const read = new Map<string, Item>();
  const skipped: string[] = [];
  for (const [index, raw] of items.entries()) {
    if (index % TURN_ITEMS === 0) await setImmediate();
    const { data, error } = schema.safeParse(raw);
    if (isDamaged(raw)) skipped.push(`${nameItem(raw, index)}: it holds bytes that are no UTF-8`);
    else if (error) skipped.push(`${nameItem(raw, index)}: ${explain(error)}`);
    else if (!read.has(data.paper.id)) read.set(data.paper.id, data);
  }
  return { items: [...read.values()], skipped };
}

/** Undecodable bytes arrive as U+FFFD. */
const isDamaged = (raw: unknown): boolean => JSON.stringify(raw)?.includes('\ufffd') === true;

/** @throws NoAnswer that names the actual content. */
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

/** For the element around the items, without which there is nothing to read. */
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
  .transform(({ id, link, paper }) => findArxivIds(paper?.id ?? id ?? link ?? '')[0]);

function nameItem(raw: unknown, index: number): string {
  return namedSchema.safeParse(raw).data ?? `item ${index + 1}`;
}

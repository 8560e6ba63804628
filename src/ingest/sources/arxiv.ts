/** arXiv's papers of one category and day: what it announces today from its feed, earlier days from its API. */
import { z } from 'zod';
import { isArchive, isCategoryTerm } from '../../domain/category.ts';
import type { Paper } from '../../domain/paper.ts';
import { isWithdrawn } from '../../domain/withdrawn.ts';

import type { Clock } from '../../lib/clock.ts';
import { plainText } from '../../text/plain-text.ts';
import { readAnnouncements } from './arxiv-rss.ts';
import { NoResponse } from './fetch-answer.ts';
import {
  arxivIdField,
  authorsField,
  dayField,
  optional,
  readItems,
  readWhole,
  textField,
  titleField,
} from './fields.ts';
import type { HttpClient } from './http-client.ts';
import type { Batch, PaperSource } from './source.ts';
import { elementText, parseXml } from './xml.ts';

/** Some 250 kB; at most 2,000 are allowed. */
const PAGE_ENTRIES = 100;
/** The most that the API gives for one query: https://info.arxiv.org/help/api/user-manual.html */
const MAX_ENTRIES = 30_000;

export interface ArxivSettings {
  readonly arxivCategories: readonly string[];
  readonly arxivApiUrl: string;
  readonly arxivRssUrl: string;
}

/**
 * Reads today, as it is in arXiv's own time zone, from the feed of announcements, and every day before by the day of
 * submission from the API. The feed has only today, is complete at midnight, and costs one request; it doesn't say when
 * a paper was submitted. The API has every day and that date, so it fills in both when a day is read again: papers are
 * announced one to four days after their submission, or later where a moderator held them back.
 */
export function createArxiv(client: HttpClient, settings: ArxivSettings, clock: Clock): PaperSource {
  return {
    name: 'arxiv',
    parts: settings.arxivCategories,
    read(category, day, signal) {
      return day < easternDay(clock.now())
        ? readSubmissions(client, settings.arxivApiUrl, category, day, clock, signal)
        : readAnnouncements(client, settings.arxivRssUrl, category, day, signal);
    },
  };
}

/** Reads one paper by its id. */
export async function readArxivPaper(
  client: HttpClient,
  apiUrl: string,
  id: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<Paper | undefined> {
  const url = new URL(apiUrl);
  url.search = new URLSearchParams({ id_list: id, max_results: '1' }).toString();
  const { entry } = await client.get(url, parseFeed, signal);
  const { items } = await readItems(entry, entrySchema(clock.now()));
  return items.map(({ paper }) => paper).find((paper) => paper.id === id);
}

/** What the API says in an answer with an error status. */
export async function explainArxiv(text: string): Promise<string | undefined> {
  try {
    return errorIn(await parseFeed(text));
  } catch {
    return undefined;
  }
}

async function readSubmissions(
  client: HttpClient,
  apiUrl: string,
  category: string,
  day: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<Batch> {
  const entries: unknown[] = [];
  for (let total = 1; entries.length < Math.min(total, MAX_ENTRIES); ) {
    const start = entries.length;
    const page = await client.get(
      pageUrl(apiUrl, category, day, start),
      (text) => readPage(text, start),
      signal,
    );
    total = page.total;
    entries.push(...page.entries);
    if (page.entries.length === 0) break;
  }
  const { items, skipped } = await readItems(entries, entrySchema(clock.now()));
  return { papers: items.map(({ paper }) => paper), skipped };
}

/** Oldest first, so that a paper which appears meanwhile moves no other to another page. */
function pageUrl(apiUrl: string, category: string, day: string, start: number): URL {
  const date = day.replaceAll('-', '');
  const url = new URL(apiUrl);
  url.search = new URLSearchParams({
    // Minutes, both included, in GMT.
    search_query: `cat:${isArchive(category) ? `${category}.*` : category} AND submittedDate:[${date}0000 TO ${date}2359]`,
    start: `${start}`,
    max_results: `${PAGE_ENTRIES}`,
    sortBy: 'submittedDate',
    sortOrder: 'ascending',
  }).toString();
  return url;
}

const feedSchema = z.object({
  totalResults: elementText
    .pipe(z.string().regex(/^\d+$/, 'expected a whole number').transform(Number))
    .optional(),
  entry: z.array(z.unknown()).default([]),
});
const errorSchema = z.tuple([z.object({ title: z.literal('Error'), summary: elementText })]);

type Feed = z.infer<typeof feedSchema>;

async function parseFeed(text: string): Promise<Feed> {
  const feed = await parseXml(text, 'feed');
  return readWhole(feed === '' ? {} : feed, feedSchema);
}

function errorIn({ entry }: Feed): string | undefined {
  const { data } = errorSchema.safeParse(entry);
  return data && plainText(data[0].summary);
}

async function readPage(text: string, start: number): Promise<{ total: number; entries: unknown[] }> {
  const feed = await parseFeed(text);
  const error = errorIn(feed);
  if (error !== undefined)
    throw new NoResponse(`it answered with an error, "${error}"`, { isRetryable: true });
  const total = readWhole(feed, z.object({ totalResults: z.number() })).totalResults;
  // arXiv does this now and then, and gives the page when asked again.
  if (feed.entry.length === 0 && start < total) {
    throw new NoResponse(`it gave none of its ${total} papers from number ${start + 1} on`, {
      isRetryable: true,
    });
  }
  return { total, entries: feed.entry };
}

const termSchema = z.object({ '@term': z.string() }).transform((category) => category['@term']);

const entrySchema = (nowMs: number) =>
  z
    .object({
      id: arxivIdField,
      title: elementText.pipe(titleField),
      summary: elementText.nullish().pipe(textField),
      author: authorsField,
      comment: optional(elementText),
      primary_category: optional(termSchema),
      category: z.array(termSchema.catch('')).catch([]).default([]),
      published: dayField(nowMs),
    })
    .transform((entry) => ({
      paper: {
        id: entry.id,
        title: entry.title,
        abstract: entry.summary,
        authors: entry.author,
        categories: [...new Set([entry.primary_category ?? '', ...entry.category])].filter(isCategoryTerm),
        published: entry.published,
        withdrawn: isWithdrawn({ title: entry.title, abstract: entry.summary, comment: entry.comment ?? '' }),
      },
    }));

/** arXiv announces by the time of its office. */
function easternDay(timeMs: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(timeMs);
}

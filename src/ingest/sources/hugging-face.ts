/** Hugging Face's daily papers: a list for each day, with votes, comments, code and its stars. */
import { z } from 'zod';
import type { DailyListEntry, Paper } from '../../domain/paper.ts';
import type { Clock } from '../../lib/clock.ts';
import {
  arxivIdField,
  authorsField,
  countField,
  dayField,
  optional,
  parseJson,
  readItems,
  textField,
  titleField,
} from './fields.ts';
import { type HttpClient, StatusError } from './http-client.ts';
import type { PaperSource } from './source.ts';

/** The most that `daily_papers` gives at once. */
const PAGE_ITEMS = 100;
/** Ten times the largest day so far. */
const MAX_PAGES = 10;

const MAX_ADDRESS_CHARS = 2_048;

const pageSchema = z.array(z.unknown());
const errorSchema = z.object({ error: z.string() });

/**
 * @param url the API's base without trailing slash, such as `https://huggingface.co/api`.
 */
export function createHuggingFace(client: HttpClient, url: string, clock: Clock): PaperSource {
  return {
    name: 'hugging-face',
    parts: [''],
    async read(_part, day, signal) {
      const raw: unknown[] = [];
      for (let page = 0; page < MAX_PAGES; page++) {
        const address = new URL(`${url}/daily_papers?date=${day}&limit=${PAGE_ITEMS}&p=${page}`);
        const items = await client.get(address, (text) => parseJson(text, pageSchema), signal);
        raw.push(...items);
        if (items.length < PAGE_ITEMS) break;
      }
      const { items, skipped } = await readItems(raw, itemSchema(clock.now()));
      const papers = items.map(({ paper }) => paper);
      // On a day without a list the API may answer with an earlier day's.
      const days = items.flatMap(({ listedOn }) => listedOn ?? []);
      const isStale = days.length > 0 && !days.some((listedOn) => listedOn >= day);
      if (items.length === 0 || isStale) return { papers, skipped };
      const entries = items.map(({ entry }) => entry).sort(byVotes);
      return { papers, dailyList: { source: 'hugging-face', day, entries }, skipped };
    },
  };
}

/** Reads one paper by its id; undefined where nobody has submitted it there. */
export async function readHuggingFacePaper(
  client: HttpClient,
  url: string,
  id: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<Paper | undefined> {
  try {
    const address = new URL(`${url}/papers/${id}`);
    const raw = await client.get(address, (text) => parseJson(text, z.unknown()), signal);
    const { items } = await readItems([raw], itemSchema(clock.now()));
    return items.map(({ paper }) => paper).find((paper) => paper.id === id);
  } catch (error) {
    if (error instanceof StatusError && error.status === 404) return undefined;
    throw error;
  }
}

/** What the API says in an answer with an error status. */
export function explainHuggingFace(text: string): string | undefined {
  try {
    return parseJson(text, errorSchema).error;
  } catch {
    return undefined;
  }
}

const itemSchema = (nowMs: number) =>
  z.preprocess(
    flatten,
    z
      .object({
        id: arxivIdField,
        title: titleField,
        // Not ai_summary, which a language model wrote.
        summary: textField,
        authors: z.preprocess(shownAuthors, authorsField),
        publishedAt: dayField(nowMs),
        upvotes: countField,
        numComments: countField,
        githubStars: countField,
        githubRepo: optional(z.string()),
        submittedOnDailyAt: optional(z.string()),
        thumbnail: z.unknown().optional(),
      })
      .transform((item) => {
        return {
          paper: {
            id: item.id,
            title: item.title,
            abstract: item.summary,
            authors: item.authors,
            categories: [],
            published: item.publishedAt,
            repository: webAddress(item.githubRepo),
          },
          entry: {
            paperId: item.id,
            votes: item.upvotes,
            comments: item.numComments,
            stars: item.githubStars,
            picture: pictureAddress(item.thumbnail),
          },
          listedOn: item.submittedOnDailyAt?.slice(0, 10),
        };
      }),
  );

/** Authors whom their co-authors' pages hide are left out. */
function shownAuthors(authors: unknown): unknown {
  return Array.isArray(authors)
    ? authors.filter((author) => !isObject(author) || author.hidden !== true)
    : authors;
}

/** The fields of `item.paper`, and those of the item that it lacks. */
function flatten(item: unknown): unknown {
  if (!isObject(item) || !isObject(item.paper)) return item;
  const known = Object.entries(item.paper).filter(([, value]) => value !== null);
  return { ...item, ...Object.fromEntries(known) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function webAddress(text: string | null | undefined): string | undefined {
  if (!text || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/** Only https, and no longer than Discord takes an address. */
function pictureAddress(given: unknown): string | undefined {
  const address = typeof given === 'string' ? webAddress(given) : undefined;
  const isFit = address?.startsWith('https:') && address.length <= MAX_ADDRESS_CHARS;
  return isFit ? address : undefined;
}

/** Most votes first, unknown last, else as the source has them. */
function byVotes(a: DailyListEntry, b: DailyListEntry): number {
  return (b.votes ?? -1) - (a.votes ?? -1);
}

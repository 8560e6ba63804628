/** Semantic Scholar's recommendations: papers like those that are popular now. It has no days and no list. */
import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { localPaperId } from '../../text/title-key.ts';
import {
  arxivIdField,
  authorsField,
  dayField,
  optional,
  parseJson,
  readItems,
  textField,
  titleField,
} from './fields.ts';
import { type HttpClient, StatusError } from './http-client.ts';
import type { PaperSource } from './source.ts';

/** Ids of a day's (ISO) most noticed papers, most first. */
export type NoticedPapers = (day: string) => Promise<readonly string[]>;

const FIELDS = 'title,abstract,authors,externalIds,publicationDate';
const MAX_SEEDS = 5;
const MAX_RECOMMENDED = 20;
const NOT_FOUND = 404;

/**
 * A source whose papers of a day are like the five most noticed of that day, as currently recommended.
 * @param url the base without trailing slash, such as `https://api.semanticscholar.org`.
 */
export function createSemanticScholar(
  client: HttpClient,
  url: string,
  clock: Clock,
  noticed: NoticedPapers,
): PaperSource {
  const parse = (text: string): unknown[] => parseJson(text, answerSchema).recommendedPapers;

  /** Undefined if one of them is unknown to it. */
  async function ask(
    ids: readonly string[],
    limit: number,
    signal: AbortSignal,
  ): Promise<unknown[] | undefined> {
    const address = new URL(`${url}/recommendations/v1/papers/?limit=${limit}&fields=${FIELDS}`);
    try {
      return await client.post(address, { positivePaperIds: ids, negativePaperIds: [] }, parse, signal);
    } catch (error) {
      if (error instanceof StatusError && error.status === NOT_FOUND) return undefined;
      throw error;
    }
  }

  /** Papers reach it some days after arXiv: if it doesn't know all, the known ones are used separately. */
  async function askForAll(ids: readonly string[], signal: AbortSignal): Promise<unknown[]> {
    const together = ids.length > 0 ? await ask(ids, MAX_RECOMMENDED, signal) : [];
    if (together || ids.length === 1) return together ?? [];
    const found: unknown[] = [];
    for (const id of ids)
      found.push(...((await ask([id], Math.ceil(MAX_RECOMMENDED / ids.length), signal)) ?? []));
    return found;
  }

  return {
    name: 'semantic-scholar',
    parts: [''],
    async read(_part, day, signal) {
      // It has no papers without an arXiv id.
      const known = (await noticed(day)).filter((id) => !id.startsWith('local:'));
      const ids = known.slice(0, MAX_SEEDS).map((id) => `ARXIV:${id}`);
      const { items, skipped } = await readItems(await askForAll(ids, signal), paperSchema(clock.now()));
      return { papers: items.map(({ paper }) => paper), skipped };
    },
  };
}

/** The API's message in a response with an error status. */
export function explainSemanticScholar(text: string): string | undefined {
  try {
    const { error, message } = parseJson(text, errorSchema);
    return error ?? message;
  } catch {
    return undefined;
  }
}

const errorSchema = z.object({ error: z.string().optional(), message: z.string().optional() });
const answerSchema = z.object({ recommendedPapers: z.array(z.unknown()) });

const paperSchema = (nowMs: number) =>
  z
    .object({
      title: titleField,
      abstract: textField,
      authors: authorsField,
      externalIds: optional(z.object({ ArXiv: optional(arxivIdField) })),
      publicationDate: dayField(nowMs),
    })
    .transform((paper) => ({
      paper: {
        id: paper.externalIds?.ArXiv ?? localPaperId(paper.title),
        title: paper.title,
        abstract: paper.abstract,
        authors: paper.authors,
        categories: [],
        published: paper.publicationDate,
      },
    }));

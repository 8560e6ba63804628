/** Semantic Scholar's recommendations: papers like one paper, or like some and unlike others. It has no days. */
import { z } from 'zod';
import type { Clock } from '../lib/clock.ts';
import { localPaperId } from '../paper.ts';
import { cleanList } from './clean-text.ts';
import { arxivIdField, dayField, parseJson, readItems, textField, titleField } from './fields.ts';
import { type HttpClient, StatusError } from './http-client.ts';
import type { Batch } from './source.ts';

/** Each gives undefined where it has nothing to say: it doesn't know the papers, or was asked too often. */
export interface SemanticScholar {
  /**
   * Papers like this one, best first.
   * @throws SourceError where it can't be read.
   */
  forPaper(paperId: string, limit: number, signal: AbortSignal): Promise<Batch | undefined>;
  /**
   * Papers like `positive` and unlike `negative`, best first.
   * @throws SourceError where it can't be read.
   */
  forPapers(
    ids: { readonly positive: readonly string[]; readonly negative: readonly string[] },
    limit: number,
    signal: AbortSignal,
  ): Promise<Batch | undefined>;
}

const FIELDS = 'title,abstract,authors,externalIds,publicationDate';
const RECOMMENDATIONS = '/recommendations/v1/papers';
const NOT_FOUND = 404;
const TOO_MANY = 429;

/** @param url the base without trailing slash, such as `https://api.semanticscholar.org`. */
export function createSemanticScholar(client: HttpClient, url: string, clock: Clock): SemanticScholar {
  const parse = (text: string): unknown[] => parseJson(text, answerSchema).recommendedPapers;
  const batchOf = async (recommended: unknown[]): Promise<Batch> => {
    const { items, skipped } = await readItems(recommended, paperSchema(clock.now()));
    return { papers: items.map(({ paper }) => paper), skipped };
  };
  const address = (path: string, limit: number) =>
    new URL(`${url}${RECOMMENDATIONS}/${path}?limit=${limit}&fields=${FIELDS}`);

  return {
    async forPaper(paperId, limit, signal) {
      const [id] = knownIds([paperId]);
      if (id === undefined) return undefined;
      return unlessRefused(client.get(address(`forpaper/${id}`, limit), parse, signal).then(batchOf));
    },
    async forPapers({ positive, negative }, limit, signal) {
      const body = { positivePaperIds: knownIds(positive), negativePaperIds: knownIds(negative) };
      if (body.positivePaperIds.length === 0) return undefined;
      return unlessRefused(client.post(address('', limit), body, parse, signal).then(batchOf));
    },
  };
}

/** What the API says in an answer with an error status. */
export function explainSemanticScholar(text: string): string | undefined {
  try {
    const { error, message } = parseJson(text, errorSchema);
    return error ?? message;
  } catch {
    return undefined;
  }
}

/** It knows nothing of papers that have no arXiv id. */
function knownIds(paperIds: readonly string[]): string[] {
  return paperIds.filter((id) => !id.startsWith('local:')).map((id) => `ARXIV:${id}`);
}

/** Without a key it refuses often: https://www.semanticscholar.org/product/api shares one limit among all of them. */
async function unlessRefused(answer: Promise<Batch>): Promise<Batch | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof StatusError && [NOT_FOUND, TOO_MANY].includes(error.status)) return undefined;
    throw error;
  }
}

const errorSchema = z.object({ error: z.string().optional(), message: z.string().optional() });
const answerSchema = z.object({ recommendedPapers: z.array(z.unknown()) });

const paperSchema = (nowMs: number) =>
  z
    .object({
      title: titleField,
      abstract: textField,
      authors: z.array(z.object({ name: z.string().nullish() })).nullish(),
      externalIds: z.object({ ArXiv: arxivIdField.nullish() }).nullish(),
      publicationDate: dayField(nowMs),
    })
    .transform((paper) => ({
      paper: {
        id: paper.externalIds?.ArXiv ?? localPaperId(paper.title),
        title: paper.title,
        abstract: paper.abstract,
        authors: cleanList((paper.authors ?? []).map(({ name }) => name ?? '')),
        categories: [],
        published: paper.publicationDate,
      },
    }));

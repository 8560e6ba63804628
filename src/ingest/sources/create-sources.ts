/** The sources that the settings name, each asked through one polite client a host. */
import packageJson from '../../../package.json' with { type: 'json' };
import type { SourceName } from '../../domain/source.ts';
import type { Clock } from '../../lib/clock.ts';
import type { PaperFetcher } from '../../store/paper-fetcher.ts';
import type { Stores } from '../../store/stores.ts';
import { type ArxivSettings, createArxiv, explainArxiv, readArxivPaper } from './arxiv.ts';
import { createPaperFetcher, type PaperReader } from './fetch-paper.ts';
import { createHttpClient, type HttpClient, type HttpDeps } from './http-client.ts';
import { createHuggingFace, explainHuggingFace, readHuggingFacePaper } from './hugging-face.ts';
import { createSemanticScholar, explainSemanticScholar, type NoticedPapers } from './semantic-scholar.ts';
import type { PaperSource } from './source.ts';

/** Addresses are without trailing slash. */
export interface SourceSettings extends ArxivSettings {
  readonly names: readonly SourceName[];
  readonly huggingFaceUrl: string;
  readonly semanticScholarUrl: string;
  readonly semanticScholarKey?: string | undefined;
  /** How the people who run a source reach whoever runs this bot. */
  readonly contact?: string | undefined;
}

const HUGGING_FACE = { name: 'Hugging Face', apartMs: 0, answerMs: 30_000, totalMs: 120_000, maxAttempts: 4 };
// Three seconds and one connection: https://info.arxiv.org/help/api/tou.html. Its API and its feeds share the limit,
// so they share a client.
const ARXIV = { name: 'arXiv', apartMs: 3_000, answerMs: 60_000, totalMs: 180_000, maxAttempts: 4 };
// A key allows one request a second. Without one it refuses often, since all who have none share one limit:
// https://www.semanticscholar.org/product/api
const SEMANTIC_SCHOLAR = {
  name: 'Semantic Scholar',
  apartMs: 1_000,
  answerMs: 30_000,
  totalMs: 120_000,
  maxAttempts: 4,
};

/** One polite client a host, shared by all who ask it. */
export interface SourceClients {
  readonly 'hugging-face': HttpClient;
  readonly arxiv: HttpClient;
  readonly 'semantic-scholar': HttpClient;
}

export function createSourceClients(settings: SourceSettings, deps: HttpDeps): SourceClients {
  const { contact, semanticScholarKey: key } = settings;
  const headers = { 'user-agent': `Paperboy/${packageJson.version}${contact ? ` (+${contact})` : ''}` };
  const withKey = key === undefined ? headers : { ...headers, 'x-api-key': key };
  return {
    'hugging-face': createHttpClient({ ...HUGGING_FACE, headers, explain: explainHuggingFace }, deps),
    arxiv: createHttpClient({ ...ARXIV, headers, explain: explainArxiv }, deps),
    'semantic-scholar': createHttpClient(
      { ...SEMANTIC_SCHOLAR, headers: withKey, explain: explainSemanticScholar },
      deps,
    ),
  };
}

/** Those that the settings name, in their order. `noticed` is what Semantic Scholar is asked about. */
export function createSources(
  settings: SourceSettings,
  clients: SourceClients,
  clock: Clock,
  noticed: NoticedPapers,
): PaperSource[] {
  const create: Readonly<Record<SourceName, () => PaperSource>> = {
    'hugging-face': () => createHuggingFace(clients['hugging-face'], settings.huggingFaceUrl, clock),
    arxiv: () => createArxiv(clients.arxiv, settings, clock),
    'semantic-scholar': () =>
      createSemanticScholar(clients['semantic-scholar'], settings.semanticScholarUrl, clock, noticed),
  };
  return [...new Set(settings.names)].map((name) => create[name]());
}

/** Fetches single papers from the sources that the settings name; undefined where none of them can be asked for one. */
export function openPaperFetcher(
  settings: SourceSettings,
  clients: SourceClients,
  stores: Pick<Stores, 'papers'>,
  clock: Clock,
  signal: AbortSignal,
): PaperFetcher | undefined {
  const { arxivApiUrl, huggingFaceUrl } = settings;
  const readers: readonly { source: SourceName; read: PaperReader }[] = [
    { source: 'arxiv', read: (id, inTime) => readArxivPaper(clients.arxiv, arxivApiUrl, id, clock, inTime) },
    {
      source: 'hugging-face',
      read: (id, inTime) => readHuggingFacePaper(clients['hugging-face'], huggingFaceUrl, id, clock, inTime),
    },
  ];
  const named = readers.filter(({ source }) => settings.names.includes(source));
  return named.length > 0 ? createPaperFetcher(stores, named, clock, signal) : undefined;
}

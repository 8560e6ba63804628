/** The sources that the settings name, each asked through one polite client a host. */
import packageJson from '../../../package.json' with { type: 'json' };
import type { SourceName } from '../../domain/source.ts';
import { type ArxivSettings, createArxiv, explainArxiv } from './arxiv.ts';
import { createHttpClient, type HttpDeps } from './http-client.ts';
import { createHuggingFace, explainHuggingFace } from './hugging-face.ts';
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

/** Those that the settings name, in their order. `noticed` is what Semantic Scholar is asked about. */
export function createSources(
  settings: SourceSettings,
  deps: HttpDeps,
  noticed: NoticedPapers,
): PaperSource[] {
  const { names, contact, semanticScholarKey: key } = settings;
  const headers = { 'user-agent': `Paperboy/${packageJson.version}${contact ? ` (+${contact})` : ''}` };
  const { clock } = deps;

  function create(name: SourceName): PaperSource {
    switch (name) {
      case 'hugging-face': {
        const client = createHttpClient({ ...HUGGING_FACE, headers, explain: explainHuggingFace }, deps);
        return createHuggingFace(client, settings.huggingFaceUrl, clock);
      }
      case 'arxiv': {
        const client = createHttpClient({ ...ARXIV, headers, explain: explainArxiv }, deps);
        return createArxiv(client, settings, clock);
      }
      case 'semantic-scholar': {
        const withKey = key === undefined ? headers : { ...headers, 'x-api-key': key };
        const rules = { ...SEMANTIC_SCHOLAR, headers: withKey, explain: explainSemanticScholar };
        return createSemanticScholar(
          createHttpClient(rules, deps),
          settings.semanticScholarUrl,
          clock,
          noticed,
        );
      }
    }
  }

  return [...new Set(names)].map(create);
}

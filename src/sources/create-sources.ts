/** The sources that the settings name, each asked through one polite client a host. */
import packageJson from '../../package.json' with { type: 'json' };
import type { SourceName } from '../paper.ts';
import { type ArxivSettings, createArxiv, explainArxiv } from './arxiv.ts';
import { createHttpClient, type HttpDeps } from './http-client.ts';
import { createHuggingFace, explainHuggingFace } from './hugging-face.ts';
import { createSemanticScholar, explainSemanticScholar, type SemanticScholar } from './semantic-scholar.ts';
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

export interface Sources {
  /** Those that are read day by day, in the order of the settings. */
  readonly daily: readonly PaperSource[];
  readonly semanticScholar?: SemanticScholar | undefined;
}

const HUGGING_FACE = { name: 'Hugging Face', apartMs: 0, answerMs: 30_000, totalMs: 120_000, maxAttempts: 4 };
// Three seconds and one connection: https://info.arxiv.org/help/api/tou.html. Its API and its feeds share the limit,
// so they share a client.
const ARXIV = { name: 'arXiv', apartMs: 3_000, answerMs: 60_000, totalMs: 180_000, maxAttempts: 4 };
// A key allows one request a second. Somebody may be waiting for the answer.
const SEMANTIC_SCHOLAR = {
  name: 'Semantic Scholar',
  apartMs: 1_000,
  answerMs: 10_000,
  totalMs: 20_000,
  maxAttempts: 3,
};

export function createSources(settings: SourceSettings, deps: HttpDeps): Sources {
  const { names, contact, semanticScholarKey: key } = settings;
  const headers = { 'user-agent': `Paperboy/${packageJson.version}${contact ? ` (+${contact})` : ''}` };
  const { clock } = deps;

  function createDaily(name: SourceName): PaperSource[] {
    switch (name) {
      case 'hugging-face': {
        const client = createHttpClient({ ...HUGGING_FACE, headers, explain: explainHuggingFace }, deps);
        return [createHuggingFace(client, settings.huggingFaceUrl, clock)];
      }
      case 'arxiv': {
        const client = createHttpClient({ ...ARXIV, headers, explain: explainArxiv }, deps);
        return [createArxiv(client, settings, clock)];
      }
      case 'semantic-scholar':
        return [];
    }
  }

  function createRecommender(): SemanticScholar {
    const withKey = key === undefined ? headers : { ...headers, 'x-api-key': key };
    const rules = { ...SEMANTIC_SCHOLAR, headers: withKey, explain: explainSemanticScholar };
    return createSemanticScholar(createHttpClient(rules, deps), settings.semanticScholarUrl, clock);
  }

  return {
    daily: [...new Set(names)].flatMap(createDaily),
    semanticScholar: names.includes('semantic-scholar') ? createRecommender() : undefined,
  };
}

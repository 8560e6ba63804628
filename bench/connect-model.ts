/** The language model for `npm run eval:llm`: the configured one, or a fake on loopback. */
import { existsSync } from 'node:fs';
import Keyv from 'keyv';
import { parseConfig } from '../src/config/config.ts';
import { systemClock } from '../src/lib/clock.ts';
import { createLog } from '../src/lib/log.ts';
import { createBudget } from '../src/llm/budget.ts';
import { type AskedModel, createChatModel } from '../src/llm/client.ts';
import type { LanguageModelSettings } from '../src/llm/settings.ts';
import type { SearchEngine } from '../src/retrieval/search-engine.ts';
import { type RecordedModel, recordModel } from './eval/recorded-model.ts';
import { rewritePlainly } from './plain-rewriter.ts';
import { startPlainServer } from './plain-server.ts';

const DISCOVERY_MS = 60_000;

export interface Connected {
  readonly model: RecordedModel;
  readonly isFallbackModel: boolean;
  /** Requests since the last call. */
  takeAsked(): readonly AskedModel[];
  close(): Promise<void>;
}

/**
 * @throws ConfigError if the settings are wrong. @throws LanguageModelError if the configured server doesn't answer.
 */
export async function connectModel(engine: SearchEngine): Promise<Connected> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const configured = parseConfig(process.env).languageModel;
  const server = configured
    ? undefined
    : await startPlainServer((question) => rewritePlainly(engine, question));
  const settings = configured ?? standInSettings(server?.baseUrl ?? '');
  let asked: AskedModel[] = [];
  const model = createChatModel(settings, {
    fetch,
    clock: systemClock,
    budget: createBudget(settings.limits, new Keyv(), systemClock),
    capabilities: new Keyv(),
    log: createLog({ level: 'silent' }),
    onAsked: (one) => asked.push(one),
  });
  const close = async () => server?.close();
  try {
    await model.discover(AbortSignal.timeout(DISCOVERY_MS));
  } catch (error) {
    await close();
    throw error;
  }
  asked = [];
  return {
    model: recordModel(model),
    isFallbackModel: server !== undefined,
    takeAsked() {
      const taken = asked;
      asked = [];
      return taken;
    },
    close,
  };
}

const standInSettings = (baseUrl: string): LanguageModelSettings => ({
  baseUrl,
  model: 'no-model',
  timeoutMs: 8_000,
  concurrency: 1,
  limits: { tokensPerDay: 1e9, tokensPerServer: 1e9, tokensPerPerson: 1e9 },
});

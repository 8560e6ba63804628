/**
 * Changes from one embedding model to another while queries are answered. The old model answers until the last paper
 * has a new vector, then the new one does, then the old vectors are deleted. A killed run resumes.
 */
import { setImmediate } from 'node:timers/promises';
import Keyv from 'keyv';
import type { OnDownload } from '../../embedding/download.ts';
import type { Embedder } from '../../embedding/embedder.ts';
import { loadEmbedder, type ModelChoice } from '../../embedding/load.ts';
import type { SearchEngine } from '../../retrieval/search-engine.ts';
import type { Stores } from '../../store/stores.ts';
import { backfillEmbeddings } from './backfill.ts';

// A few milliseconds each.
const DROP_VECTORS = 500;

/** Each stored model's loading parameters, by its id. */
const openChoices = (stores: Stores): Keyv<ModelChoice> =>
  new Keyv<ModelChoice>({ store: stores.keyValues, namespace: 'models' });

/** Models of earlier versions have none, and can be loaded again only if they are the bundled one. */
export const choiceOf = async (stores: Stores, modelId: string): Promise<ModelChoice> =>
  (await openChoices(stores).get(modelId)) ?? { kind: 'bundled' };

/** Loads a model and records its parameters, so that it can answer after the settings name another. */
export async function loadAndRecordModel(
  stores: Stores,
  choice: ModelChoice,
  onDownload: OnDownload,
  signal?: AbortSignal,
): Promise<Embedder> {
  const fetchUntilStopped: typeof fetch = (url, init) => fetch(url, { ...init, signal: signal ?? null });
  const embedder = await loadEmbedder(choice, fetchUntilStopped, onDownload);
  await openChoices(stores).set(embedder.modelId, choice);
  return embedder;
}

/**
 * The model that must answer until `configured` can: the one with the most vectors. Undefined if that is `configured` itself,
 * or if none can be loaded from local files.
 */
export async function findFallbackModel(
  stores: Stores,
  configured: ModelChoice,
): Promise<Embedder | undefined> {
  for (const { modelId } of await stores.vectors.countByModel()) {
    const choice = await choiceOf(stores, modelId);
    if (isSame(choice, configured)) return undefined;
    const embedder = await loadEmbedder(choice, notFetched).catch(() => undefined);
    if (embedder?.modelId === modelId) return embedder;
  }
  return undefined;
}

const notFetched = (): Promise<never> =>
  Promise.reject(new Error('A model of the past is not fetched again.'));

/** A hub model's folder is no part of its identity. */
const isSame = (a: ModelChoice, b: ModelChoice): boolean =>
  a.kind === 'hub' && b.kind === 'hub' ? a.id === b.id : JSON.stringify(a) === JSON.stringify(b);

/** Embeds every paper by `configured`, then lets it answer. False if `signal` stopped it before. `embed` does the work. */
export async function moveTo(
  engine: SearchEngine,
  configured: Embedder,
  onProgress: (done: number) => void = () => {},
  signal?: AbortSignal,
  embed = backfillEmbeddings,
): Promise<boolean> {
  await embed(engine.stores, configured, onProgress, signal);
  if (signal?.aborted) return false;
  if (engine.embedder.modelId !== configured.modelId) await engine.switchTo(configured);
  return true;
}

/** Deletes the vectors of all models but this one. */
export async function dropOthers(stores: Stores, modelId: string, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted && (await stores.vectors.dropOthers(modelId, DROP_VECTORS)) > 0) {
    await setImmediate();
  }
}

/**
 * From one embedding model to another while questions are answered: the old model answers until the last paper has a
 * vector of the new one, then the new one does, then the old vectors go. Killed at any moment, it goes on where it was.
 */
import { setImmediate } from 'node:timers/promises';
import type Keyv from 'keyv';
import type { Catalog } from '../catalog/catalog.ts';
import type { Embedder } from '../embedding/embedder.ts';
import type { ModelChoice } from '../embedding/load.ts';
import type { Library } from '../search/library.ts';
import { embedMissing } from './embed-missing.ts';

/** How each model of which there are vectors was loaded, by its id. */
export type ModelChoices = Keyv<ModelChoice>;

// A few milliseconds each.
const DROP_VECTORS = 500;

/**
 * The model that has to answer until `wanted` can, or undefined where `wanted` may answer from the start: because it has
 * as many vectors as any other, or because no other can be loaded.
 */
export async function findStandIn(
  catalog: Catalog,
  choices: ModelChoices,
  wanted: ModelChoice,
  load: (choice: ModelChoice) => Promise<Embedder>,
): Promise<Embedder | undefined> {
  const models = await catalog.countVectorsByModel();
  for (const { modelId } of models) {
    // What an earlier version stored has no note, and could only be read again if it is the bundled model's.
    const choice = (await choices.get(modelId)) ?? { kind: 'bundled' };
    if (isSame(choice, wanted)) return undefined;
    const embedder = await load(choice).catch(() => undefined);
    if (embedder?.modelId === modelId) return embedder;
  }
  return undefined;
}

const isSame = (a: ModelChoice, b: ModelChoice): boolean =>
  a.kind === b.kind &&
  (a.kind !== 'folder' || b.kind !== 'folder' || a.path === b.path) &&
  (a.kind !== 'hub' || b.kind !== 'hub' || a.id === b.id);

/** Embeds every paper by `wanted`, then lets it answer. False where `signal` stopped it before. */
export async function moveTo(
  library: Library,
  wanted: Embedder,
  onProgress: (done: number) => void = () => {},
  signal?: AbortSignal,
): Promise<boolean> {
  await embedMissing(library.catalog, wanted, onProgress, signal);
  if (signal?.aborted) return false;
  if (library.embedder.modelId !== wanted.modelId) await library.switchTo(wanted);
  return true;
}

/** Deletes the vectors of all models but this one. */
export async function dropOthers(catalog: Catalog, modelId: string, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted && (await catalog.dropVectorsOfOthers(modelId, DROP_VECTORS)) > 0) {
    await setImmediate();
  }
}

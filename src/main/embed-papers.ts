/** Puts together what gives every paper its vector and learns its words, from the start to the end of the program. */
import { setInterval } from 'node:timers/promises';
import type { Embedder } from '../embedding/embedder.ts';
import { embedMissing } from '../ingest/embedding/backfill.ts';
import { type BackgroundEmbedding, startEmbedding } from '../ingest/embedding/background.ts';
import { createEmbedAside, FEW_PAPERS } from '../ingest/embedding/embed-in-worker.ts';
import { keepEmbedded } from '../ingest/embedding/keep-up.ts';
import type { Log } from '../lib/log.ts';
import type { Library } from '../retrieval/search-engine.ts';

/** The launcher compiles that thread beside the program. */
export const EMBEDDING_THREAD = new URL('./embedding-worker.js', import.meta.url);

const LOOK_FOR_MISSING_MS = 60_000;

export interface Embedding extends BackgroundEmbedding {
  /** In a thread of its own. */
  readonly embed: typeof embedMissing;
  /** Resolves where questions may be answered. */
  readonly ready: Promise<unknown>;
  /** Resolves once `signal` has ended all of it. */
  readonly ended: Promise<void>;
}

export async function embedPapers(
  library: Library,
  { isStandIn, loadWanted }: { isStandIn: boolean; loadWanted(signal: AbortSignal): Promise<Embedder> },
  log: Log,
  signal: AbortSignal,
): Promise<Embedding> {
  const { catalog } = library;
  const missing = (await catalog.countPapers()) - (await catalog.countVectors(library.embedder.modelId));
  // Nobody waits for an answer yet.
  const isFirst = !isStandIn && missing <= FEW_PAPERS;
  const embed = createEmbedAside(EMBEDDING_THREAD);
  const embedding = startEmbedding(library, loadWanted, isFirst ? embedMissing : embed, log, signal);
  const learn = () =>
    library.lexicon.refresh(signal).catch((error) => log.error({ error }, 'could not learn words'));
  const ended = embedding.finished.then(learn).then(() => {
    const looks = setInterval(LOOK_FOR_MISSING_MS, undefined, { signal, ref: false });
    return keepEmbedded(library, looks, embed, log, signal).catch(() => {});
  });
  return { ...embedding, embed, ready: isFirst ? embedding.finished : Promise.resolve(), ended };
}

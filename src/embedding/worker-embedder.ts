/** An embedder in a worker thread, so that the main thread stays responsive. */
import { Worker } from 'node:worker_threads';
import { ModelError } from '../domain/errors.ts';
import type { Embedder, TextKind } from './embedder.ts';
import type { ModelChoice } from './load.ts';
import type { TokenRows } from './static/token-table.ts';

// Terminating a thread while ONNX Runtime runs in it crashes the program, so it may finish its text or load the model
// first.
const END_PATIENCE_MS = 2_000;

// Its output soon becomes garbage, which would otherwise take some 30 MiB more before collection.
const YOUNG_MIB = 12;

export interface WorkerRequest {
  readonly id: number;
  readonly texts: readonly string[];
  readonly kind: TextKind;
}

/** The model to load, with its table if it has one, which saves reading the model again. */
export interface WorkerModel {
  readonly choice: ModelChoice;
  readonly table?: TokenRows | undefined;
}

export interface WorkerStart extends WorkerModel {
  /** Shared memory: 1 if nobody waits for an answer any more. */
  readonly stopped: Int32Array;
}

interface Loaded {
  readonly modelId: string;
  readonly dims: number;
}

/** The first message says that the model is loaded. */
export type WorkerAnswer =
  | Loaded
  | { readonly id: number; readonly vectors: readonly Float32Array[] }
  | { readonly id: number; readonly problem: string };

export interface WorkerEmbedder extends Embedder {
  /** Ends the thread after its current text, and rejects unanswered requests. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(vectors: Float32Array[]): void;
  reject(error: unknown): void;
}

/**
 * Starts the thread and loads the model there again. `entry` is worker.ts as a file that Node runs.
 * @throws ModelError if the thread ends, which also rejects every later call; the reason of `signal` if it aborts,
 * which ends the thread.
 */
export async function openWorkerEmbedder(
  entry: URL,
  model: WorkerModel,
  signal: AbortSignal,
): Promise<WorkerEmbedder> {
  signal.throwIfAborted();
  const stopped = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  // It needs no environment variables, some of which are secrets.
  const worker = new Worker(entry, {
    workerData: { ...model, stopped } satisfies WorkerStart,
    env: {},
    name: 'embedding',
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
  });
  const waiting = new Map<number, Waiting>();
  let ended: unknown;
  let asked = 0;
  // Loading the model is its first request.
  let unanswered = 1;
  let onIdle = (): void => {};

  function end(error: unknown): void {
    ended ??= error;
    onLoaded.reject(ended);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  }
  const failed = (why: string, cause?: unknown): void =>
    end(new ModelError(`The thread that embeds papers ended: ${why}`, { cause }));

  let onLoaded: { resolve(answer: Loaded): void; reject(error: unknown): void } = {
    resolve() {},
    reject() {},
  };
  const loaded = new Promise<Loaded>((resolve, reject) => {
    onLoaded = { resolve, reject };
  });
  worker.on('message', (answer: WorkerAnswer) => {
    unanswered -= 1;
    if (unanswered === 0) onIdle();
    if ('modelId' in answer) return onLoaded.resolve(answer);
    const asker = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('vectors' in answer) asker?.resolve([...answer.vectors]);
    else asker?.reject(new ModelError(`A text could not be embedded: ${answer.problem}`));
  });
  worker.on('error', (cause) => failed(cause.message, cause));
  worker.on('messageerror', (cause) => failed('what it said could not be read', cause));
  worker.on('exit', (code) => {
    failed(`its exit code is ${code}`);
    unanswered = 0;
    onIdle();
  });
  const stop = (): void => {
    Atomics.store(stopped, 0, 1);
    end(signal.reason);
  };
  signal.addEventListener('abort', stop, { once: true });

  async function close(): Promise<void> {
    signal.removeEventListener('abort', stop);
    Atomics.store(stopped, 0, 1);
    if (unanswered > 0) {
      await new Promise<void>((resolve) => {
        const patience = setTimeout(resolve, END_PATIENCE_MS);
        onIdle = () => {
          clearTimeout(patience);
          resolve();
        };
      });
    }
    end(new ModelError('The thread that embeds papers was ended.'));
    await worker.terminate();
  }
  try {
    const { modelId, dims } = await loaded;
    return {
      modelId,
      dims,
      close,
      embed(texts, kind) {
        if (ended !== undefined) return Promise.reject(ended);
        return new Promise((resolve, reject) => {
          const id = asked++;
          unanswered += 1;
          waiting.set(id, { resolve, reject });
          worker.postMessage({ id, texts, kind } satisfies WorkerRequest);
        });
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Loads an embedding model through transformers.js and wraps it as an Embedder. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { env, type FeatureExtractionPipeline, LogLevel, pipeline, Tensor } from '@xenova/transformers';
import { z } from 'zod';
import { describeError, ModelError } from '../errors.ts';
import { projectPath } from '../lib/package-root.ts';
import type { Embedder } from './embedder.ts';
import { createStaticEmbed } from './static-embed.ts';

export type ModelChoice =
  | { readonly kind: 'bundled' }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'hub'; readonly id: string; readonly cacheDir: string };

const BUNDLED_MODEL = projectPath('data/models/paper-static-256');
/** What transformers.js calls the weights, smallest first: https://huggingface.co/docs/transformers.js/guides/dtypes. */
const WEIGHTS = [
  { file: 'onnx/model_quantized.onnx', dtype: 'q8' },
  { file: 'onnx/model.onnx', dtype: 'fp32' },
] as const;
const OTHER_MODEL = 'set EMBEDDING_MODEL=bundled for the one that comes with Paperboy.';
const MAX_REASON_CHARS = 200;
const BATCH_TEXTS = 8;
const SAMPLE = 'Retrieval-augmented generation (RAG), as in [1]: naïve, 4-bit & state-of-the-art?';
// Far above any abstract, so that one damaged record can't take hundreds of megabytes.
const MAX_TEXT_CHARS = 20_000;

/**
 * Loads the model and runs it once. Vectors are mean-pooled and of unit length.
 * @throws ModelError naming the file that is missing or damaged, or the width that is not the one it declares.
 */
export async function loadEmbedder(choice: ModelChoice): Promise<Embedder> {
  // What goes wrong is thrown too, and what it would print holds the tokens of a private question.
  env.logLevel = LogLevel.NONE;
  if (choice.kind === 'hub') return loadFromHub(choice.id, choice.cacheDir);
  const folder = choice.kind === 'bundled' ? BUNDLED_MODEL : resolve(choice.path);
  const weights = await findWeights(folder);
  const [config, tokenizer] = await Promise.all(
    ['config.json', 'tokenizer.json', 'tokenizer_config.json'].map((file) => readJson(folder, file)),
  );
  env.allowLocalModels = true;
  env.localModelPath = dirname(folder);
  const extract = await load(folder, () =>
    pipeline('feature-extraction', basename(folder), { dtype: weights.dtype, local_files_only: true }),
  );
  const hash = await hashFiles([join(folder, weights.file), join(folder, 'tokenizer.json')]);
  const { data } = configSchema.safeParse(config);
  const embedder = await wrap(extract, folder, `${basename(folder)}@${hash}`, data?.hidden_size);
  const isStatic = data?.num_hidden_layers === 0 && staticTokenizerSchema.safeParse(tokenizer).success;
  return isStatic && data.vocab_size ? shortcut(embedder, extract, data.vocab_size) : embedder;
}

const configSchema = z.object({
  hidden_size: z.number().optional(),
  num_hidden_layers: z.number().optional(),
  vocab_size: z.number().optional(),
});
/** A tokenizer that adds nothing around a text and cuts nothing off, so that words can be looked up one by one. */
const staticTokenizerSchema = z.object({ post_processor: z.null(), truncation: z.null() });

/** The same embedder by a shorter way, where the model has no layers and both ways agree on a test sentence. */
async function shortcut(
  embedder: Embedder,
  extract: FeatureExtractionPipeline,
  pieces: number,
): Promise<Embedder> {
  // What the model gives for every word piece, one after another, is its table of vectors.
  const input = { data: BigInt64Array.from({ length: pieces }, (_, i) => BigInt(i)), dims: [1, pieces] };
  const { last_hidden_state: output } = await extract.model({
    input_ids: new Tensor('int64', input.data, input.dims),
    attention_mask: new Tensor('int64', new BigInt64Array(pieces).fill(1n), input.dims),
  });
  const embedOne = createStaticEmbed({
    dims: embedder.dims,
    table: output.data,
    pieces: (text) => extract.tokenizer.encode(text),
  });
  const [expected] = await embedder.embed([SAMPLE]);
  const isSame = embedOne(SAMPLE).every((component, i) => Math.abs(component - (expected?.[i] ?? 0)) < 1e-3);
  if (!isSame) return embedder;
  await extract.model.dispose();
  return {
    ...embedder,
    embed: async (texts) => texts.map((text) => embedOne(text.slice(0, MAX_TEXT_CHARS))),
  };
}

async function loadFromHub(id: string, cacheDir: string): Promise<Embedder> {
  env.allowRemoteModels = true;
  const extract = await load(id, () =>
    pipeline('feature-extraction', id, { dtype: 'q8', cache_dir: resolve(cacheDir) }),
  );
  return wrap(extract, id, `${id}@q8`, undefined);
}

async function load(
  from: string,
  open: () => Promise<FeatureExtractionPipeline>,
): Promise<FeatureExtractionPipeline> {
  try {
    return await open();
  } catch (cause) {
    throw new ModelError(
      `The embedding model ${from} can't be loaded: a file is missing, damaged or out of reach (${reason(cause)}). Fetch it again, or ${OTHER_MODEL}`,
      { cause },
    );
  }
}

async function wrap(
  extract: FeatureExtractionPipeline,
  from: string,
  modelId: string,
  declaredDims: number | undefined,
): Promise<Embedder> {
  const run = async (texts: string[]): Promise<Float32Array[]> => {
    const output = await extract(texts, { pooling: 'mean', normalize: true });
    const dims = output.dims.at(-1) ?? 0;
    const data = Float32Array.from(output.data as ArrayLike<number>); // [texts x dims]
    output.dispose();
    return texts.map((_, row) => data.subarray(row * dims, (row + 1) * dims));
  };

  const mismatch = (why: string, cause?: unknown): ModelError =>
    new ModelError(
      `The embedding model ${from} ${why}: its files don't belong together. Fetch it again, or ${OTHER_MODEL}`,
      { cause },
    );
  const [probe] = await run(['probe']).catch((cause) => {
    throw mismatch(`fails at its first text (${reason(cause)})`, cause);
  });
  const dims = probe?.length ?? 0;
  if (declaredDims !== undefined && declaredDims !== dims)
    throw mismatch(`gives ${dims} numbers a text, but its config.json says ${declaredDims}`);
  if (!probe?.every(Number.isFinite)) throw mismatch('gives vectors that are not numbers');

  return {
    modelId,
    dims,
    async embed(texts) {
      const vectors: Float32Array[] = texts.map(() => new Float32Array(dims));
      // A text without a visible character has no token at all, and the mean of nothing is not a number.
      const visible = texts.flatMap((text, row) => (/[^\s\p{C}]/u.test(text) ? [row] : []));
      for (let start = 0; start < visible.length; start += BATCH_TEXTS) {
        const rows = visible.slice(start, start + BATCH_TEXTS);
        const embedded = await run(rows.map((row) => (texts[row] ?? '').slice(0, MAX_TEXT_CHARS)));
        rows.forEach((row, i) => {
          vectors[row] = embedded[i] ?? new Float32Array(dims);
        });
      }
      return vectors;
    },
  };
}

async function findWeights(folder: string): Promise<(typeof WEIGHTS)[number]> {
  if (!(await exists(folder))) {
    throw new ModelError(
      `There is no model folder ${folder}. Check the path in EMBEDDING_MODEL, or ${OTHER_MODEL}`,
    );
  }
  for (const weights of WEIGHTS) if (await exists(join(folder, weights.file))) return weights;
  const names = WEIGHTS.map(({ file }) => file).join(' or ');
  throw new ModelError(
    `The model folder ${folder} has no ${names}. Export the model to ONNX, or ${OTHER_MODEL}`,
  );
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function readJson(folder: string, file: string): Promise<unknown> {
  const text = await readFile(join(folder, file), 'utf8').catch((cause) => {
    throw new ModelError(
      `The model folder ${folder} has no ${file}. Copy the whole model, or ${OTHER_MODEL}`,
      {
        cause,
      },
    );
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ModelError(
      `The file ${file} in the model folder ${folder} is damaged (${reason(cause)}). Fetch it again, or ${OTHER_MODEL}`,
      { cause },
    );
  }
}

/** What the library said, which can be long and of many lines. */
function reason(cause: unknown): string {
  return describeError(cause).replace(/\s+/g, ' ').trim().slice(0, MAX_REASON_CHARS);
}

/** The first 12 hexadecimal digits of SHA-256 over the files: equal only where the model's output is. */
async function hashFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex').slice(0, 12);
}

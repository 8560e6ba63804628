/** Loads an embedding model through transformers.js and wraps it as an Embedder. */
import { basename, join, resolve } from 'node:path';
import {
  AutoModel,
  AutoTokenizer,
  env,
  LogLevel,
  type PreTrainedModel,
  type PreTrainedTokenizer,
  Tensor,
} from '@xenova/transformers';
import { z } from 'zod';
import { ModelError } from '../domain/errors.ts';
import { projectPath } from '../lib/package-root.ts';
import { toUnit } from '../lib/vector.ts';
import { downloadModel, type HubModel, type OnDownload } from './download.ts';
import type { Embedder } from './embedder.ts';
import { findWeights, fingerprint, OTHER_MODEL, readJson, reason } from './model-folder.ts';
import { pool } from './pooling.ts';
import { findPreset, type Preset } from './presets.ts';
import { createStaticEmbed } from './static/static-embed.ts';
import { copyTokenTable, createTokenTable, type TokenRows, type TokenTable } from './static/token-table.ts';

export type ModelChoice =
  | { readonly kind: 'bundled' }
  | { readonly kind: 'folder'; readonly path: string }
  | ({ readonly kind: 'hub' } & HubModel);

const BUNDLED_MODEL = projectPath('data/models/paper-static-256');
const SAMPLE = 'Retrieval-augmented generation (RAG), as in [1]: naïve, 4-bit & state-of-the-art?';
// Far above any abstract, so that a damaged record can't take hundreds of megabytes.
const MAX_TEXT_CHARS = 20_000;
// ONNX Runtime needs several times its output's memory; everything at once would set the program's peak.
const TABLE_TOKENS = 2_048;

const configSchema = z.object({
  hidden_size: z.number().optional(),
  num_hidden_layers: z.number().optional(),
  vocab_size: z.number().optional(),
  _name_or_path: z.string().optional(),
});
/** A tokenizer without special tokens or truncation, so that words can be looked up one by one. */
const staticTokenizerSchema = z.object({ post_processor: z.null(), truncation: z.null() });

/** An open model with its metadata. */
interface OpenModel {
  /** Its name in messages. */
  readonly from: string;
  readonly modelId: string;
  readonly declaredDims: number | undefined;
  readonly preset: Omit<Preset, 'names'>;
  readonly model: PreTrainedModel;
  readonly tokenizer: PreTrainedTokenizer;
}

/**
 * Loads the model and runs it once, after downloading it if it is on the hub and not yet in its folder. With its
 * `known` table, from another thread, it loads only the tokenizer.
 * @throws ModelError that names a missing or damaged file, a width other than declared, or the reason why the download
 * failed.
 */
export async function loadEmbedder(
  choice: ModelChoice,
  fetch: typeof globalThis.fetch = globalThis.fetch,
  onDownload: OnDownload = () => {},
  known?: TokenRows,
): Promise<Embedder> {
  // Errors are thrown as well, and a log line would contain the tokens of a private query.
  env.logLevel = LogLevel.NONE;
  const folder = await folderOf(choice, fetch, onDownload);
  const weights = await findWeights(folder);
  const [config, tokenizerFile] = await Promise.all(
    ['config.json', 'tokenizer.json', 'tokenizer_config.json'].map((file) => readJson(folder, file)),
  );
  const { data } = configSchema.safeParse(config);
  const name = choice.kind === 'hub' ? choice.id : basename(folder);
  const preset = findPreset([name, data?._name_or_path ?? '']);
  const hash = await fingerprint([join(folder, weights.file), join(folder, 'tokenizer.json')], tagOf(preset));
  const modelId = `${name}@${hash}`;
  const open = { dtype: weights.dtype, local_files_only: true };
  if (known) {
    const tokenizer = await AutoTokenizer.from_pretrained(folder, open);
    return staticEmbedder(modelId, copyTokenTable(known), tokenizer);
  }
  const [tokenizer, model] = await Promise.all([
    AutoTokenizer.from_pretrained(folder, open),
    AutoModel.from_pretrained(folder, open),
  ]).catch((cause) => {
    throw new ModelError(
      `The embedding model ${folder} can't be loaded: a file is missing, damaged or out of reach (${reason(cause)}). ${fetchAgain(choice, folder)}, or ${OTHER_MODEL}`,
      { cause },
    );
  });
  const opened = {
    from: folder,
    modelId,
    declaredDims: data?.hidden_size,
    preset,
    model,
    tokenizer,
  };
  const embedder = await wrap(opened);
  const isStatic = data?.num_hidden_layers === 0 && staticTokenizerSchema.safeParse(tokenizerFile).success;
  return isStatic && data.vocab_size && tagOf(preset) === ''
    ? shortcut(embedder, opened, data.vocab_size)
    : embedder;
}

/** Downloaded files are never checked again, so damaged ones must be deleted. */
const fetchAgain = (choice: ModelChoice, folder: string): string =>
  choice.kind === 'hub'
    ? `Delete the folder ${folder} and start again, which fetches it anew`
    : 'Fetch it again';

async function folderOf(
  choice: ModelChoice,
  fetch: typeof globalThis.fetch,
  onDownload: OnDownload,
): Promise<string> {
  switch (choice.kind) {
    case 'bundled':
      return BUNDLED_MODEL;
    case 'folder':
      return resolve(choice.path);
    case 'hub':
      return downloadModel({ ...choice, cacheDir: resolve(choice.cacheDir) }, fetch, onDownload);
  }
}

/** The parts of a preset that change vectors; empty for a plain one, whose ids depend on the files alone. */
function tagOf({ query, passage, pooling, skipsPrompt }: Omit<Preset, 'names'>): string {
  const isPlain = query === '' && passage === '' && pooling === 'mean';
  return isPlain ? '' : JSON.stringify([query, passage, pooling, skipsPrompt]);
}

async function wrap({ from, modelId, declaredDims, preset, model, tokenizer }: OpenModel): Promise<Embedder> {
  const promptTokens = {
    query: preset.skipsPrompt ? countTokens(tokenizer, preset.query) : 0,
    passage: preset.skipsPrompt ? countTokens(tokenizer, preset.passage) : 0,
  };
  const run = async (texts: string[], kind: 'query' | 'passage'): Promise<Float32Array[]> => {
    const inputs: Readonly<Record<string, Tensor>> = tokenizer(
      texts.map((text) => preset[kind] + text),
      { padding: true, truncation: true },
    );
    const outputs: Readonly<Record<string, Tensor>> = await model(inputs);
    const output = outputs.sentence_embedding ?? outputs.last_hidden_state ?? outputs.token_embeddings;
    if (!output) throw new Error(`it gives ${Object.keys(outputs).join(', ')}, which are not embeddings`);
    const data = Float32Array.from(output.data as ArrayLike<number>);
    const [, tokens = 0] = output.dims;
    const dims = output.dims.at(-1) ?? 0;
    const mask = inputs.attention_mask?.data as BigInt64Array;
    for (const tensor of Object.values(outputs)) tensor.dispose();
    return output.dims.length === 2
      ? texts.map((_, row) => toUnit(data.subarray(row * dims, (row + 1) * dims)))
      : pool({ data, mask, texts: texts.length, tokens, dims }, preset.pooling, promptTokens[kind]);
  };

  const mismatch = (why: string, cause?: unknown): ModelError =>
    new ModelError(
      `The embedding model ${from} ${why}: its files don't belong together. Fetch it again, or ${OTHER_MODEL}`,
      { cause },
    );
  const [probe] = await run(['probe'], 'passage').catch((cause) => {
    throw mismatch(`fails at its first text (${reason(cause)})`, cause);
  });
  const dims = probe?.length ?? 0;
  if (declaredDims !== undefined && declaredDims !== dims)
    throw mismatch(`gives ${dims} numbers a text, but its config.json says ${declaredDims}`);
  if (!probe?.every(Number.isFinite)) throw mismatch('gives vectors that are not numbers');

  return {
    modelId,
    dims,
    async embed(texts, kind) {
      const vectors: Float32Array[] = [];
      // One at a time: ONNX Runtime blocks the thread, batches are no faster, and in a quantised model a text's vector
      // would depend on its neighbours.
      for (const text of texts) {
        // A text without a visible character has no tokens, and their mean would be NaN.
        const isVisible = /[^\s\p{C}]/u.test(text);
        const [vector] = isVisible ? await run([text.slice(0, MAX_TEXT_CHARS)], kind) : [];
        vectors.push(vector ?? new Float32Array(dims));
      }
      return vectors;
    },
  };
}

/** The number of the prompt's tokens before a word. */
const countTokens = (tokenizer: PreTrainedTokenizer, prompt: string): number =>
  tokenizer.encode(prompt.trimEnd(), { add_special_tokens: false }).length;

/** The same embedder by the fast path, if the model has no layers and both paths agree on a test sentence. */
async function shortcut(
  embedder: Embedder,
  { model, tokenizer }: OpenModel,
  pieces: number,
): Promise<Embedder> {
  const table = await readTable(model, pieces, embedder.dims);
  const short = staticEmbedder(embedder.modelId, table, tokenizer);
  const [[expected], [found]] = await Promise.all([
    embedder.embed([SAMPLE], 'passage'),
    short.embed([SAMPLE], 'passage'),
  ]);
  const isSame = found?.every((component, i) => Math.abs(component - (expected?.[i] ?? 0)) < 1e-3);
  if (!isSame) return embedder;
  await model.dispose();
  return short;
}

function staticEmbedder(modelId: string, table: TokenTable, tokenizer: PreTrainedTokenizer): Embedder {
  const embedOne = createStaticEmbed(table, (text) => tokenizer.encode(text));
  return {
    modelId,
    dims: table.rows.dims,
    table: table.rows,
    embed: async (texts) => texts.map((text) => embedOne(text.slice(0, MAX_TEXT_CHARS))),
  };
}

/** Runs the model on every token in turn, which gives its table of vectors. */
async function readTable(model: PreTrainedModel, pieces: number, dims: number): Promise<TokenTable> {
  const table = createTokenTable(dims, pieces);
  for (let start = 0; start < pieces; start += TABLE_TOKENS) {
    const count = Math.min(TABLE_TOKENS, pieces - start);
    const ids = BigInt64Array.from({ length: count }, (_, i) => BigInt(start + i));
    const { last_hidden_state: output } = await model({
      input_ids: new Tensor('int64', ids, [1, count]),
      attention_mask: new Tensor('int64', new BigInt64Array(count).fill(1n), [1, count]),
    });
    const vectors: Float32Array = output.data;
    for (let i = 0; i < count; i++) table.write(start + i, vectors.subarray(i * dims, (i + 1) * dims));
    output.dispose();
  }
  return table;
}

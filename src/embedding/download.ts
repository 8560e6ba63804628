/** Fetches a model's files from Hugging Face into its own folder, once. */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ModelError } from '../domain/errors.ts';
import { exists, OTHER_MODEL, reason, WEIGHT_FILES } from './model-folder.ts';

/** Called now and then; `totalBytes` is undefined if the server doesn't state the size. */
export type OnDownload = (file: string, bytes: number, totalBytes: number | undefined) => void;

/** `Fetching onnx/model_quantized.onnx: 10 of 23 MB`. */
export const describeDownload: (...given: Parameters<OnDownload>) => string = (file, bytes, totalBytes) =>
  `Fetching ${file}: ${megabytes(bytes)}${totalBytes === undefined ? '' : ` of ${megabytes(totalBytes)}`} MB`;

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e6 ? 1 : 0);

/** A model on Hugging Face, or on a mirror with the same paths. */
export interface HubModel {
  /** `owner/name`. */
  readonly id: string;
  readonly cacheDir: string;
  /** Such as `https://huggingface.co`. */
  readonly endpoint: string;
}

const REPORT_EVERY_BYTES = 5_000_000;
const SMALL_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];

/**
 * Returns the folder of model `id` within `cacheDir` and first fetches missing files. A file gets its name only once
 * it is complete, the weights last.
 * @throws ModelError that says whether the hub is unreachable, lacks the model, or has no ONNX weights of it.
 */
export async function downloadModel(
  model: HubModel,
  fetch: typeof globalThis.fetch,
  onDownload: OnDownload,
): Promise<string> {
  const { id, cacheDir } = model;
  const folder = join(cacheDir, id);
  for (const { file } of WEIGHT_FILES) if (await exists(join(folder, file))) return folder;
  /** False if the hub has no such file. */
  const get = (file: string): Promise<boolean> => download(model, file, folder, fetch, onDownload);

  for (const file of SMALL_FILES) {
    if ((await exists(join(folder, file))) || (await get(file))) continue;
    throw new ModelError(
      `The model ${id} has no ${file} on Hugging Face. Check EMBEDDING_MODEL, choose a model made for transformers.js such as Xenova/all-MiniLM-L6-v2, or ${OTHER_MODEL}`,
    );
  }
  for (const { file } of WEIGHT_FILES) {
    // Weights above 2 GB, and some below, are in a second file: https://onnx.ai/onnx/repo-docs/ExternalData.html.
    await get(`${file}_data`);
    if (await get(file)) return folder;
  }
  const names = WEIGHT_FILES.map(({ file }) => file).join(' or ');
  throw new ModelError(
    `The model ${id} has no ${names} on Hugging Face. Choose one made for transformers.js such as Xenova/all-MiniLM-L6-v2, or ${OTHER_MODEL}`,
  );
}

async function download(
  { id, endpoint }: HubModel,
  file: string,
  folder: string,
  fetch: typeof globalThis.fetch,
  onDownload: OnDownload,
): Promise<boolean> {
  const path = join(folder, file);
  const unfinished = `${path}.${process.pid}.part`;
  try {
    const response = await fetch(`${endpoint}/${id}/resolve/main/${file}`);
    if (response.status === 404) return false;
    if (!response.ok || !response.body) throw new Error(`Hugging Face answered ${response.status}`);
    const length = Number(response.headers.get('content-length') ?? Number.NaN);
    // Compressed transfers exceed the stated length.
    const isLengthKnown = Number.isFinite(length) && !response.headers.has('content-encoding');
    let bytes = 0;
    let told = 0;
    const count = new Transform({
      transform(chunk: Uint8Array, _encoding, done) {
        bytes += chunk.length;
        if (bytes === length || bytes >= told + REPORT_EVERY_BYTES) {
          told = bytes;
          onDownload(file, bytes, isLengthKnown ? length : undefined);
        }
        done(null, chunk);
      },
    });
    await mkdir(dirname(path), { recursive: true });
    // Opened first: a stream that is destroyed while opening would recreate the file after its removal below.
    const opened = await open(unfinished, 'w');
    await pipeline(Readable.fromWeb(response.body), count, opened.createWriteStream());
    if (isLengthKnown && bytes !== length)
      throw new Error(`${file} broke off at ${bytes} of ${length} bytes`);
    await rename(unfinished, path);
    return true;
  } catch (cause) {
    await rm(unfinished, { force: true });
    const why =
      cause instanceof Error && /answered 40[13]/.test(cause.message)
        ? 'it does not exist, or only for members. Check EMBEDDING_MODEL'
        : 'check the network, HTTPS_PROXY and HF_ENDPOINT, and start again: what is fetched already is kept';
    throw new ModelError(
      `The embedding model ${id} can't be fetched from Hugging Face (${reason(cause)}): ${why}. Or copy its files to ${folder}, or ${OTHER_MODEL}`,
      { cause },
    );
  }
}

/** A model's files as transformers.js names them: their presence, their contents and their fingerprint. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError, ModelError } from '../domain/errors.ts';

/** The names of weight files, smallest first: https://huggingface.co/docs/transformers.js/guides/dtypes. */
export const WEIGHT_FILES = [
  { file: 'onnx/model_quantized.onnx', dtype: 'q8' },
  { file: 'onnx/model.onnx', dtype: 'fp32' },
] as const;
export const OTHER_MODEL = 'set EMBEDDING_MODEL=bundled for the one that comes with Paperboy.';
const MAX_REASON_CHARS = 200;

/** @throws ModelError if the folder doesn't exist or has no weights. */
export async function findWeights(folder: string): Promise<(typeof WEIGHT_FILES)[number]> {
  if (!(await exists(folder))) {
    throw new ModelError(
      `There is no model folder ${folder}. Check the path in EMBEDDING_MODEL, or ${OTHER_MODEL}`,
    );
  }
  for (const weights of WEIGHT_FILES) if (await exists(join(folder, weights.file))) return weights;
  const names = WEIGHT_FILES.map(({ file }) => file).join(' or ');
  throw new ModelError(
    `The model folder ${folder} has no ${names}. Export the model to ONNX, or ${OTHER_MODEL}`,
  );
}

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** @throws ModelError if the file is missing or isn't JSON. */
export async function readJson(folder: string, file: string): Promise<unknown> {
  const text = await readFile(join(folder, file), 'utf8').catch((cause) => {
    throw new ModelError(
      `The model folder ${folder} has no ${file}. Copy the whole model, or ${OTHER_MODEL}`,
      { cause },
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

/** A library's error message, which may be long and multi-line, as part of a sentence. */
export function reason(cause: unknown): string {
  return describeError(cause).replace(/\s+/g, ' ').trim().slice(0, MAX_REASON_CHARS);
}

/**
 * The first 12 hexadecimal digits of SHA-256 over the files and `more`: equal only if the model's output is.
 * @throws ModelError if a file can't be read.
 */
export async function fingerprint(paths: readonly string[], more: string): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    try {
      for await (const chunk of createReadStream(path)) hash.update(chunk);
    } catch (cause) {
      throw new ModelError(
        `The model's file ${path} can't be read (${reason(cause)}). Check its permissions, or ${OTHER_MODEL}`,
        { cause },
      );
    }
  }
  return hash.update(more).digest('hex').slice(0, 12);
}

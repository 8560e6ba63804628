/** Model folders with missing or damaged files: each raises a ModelError that names the file and says what to do. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ModelError } from '../../src/domain/errors.ts';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { projectPath } from '../../src/lib/package-root.ts';

const WEIGHTS = 'onnx/model_quantized.onnx';

/** A copy of the bundled model, to be damaged. */
function copyModel(): string {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-model-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(projectPath('data/models/paper-static-256'), folder, { recursive: true });
  return folder;
}

async function expectRefusal(folder: string, says: string): Promise<void> {
  const error: unknown = await loadEmbedder({ kind: 'folder', path: folder }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ModelError);
  const { message } = error as ModelError;
  expect(message).toContain(says);
  expect(message).toContain(folder);
  expect(message).toMatch(/, or set EMBEDDING_MODEL=bundled for the one that comes with Paperboy\.$/);
  expect(message).not.toContain('\n');
}

describe('A model folder is refused, with advice,', () => {
  test.each([
    ['config.json', 'has no config.json. Copy the whole model'],
    ['tokenizer.json', 'has no tokenizer.json. Copy the whole model'],
    ['tokenizer_config.json', 'has no tokenizer_config.json. Copy the whole model'],
    [WEIGHTS, `has no ${WEIGHTS} or onnx/model.onnx. Export the model to ONNX`],
  ])('without %s', async (file, says) => {
    const folder = copyModel();
    rmSync(join(folder, file));
    await expectRefusal(folder, says);
  });

  test.each(['config.json', 'tokenizer.json', 'tokenizer_config.json'])('with half of %s', async (file) => {
    const folder = copyModel();
    writeFileSync(join(folder, file), readFileSync(join(folder, file), 'utf8').slice(0, 40));
    await expectRefusal(folder, `The file ${file} in the model folder ${folder} is damaged (`);
  });

  test.each([0, 1_000_000])('with the first %i bytes of its weights', async (bytes) => {
    const folder = copyModel();
    truncateSync(join(folder, WEIGHTS), bytes);
    await expectRefusal(folder, WEIGHTS);
  });

  test('with weights that can’t be read', async () => {
    const folder = copyModel();
    rmSync(join(folder, WEIGHTS));
    mkdirSync(join(folder, WEIGHTS));
    await expectRefusal(folder, "can't be read (EISDIR");
  });

  test('of the hub with truncated weights: the files must be deleted before another download', async () => {
    const modelsDir = mkdtempSync(join(tmpdir(), 'paperboy-models-'));
    onTestFinished(() => rmSync(modelsDir, { recursive: true, force: true }));
    const folder = join(modelsDir, 'acme/tiny');
    cpSync(projectPath('data/models/paper-static-256'), folder, { recursive: true });
    truncateSync(join(folder, WEIGHTS), 1_000_000);
    const loading = loadEmbedder({
      kind: 'hub',
      id: 'acme/tiny',
      cacheDir: modelsDir,
      endpoint: 'https://huggingface.co',
    });
    await expect(loading).rejects.toThrow(`Delete the folder ${folder} and start again`);
  });

  test('with an invalid tokenizer', async () => {
    const folder = copyModel();
    writeFileSync(join(folder, 'tokenizer.json'), '{}');
    await expectRefusal(folder, "can't be loaded: a file is missing, damaged or out of reach (");
  });

  test('with another width than in its config.json', async () => {
    const folder = copyModel();
    const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, hidden_size: 384 }));
    await expectRefusal(folder, 'gives 256 numbers a text, but its config.json says 384');
  });

  test('with another model’s tokenizer, whose tokens have no weights', async () => {
    const folder = copyModel();
    const path = join(folder, 'tokenizer.json');
    const tokenizer = JSON.parse(readFileSync(path, 'utf8'));
    for (const piece of Object.keys(tokenizer.model.vocab)) tokenizer.model.vocab[piece] += 1_000_000;
    writeFileSync(path, JSON.stringify(tokenizer));
    await expectRefusal(folder, 'fails at its first text (');
  });

  test('that doesn’t exist', async () => {
    const folder = join(copyModel(), 'nowhere');
    await expectRefusal(folder, `There is no model folder ${folder}. Check the path in EMBEDDING_MODEL`);
  });
});

test('but a complete copy is the same model by its folder’s name and its files', async () => {
  const folder = copyModel();
  const [bundled, copy] = await Promise.all([
    loadEmbedder({ kind: 'bundled' }),
    loadEmbedder({ kind: 'folder', path: folder }),
  ]);
  expect(copy.dims).toBe(256);
  expect(copy.modelId.split('@')[1]).toBe(bundled.modelId.split('@')[1]);
  expect(await copy.embed(['prompt compression'], 'query')).toEqual(
    await bundled.embed(['prompt compression'], 'query'),
  );
});

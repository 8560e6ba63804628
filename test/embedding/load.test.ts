/** Models through the real loading code: their prompts, pooling and ids. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Embedder, TextKind } from '../../src/embedding/embedder.ts';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { projectPath } from '../../src/lib/package-root.ts';
import { writeTinyModel } from './tiny-model.ts';

const WORDS = [
  'query',
  'passage',
  ':',
  'small',
  'models',
  'learn',
  'represent',
  'the',
  'science',
  'for',
  'retrieval',
];
const MINILM = projectPath('../shared/models/all-MiniLM-L6-v2');

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-model-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A model with this name, and its words' vectors. */
async function tiny(name: string, options: Parameters<typeof writeTinyModel>[2] = {}) {
  const folder = newFolder();
  const model = writeTinyModel(folder, WORDS, { ...options, name });
  return { ...model, embedder: await loadEmbedder({ kind: 'folder', path: folder }) };
}

async function embedOne(embedder: Embedder, text: string, kind: TextKind): Promise<number[]> {
  const [vector = new Float32Array()] = await embedder.embed([text], kind);
  return [...vector];
}

/** The unit-length sum of vectors, in single precision. */
function unit(...vectors: number[][]) {
  const sum = (vectors[0] ?? []).map((_, i) => vectors.reduce((all, vector) => all + (vector[i] ?? 0), 0));
  const length = Math.hypot(...sum);
  return sum.map((component) => expect.closeTo(component / length, 5));
}

describe('A model', () => {
  test('gets its family’s prompts for queries and papers, and averages all tokens', async () => {
    const { embedder, vectorOf: of } = await tiny('intfloat/e5-small-v2');
    const words = [of(':'), of('small'), of('models')];
    expect(await embedOne(embedder, 'small models', 'query')).toEqual(unit(of('query'), ...words));
    expect(await embedOne(embedder, 'small models', 'passage')).toEqual(unit(of('passage'), ...words));
  });

  test('of an unlisted family gets the text alone', async () => {
    const { embedder, vectorOf: of, dims } = await tiny('someone/something');
    expect(embedder.dims).toBe(dims);
    for (const kind of ['query', 'passage'] as const) {
      expect(await embedOne(embedder, 'small models', kind)).toEqual(unit(of('small'), of('models')));
    }
  });

  test.each([
    ['thenlper/gte-base', ['small', 'models', 'learn']],
    ['Alibaba-NLP/gte-modernbert-base', ['small']],
    ['Qwen/Qwen3-Embedding-0.6B', ['learn']],
  ])('of the family of %s pools the right tokens', async (name, counted) => {
    const { embedder, vectorOf: of } = await tiny(name);
    const [vector = []] = await embedder.embed(
      ['small models learn', 'small small small small models'],
      'passage',
    );
    expect([...vector]).toEqual(unit(...counted.map(of)));
  });

  test('of INSTRUCTOR’s family excludes its instruction from the mean', async () => {
    const { embedder, vectorOf: of } = await tiny('hkunlp/instructor-large');
    const vector = await embedOne(embedder, 'small models', 'passage');
    expect(vector).toEqual(unit(of('small'), of('models')));
  });

  test('with one output vector per text uses that', async () => {
    const { embedder, vectorOf: of } = await tiny('google/embeddinggemma-300m', { endsInSentence: true });
    const prompt = ['title', ':', 'none', '|', 'text', ':'].map(of);
    expect(await embedOne(embedder, 'learn', 'passage')).toEqual(unit(...prompt, of('learn')));
  });

  test('has another id with other weights, prompts or pooling, and a stable one otherwise', async () => {
    const names = ['someone/something', 'intfloat/e5-small', 'BAAI/bge-small-en', 'BAAI/bge-m3'];
    const ids = await Promise.all(
      [...names.map((name) => tiny(name)), tiny('someone/something', { seed: 2 })].map(async (made) => {
        const { embedder } = await made;
        return embedder.modelId.split('@')[1];
      }),
    );
    expect(new Set(ids).size).toBe(ids.length);
    const again = await tiny('someone/else');
    expect(again.embedder.modelId.split('@')[1]).toBe(ids[0]);
  });

  test('gives zeros for a text without a visible character', async () => {
    const { embedder, dims } = await tiny('someone/something');
    const vectors = await embedder.embed(['', 'learn', ' \u0007\u200b'], 'query');
    expect(vectors.map((vector) => vector.some(Boolean))).toEqual([false, true, false]);
    expect(vectors.map(({ length }) => length)).toEqual([dims, dims, dims]);
  });
});

const LIKE = [
  'pruning networks makes networks smaller',
  'pruning weights makes networks smaller',
  'a recipe for onion soup',
];
const ELSEWHERE = [
  'making neural networks smaller',
  'model compression by pruning weights',
  'a recipe for onion soup',
];
function madeUp(): string {
  const folder = newFolder();
  writeTinyModel(folder, LIKE.join(' ').split(' '), { dims: 384 });
  return folder;
}

describe.each([
  { name: 'a made-up model', texts: LIKE, folder: madeUp },
  ...(existsSync(MINILM) ? [{ name: 'all-MiniLM-L6-v2', texts: ELSEWHERE, folder: () => MINILM }] : []),
])('$name', ({ texts, folder }) => {
  test('is 384 wide and recognises similar texts, whatever is in the same batch', async () => {
    const embedder = await loadEmbedder({ kind: 'folder', path: folder() });
    expect(embedder.dims).toBe(384);
    const together = await embedder.embed([...texts, 'long '.repeat(300)], 'passage');
    const alone = await Promise.all(texts.map((text) => embedOne(embedder, text, 'query')));
    const dot = (a: ArrayLike<number> = [], b: ArrayLike<number> = []) =>
      Array.from(a).reduce((sum, component, i) => sum + component * (b[i] ?? 0), 0);
    expect(together.slice(0, 3).map((vector) => [...vector])).toEqual(alone);
    expect(dot(alone[0], alone[1])).toBeGreaterThan(dot(alone[0], alone[2]) + 0.2);
  });
});

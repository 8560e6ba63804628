/** Compares the fast path through the bundled model with transformers.js's pipeline. */
import { env, type FeatureExtractionPipeline, pipeline } from '@xenova/transformers';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { Paper } from '../../src/domain/paper.ts';
import type { Embedder } from '../../src/embedding/embedder.ts';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { paperText } from '../../src/embedding/paper-text.ts';
import { createStaticEmbed } from '../../src/embedding/static/static-embed.ts';
import { copyTokenTable, createTokenTable } from '../../src/embedding/static/token-table.ts';
import { openLines, readPapers } from '../../src/ingest/sources/file.ts';
import { projectPath } from '../../src/lib/package-root.ts';

let embedder: Embedder;
let extract: FeatureExtractionPipeline;
const papers: Paper[] = [];

beforeAll(async () => {
  embedder = await loadEmbedder({ kind: 'bundled' });
  env.localModelPath = projectPath('data/models');
  extract = await pipeline('feature-extraction', 'paper-static-256', { dtype: 'q8', local_files_only: true });
  for await (const line of readPapers(openLines(projectPath('data/papers.jsonl')))) {
    if ('paper' in line) papers.push(line.paper);
  }
});

async function largestDifference(text: string): Promise<number> {
  const [vector = new Float32Array()] = await embedder.embed([text], 'passage');
  const output = await extract(text, { pooling: 'mean', normalize: true });
  const expected = output.data as Float32Array;
  return vector.reduce((most, component, i) => Math.max(most, Math.abs(component - (expected[i] ?? 0))), 0);
}

it('gives every bundled paper the same vector', async () => {
  for (const paper of papers) expect(await largestDifference(paperText(paper))).toBeLessThan(1e-3);
});

it('gives any text the same vector, whatever its script, spaces and control characters', async () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
      fc.constantFrom(' ', '\t', '\n', '\u00a0', '\u3000', '-', 'é', '深'),
    ),
  });
  await fc.assert(
    fc.asyncProperty(text, async (text) => {
      fc.pre(/[\p{L}\p{N}]/u.test(text));
      expect(await largestDifference(text)).toBeLessThan(1e-3);
    }),
    { numRuns: 200 },
  );
});

it('gives words in punctuation, special tokens and damaged text the same vector', async () => {
  for (const text of [
    '(models), "models"; models.',
    'BERT [MASK] and [CLS][SEP]',
    'a[MASK]b <mask> _x_',
    '$$ ^^ `~|',
  ])
    expect(await largestDifference(text), text).toBeLessThan(1e-3);
});

it('gives a text without any tokens zeros', async () => {
  expect(await embedder.embed(['', ' \n'], 'passage')).toEqual([
    new Float32Array(256),
    new Float32Array(256),
  ]);
});

it('averages the tokens, and tokenizes each word once', () => {
  const asked: string[] = [];
  const embed = createStaticEmbed(tableOf([3, 0], [0, 4]), (word) => {
    asked.push(word);
    return word === 'both' ? [0, 1] : [0];
  });
  expect(embed('both  one both')).toEqual(embed(' both one\nboth'));
  expect([...embed('both')]).toEqual([expect.closeTo(0.6), expect.closeTo(0.8)]);
  expect(asked).toEqual(['both', 'one']);
});

it('reuses a word’s tokens inside punctuation', () => {
  const asked: string[] = [];
  const embed = createStaticEmbed(tableOf([1]), (word) => {
    asked.push(word);
    return [0];
  });
  embed('model (model) model, [MASK]');
  expect(asked).toEqual(['model', '(', ')', ',', '[MASK]']);
});

it('empties its word cache when full, and gives the same vectors afterwards', () => {
  let lookedUp = 0;
  const embed = createStaticEmbed(tableOf([3, 0], [0, 4]), (word) => {
    lookedUp++;
    return word === 'both' ? [0, 1] : [1];
  });
  const words = Array.from({ length: 50_000 }, (_, i) => `w${i}`);
  const before = embed('both');
  embed(words.join(' '));
  expect(embed('both')).toEqual(before);
  expect(lookedUp).toBe(words.length + 2);
});

it('sums a text of any length, whatever fits into memory at once', () => {
  const embed = createStaticEmbed(tableOf([3, 0], [0, 4]), (word) => (word === 'a' ? [0] : [1]));
  // 4 x 9,000 to one side, 3 x 9,000 to the other.
  expect([...embed('a b '.repeat(9_000))]).toEqual([expect.closeTo(0.6), expect.closeTo(0.8)]);
});

it('sums vectors of any width and size to a thousandth, in a copy too', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.float({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 45, maxLength: 45 }), {
        minLength: 1,
        maxLength: 5,
      }),
      (vectors) => {
        const sum =
          vectors[0]?.map((_, i) => vectors.reduce((all, vector) => all + (vector[i] ?? 0), 0)) ?? [];
        const length = Math.hypot(...sum);
        const largest = Math.max(...vectors.flat().map(Math.abs));
        fc.pre(length > largest / 10);
        const table = tableOf(...vectors);
        for (const each of [table, copyTokenTable(table.rows)]) {
          for (const piece of vectors.keys()) each.add(piece);
          const unit = each.takeUnit();
          for (const [i, component] of sum.entries()) {
            expect(Math.abs((unit[i] ?? 0) - component / length)).toBeLessThan(1e-3);
          }
        }
      },
    ),
  );
});

it('gives the next text its own vector after a failure', () => {
  const embed = createStaticEmbed(tableOf([1, 0], [0, 1]), (word) => {
    if (word === 'damaged') throw new Error('no pieces');
    return word === 'unknown' ? [7] : [word === 'x' ? 0 : 1];
  });
  for (const [text, problem] of [
    ['x damaged', 'no pieces'],
    ['x unknown', 'no vector for word piece 7'],
  ] as const) {
    expect(() => embed(text)).toThrow(problem);
    expect([...embed('y')]).toEqual([0, 1]);
  }
});

/** A table of these vectors, the first for token 0. */
function tableOf(...vectors: number[][]) {
  const table = createTokenTable(vectors[0]?.length ?? 0, vectors.length);
  for (const [piece, vector] of vectors.entries()) table.write(piece, Float32Array.from(vector));
  return table;
}

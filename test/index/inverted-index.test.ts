import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeTerms } from '../../src/index/lexical/encoded-terms.ts';
import { createInvertedIndex } from '../../src/index/lexical/inverted-index.ts';
import { createPostingLists } from '../../src/index/lexical/posting-lists.ts';
import { lexicalOf } from '../helpers/word-indexes.ts';
import { openTestStores, paper } from '../store/helpers.ts';

interface Text {
  readonly title: readonly number[];
  readonly abstract: readonly number[];
}

/** BM25 by its textbook formula, with FTS5's constants and its minimum idf for frequent words. */
function plainScores(texts: ReadonlyMap<string, Text>, words: readonly (readonly number[])[]) {
  const length = ({ title, abstract }: Text) => title.length + abstract.length;
  const average = [...texts.values()].reduce((sum, text) => sum + length(text), 0) / texts.size;
  const occurrences = (part: readonly number[], word: readonly number[]) =>
    part.filter((_, at) => word.every((stem, i) => part[at + i] === stem)).length;
  const scores = new Map<string, number>();
  for (const word of words) {
    const frequencies = [...texts].flatMap(([id, text]) => {
      const frequency = 3 * occurrences(text.title, word) + occurrences(text.abstract, word);
      return frequency > 0 ? [{ id, text, frequency }] : [];
    });
    const found = frequencies.length;
    const weight = Math.max(1e-6, Math.log((texts.size - found + 0.5) / (found + 0.5)));
    for (const { id, text, frequency } of frequencies) {
      const saturation = frequency + 1.2 * (0.25 + (0.75 * length(text)) / average);
      scores.set(id, (scores.get(id) ?? 0) + (weight * frequency * 2.2) / saturation);
    }
  }
  return scores;
}

const entry = (paperId: string, { title, abstract }: Text, categories: readonly string[] = []) => ({
  paperId,
  text: encodeTerms(title, abstract),
  categories,
  published: undefined,
});

// Few stems, so that words collide, some of two and three bytes, and longer ones whose ends resemble short ones.
const stem = fc.constantFrom(1, 2, 3, 4, 127, 128, 130, 300, 16_384, 100_000);
const text = fc.record({
  title: fc.array(stem, { maxLength: 6 }),
  abstract: fc.array(stem, { minLength: 1, maxLength: 40 }),
});
const word = fc.array(stem, { minLength: 1, maxLength: 3 });
const change = fc.record({ id: fc.integer({ min: 0, max: 15 }).map(String), text: fc.option(text) });

describe('The inverted index', () => {
  test('ranks like BM25 after additions, replacements and removals', () => {
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 60 }),
        fc.array(word, { maxLength: 40 }),
        (changes, words) => {
          const index = createInvertedIndex();
          const texts = new Map<string, Text>();
          for (const { id, text } of changes) {
            if (text) {
              index.add([entry(id, text)]);
              texts.set(id, text);
            } else {
              index.remove([id]);
              texts.delete(id);
            }
          }
          const expected = plainScores(texts, words);
          const found = index.match(words, 100);
          expect(new Set(found.map(({ paperId }) => paperId))).toEqual(new Set(expected.keys()));
          for (const { paperId, score } of found) expect(score).toBeCloseTo(expected.get(paperId) ?? 0, 4);
          expect(found.map(({ score }) => score)).toEqual(
            found.map(({ score }) => score).sort((a, b) => b - a),
          );
          expect(index.match(words, 3)).toEqual(found.slice(0, 3));
          expect(index.size).toBe(texts.size);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("counts a stem's papers without removed ones", () => {
    const index = createInvertedIndex();
    index.add([entry('a', { title: [1], abstract: [1, 2] }), entry('b', { title: [1], abstract: [] })]);
    expect([1, 2, 3, -1].map(index.count)).toEqual([2, 1, 0, 0]);
    index.add([entry('a', { title: [3], abstract: [] })]);
    expect([1, 2, 3].map(index.count)).toEqual([1, 0, 1]);
    index.remove(['b', 'unknown']);
    expect([1, 2, 3].map(index.count)).toEqual([0, 0, 1]);
  });

  test('finds a phrase again once papers have changed', () => {
    const index = createInvertedIndex();
    const find = () => index.match([[1, 2]], 10).map(({ paperId }) => paperId);
    index.add([entry('a', { title: [], abstract: [1, 2] }), entry('b', { title: [], abstract: [2, 1] })]);
    expect(find()).toEqual(['a']);
    index.add([entry('b', { title: [1, 2], abstract: [] })]);
    expect(find()).toEqual(['b', 'a']);
    index.remove(['a']);
    expect(find()).toEqual(['b']);
  });

  test('finds no phrase across the end of the title', () => {
    const index = createInvertedIndex();
    index.add([entry('a', { title: [1], abstract: [2] })]);
    expect(index.match([[1, 2]], 10)).toEqual([]);
  });

  test('scores requested papers beyond the limit, and no others', () => {
    const index = createInvertedIndex();
    for (let i = 0; i < 10; i++)
      index.add([entry(`${i}`, { title: [], abstract: [1, ...Array(i).fill(9)] })]);
    index.add([entry('without', { title: [], abstract: [2] })]);
    const all = index.match([[1]], 100);
    expect(index.match([[1]], 2, { also: ['9', '0', 'without', 'unknown'] })).toEqual([
      ...all.slice(0, 2),
      all[9],
    ]);
  });

  test('respects the filter and the authors', () => {
    const index = createInvertedIndex();
    index.add([
      entry('a', { title: [1], abstract: [] }, ['cs.CL']),
      entry('b', { title: [1], abstract: [] }, ['cs.CV']),
      entry('c', { title: [1], abstract: [] }, ['cs.CL']),
    ]);
    const filter = { categories: ['cs.CL'], authors: [] };
    const ids = (options: Parameters<typeof index.match>[2]) =>
      index.match([[1]], 10, options).map(({ paperId }) => paperId);
    expect(ids({ filter })).toEqual(['a', 'c']);
    expect(ids({ filter, only: ['b', 'c', 'unknown'] })).toEqual(['c']);
    expect(ids({ only: [] })).toEqual([]);
  });

  test('needs compaction once most rows are tombstones', () => {
    const index = createInvertedIndex();
    for (let i = 0; i <= 1_002; i++) index.add([entry('a', { title: [1], abstract: [i] })]);
    expect(index.needsCompaction).toBe(true);
    expect(createInvertedIndex().needsCompaction).toBe(false);
  });
});

test('Lists of numbers grow independently, at any length', () => {
  const lists = createPostingLists();
  const lengths = [1, 4, 5, 8, 9, 2_000, 2_049, 0, 5_000];
  for (let i = 0; i < 5_000; i++) {
    for (const [list, length] of lengths.entries())
      if (i < length) lists.append(Uint32Array.of(list * 1_000), Uint32Array.of(list * 10_000 + i), 1);
  }
  for (const [list, length] of lengths.entries()) {
    const read: number[] = [];
    lists.read(list * 1_000, (values, from, to) => read.push(...values.subarray(from, to)));
    expect(read).toEqual(Array.from({ length }, (_, i) => list * 10_000 + i));
    expect(lists.length(list * 1_000)).toBe(length);
  }
});

test('Many lists may follow each other', () => {
  const lists = createPostingLists();
  const numbers = Uint32Array.from({ length: 5_000 }, (_, list) => list);
  for (let round = 0; round < 3; round++) lists.append(numbers, numbers, numbers.length);
  for (const list of numbers) expect(lists.length(list)).toBe(3);
});

test('Lists take many numbers at once in the same order as one by one', () => {
  const added = fc.array(fc.array(fc.tuple(fc.nat(6), fc.nat(2 ** 32 - 1)), { maxLength: 60 }));
  fc.assert(
    fc.property(added, (batches) => {
      const lists = createPostingLists();
      const expected = new Map<number, number[]>();
      for (const batch of batches) {
        const numbers = Uint32Array.from(batch, ([list]) => list);
        const values = Uint32Array.from(batch, ([, value]) => value);
        lists.append(numbers, values, batch.length);
        for (const [list, value] of batch) expected.set(list, [...(expected.get(list) ?? []), value]);
      }
      for (let list = 0; list < 7; list++) {
        const read: number[] = [];
        lists.read(list, (from, start, end) => read.push(...from.subarray(start, end)));
        expect(read).toEqual(expected.get(list) ?? []);
      }
    }),
  );
});

test('Text in Latin script is ranked as in FTS5', async () => {
  const vocabulary =
    'models modelling the retrieval résumé l’été GPT-4 naïve Ärger 3.5 e.g. running runs generalisation'.split(
      ' ',
    );
  const phrase = fc
    .array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 12 })
    .map((words) => words.join(' '));
  const texts = fc.array(fc.tuple(phrase, phrase), { minLength: 3, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      texts,
      fc.array(fc.constantFrom(...vocabulary), { maxLength: 40 }),
      async (given, words) => {
        const stores = openTestStores();
        await stores.papers.add(
          given.map(([title, abstract], i) => paper(`2601.${10_000 + i}`, title, { abstract })),
        );
        const db = new DatabaseSync(':memory:');
        db.exec(
          "CREATE VIRTUAL TABLE w USING fts5(id UNINDEXED, t, a, tokenize = 'porter unicode61 remove_diacritics 2')",
        );
        const insert = db.prepare('INSERT INTO w VALUES (?, ?, ?)');
        given.forEach(([title, abstract], i) => {
          insert.run(`2601.${10_000 + i}`, title, abstract);
        });
        const asked = [...new Set(words)];
        const rows: { id: string; score: number }[] = asked.length
          ? db
              .prepare('SELECT id, -bm25(w, 0, 3.0, 1.0) AS score FROM w WHERE w MATCH ?')
              .all(asked.map((each) => `"${each}"`).join(' OR '))
          : [];
        const found = await lexicalOf(stores).search(asked, 100);
        const expected = new Map(rows.map(({ id, score }) => [id, score]));
        expect(found.map(({ paperId }) => paperId).sort()).toEqual([...expected.keys()].sort());
        for (const { paperId, score } of found) expect(score).toBeCloseTo(expected.get(paperId) ?? 0, 4);
        db.close();
        await stores.close();
      },
    ),
    { numRuns: 60 },
  );
});

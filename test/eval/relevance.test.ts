/** The development set in test/relevance: complete, large enough, and reproducible from its seed. */
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { openRelevanceLibrary } from '../../bench/relevance-library.ts';
import { evaluate } from '../../src/eval/evaluate.ts';
import { type GradedQuestions, readGradedQuestions } from '../../src/eval/questions.ts';
import { createRandom } from '../../src/eval/random.ts';
import { knownItems, titleItems, withoutTitles } from '../relevance/known-items.ts';

let set: GradedQuestions;
beforeAll(async () => {
  set = await readGradedQuestions(fileURLToPath(new URL('../relevance/questions.json', import.meta.url)));
});

test('it has 300 papers, 60 answerable questions of every kind, and 30 unanswerable ones', () => {
  const answered = set.questions.filter(({ grades }) => grades.size > 0);
  expect(set.papers.length).toBeGreaterThanOrEqual(300);
  expect(answered.length).toBeGreaterThanOrEqual(60);
  expect([...new Set(answered.map(({ kind }) => kind))].sort()).toEqual([
    'abbreviation',
    'author',
    'long',
    'misspelt',
    'paraphrase',
    'question',
    'title',
    'topic',
  ]);
  const without = set.questions.filter(({ grades }) => grades.size === 0);
  expect(without.length).toBeGreaterThanOrEqual(30);
  expect(new Set(without.map(({ kind }) => kind))).toEqual(new Set(['none']));
});

test('every answerable question has at least one paper with the top grade', () => {
  const weak = set.questions.filter(({ grades }) => grades.size > 0 && Math.max(...grades.values()) < 3);
  expect(weak).toEqual([]);
});

test('a question for an author lists exactly that author’s papers', () => {
  for (const { query, grades } of set.questions.filter(({ kind }) => kind === 'author')) {
    const by = set.papers.filter(({ authors }) => authors.some((author) => query.endsWith(author)));
    expect(by.map(({ id }) => id).sort(), query).toEqual([...grades.keys()].sort());
  }
});

test('every paper was announced in 2026-06 or later, after all training data', () => {
  expect(set.papers.filter(({ published = '' }) => published < '2026-06-01')).toEqual([]);
});

describe('Known items', () => {
  test('are the same from the same seed, and others from another', () => {
    expect(knownItems(set.papers, 20, 1)).toEqual(knownItems(set.papers, 20, 1));
    expect(knownItems(set.papers, 20, 2)).not.toEqual(knownItems(set.papers, 20, 1));
  });

  test('ask with a sentence of the abstract, half a title, and a title with typos', () => {
    const items = knownItems(set.papers, 30, 1);
    expect(items).toHaveLength(90);
    for (const { kind, query, relevant } of items) {
      const paper = set.papers.find(({ id }) => id in relevant);
      const { title = '', abstract = '' } = paper ?? {};
      if (kind === 'sentence') expect(abstract).toContain(query);
      if (kind === 'short-title') expect(title).toContain(query);
      if (kind === 'short-title') expect(query.length).toBeLessThan(title.length);
      if (kind === 'misspelt-title') expect(query.split(' ')).toHaveLength(title.split(' ').length);
    }
    const slipped = items.filter(
      ({ kind, query }) => kind === 'misspelt-title' && !set.papers.some((paper) => paper.title === query),
    );
    expect(slipped.length).toBeGreaterThan(25);
  });

  test('include titles for papers without titles', () => {
    const [first] = titleItems(set.papers, 1, 1);
    const paper = withoutTitles(set.papers).find(({ id }) => first && id in first.relevant);
    expect(paper?.title).toBe(paper?.id);
    expect(first?.query).not.toBe(paper?.id);
  });
});

test('hybrid search is good at every kind of question, and better than words or vectors alone', async () => {
  const { engine, questions, close } = await openRelevanceLibrary();
  const { rankers, no } = await evaluate(engine, questions, () => 0, createRandom(1));
  await close();
  // .829, .646 and .671.
  expect(rankers.hybrid.ndcg).toBeGreaterThan(0.815);
  expect(rankers.dense.ndcg).toBeGreaterThan(0.66);
  for (const [kind, { ndcg }] of Object.entries(rankers.hybrid.byKind)) {
    expect(ndcg, kind).toBeGreaterThan(rankers.lexical.byKind[kind]?.ndcg ?? 0);
    expect(ndcg, kind).toBeGreaterThan(rankers.dense.byKind[kind]?.ndcg ?? 0);
  }
  // 80 % and 3.5 %; more than half of the unanswerable ones are near misses.
  expect(no.recall).toBeGreaterThan(0.7);
  expect(no.falseAbstentions).toBeLessThan(0.06);
});

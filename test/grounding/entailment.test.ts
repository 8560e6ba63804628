/** What an abstract supports: hand-written paraphrases of it mostly pass, invented claims about the same paper hardly ever. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { isSupported, readEvidence } from '../../src/grounding/entailment.ts';
import { createDictionary } from '../../src/retrieval/query/dictionary.ts';

interface Claims {
  readonly title: string;
  readonly supported: readonly string[];
  readonly unsupported: readonly string[];
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const claims: readonly Claims[] = JSON.parse(read('./claims.json'));
const abstracts = new Map<string, string>(
  read('../../data/papers.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ title, abstract }) => [title, abstract]),
);

test('of 49 paraphrases three in four pass, of 36 invented claims at most one in ten', async () => {
  const embedder = await loadEmbedder({ kind: 'bundled' });
  const isWord = createDictionary();
  const passed = { supported: 0, unsupported: 0 };
  for (const { title, ...said } of claims) {
    const evidence = await readEvidence({ title, abstract: abstracts.get(title) ?? '' }, embedder);
    for (const kind of ['supported', 'unsupported'] as const)
      for (const sentence of said[kind]) if (await isSupported(sentence, evidence, isWord)) passed[kind] += 1;
  }
  expect(passed.supported).toBeGreaterThanOrEqual(37);
  expect(passed.unsupported).toBeLessThanOrEqual(3);
});

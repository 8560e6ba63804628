import { expect, test } from 'vitest';
import { indexesOf } from '../helpers/word-indexes.ts';
import { openTestStores, paper } from '../store/helpers.ts';

async function vocabularyOf(...abstracts: string[]) {
  const stores = openTestStores();
  await stores.papers.add(abstracts.map((abstract, i) => paper(`local:${i}`, `T${i}`, { abstract })));
  return (await indexesOf(stores)).vocabulary;
}

test('counts the papers with an ordinary word, each once, the most frequent word first', async () => {
  const vocabulary = await vocabularyOf('Chess models, chess', 'Chess', 'go', 'Größe naïve');
  expect(vocabulary.commonWords(1)).toEqual([
    { word: 'chess', papers: 2 },
    { word: 'go', papers: 1 },
    { word: 'grosse', papers: 1 },
    { word: 'models', papers: 1 },
    { word: 'naive', papers: 1 },
  ]);
  expect(vocabulary.commonWords(2)).toEqual([{ word: 'chess', papers: 2 }]);
  expect(['chess', 'draughts'].map(vocabulary.papersWith)).toEqual([2, 0]);
});

test('counts no abbreviations, words with digits, single letters or words of more than 24 letters', async () => {
  const vocabulary = await vocabularyOf(`RAG LoRA gpt4 ImageNet a ${'x'.repeat(25)} ${'y'.repeat(24)}`);
  expect(vocabulary.commonWords(1).map(({ word }) => word)).toEqual(['imagenet', 'y'.repeat(24)]);
});

test('maps abbreviations both ways, in any case, the most frequent first', async () => {
  const vocabulary = await vocabularyOf(
    'Parameter-efficient fine-tuning (PEFT).',
    'Parameter efficient finetuning (PEFT).',
    'Perfect evening for talks (PEFT).',
    'Parameter-efficient fine-tunings (PET).',
  );
  const peft = {
    short: 'PEFT',
    long: 'Parameter-efficient fine-tuning',
    longKey: 'parameterefficientfinetuning',
    papers: 2,
  };
  expect(await vocabulary.meaningsOf(['peft', 'PEFT', 'nothing'])).toEqual([
    peft,
    { short: 'PEFT', long: 'Perfect evening for talks', longKey: 'perfecteveningfortalk', papers: 1 },
  ]);
  expect((await vocabulary.abbreviationsOf([peft.longKey, 'no'])).map(({ short }) => short)).toEqual([
    'PEFT',
    'PET',
  ]);
  expect(await vocabulary.meaningsOf([])).toEqual([]);
});

test('counts a paper again once its text has changed', async () => {
  const stores = openTestStores();
  await stores.papers.add([paper('local:1', 'Chess')]);
  await indexesOf(stores);
  await stores.papers.add([paper('local:1', 'Chess', { abstract: 'Draughts' })]);
  expect((await indexesOf(stores)).vocabulary.papersWith('draughts')).toBe(1);
});

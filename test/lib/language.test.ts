/** Which questions are in another language beyond doubt. */
import { expect, test } from 'vitest';
import { isSurelyForeign } from '../../src/lib/language.ts';

test.each([
  'wie bringe ich einem Modell das Vergessen bei?',
  'Was ist Retrieval-Augmented Generation?',
  'comment réduire la taille des modèles de langage ?',
  '¿cómo hago que un modelo olvide datos privados?',
  'как уменьшить модель?',
  'モデルを小さくするには',
  '如何压缩提示词',
])('%s', async (text) => {
  expect(await isSurelyForeign(text)).toBe(true);
});

test.each([
  'how do I make a model forget private data?',
  'LoRA',
  'NER',
  'KV cache compression',
  'Silvia Cascianelli',
  'retreival augmentd genration',
  '2401.00001',
  '',
])('not: %s', async (text) => {
  expect(await isSurelyForeign(text)).toBe(false);
});

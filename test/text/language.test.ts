/** Detection of other languages, and checks that an answer is in the requested one. */
import { expect, test } from 'vitest';
import { createLanguageCheck, isSurelyForeign, readLanguage } from '../../src/text/language.ts';

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

test.each([
  ['de', 'Die Autoren schlagen ein Verfahren vor, das die Größe der Modelle halbiert.', true],
  ['de', 'Les auteurs proposent une méthode qui réduit de moitié la taille des modèles.', false],
  ['de', 'The authors propose a method that halves the size of the models.', false],
  ['fr', 'Les auteurs proposent une méthode qui réduit de moitié la taille des modèles.', true],
  ['fr', 'Los autores proponen un método que reduce a la mitad el tamaño de los modelos.', false],
  ['ja', '著者らはモデルの大きさを半分にする手法を提案する。', true],
  ['ja', 'Die Autoren schlagen ein Verfahren vor.', false],
])('requested in %s: "%s" is that: %s', async (code, text, isThat) => {
  const isInLanguage = await createLanguageCheck(readLanguage(code));
  expect(isInLanguage(text)).toBe(isThat);
});

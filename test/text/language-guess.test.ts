/** The language of a short query. */
import { expect, test } from 'vitest';
import { guessLanguage } from '../../src/text/language-guess.ts';

const english = new Set(
  'how to make models smaller learning with noisy labels a survey of papers for from de la in on vision'.split(
    ' ',
  ),
);
const guess = (text: string) => guessLanguage(text, (word) => english.has(word));

test.each([
  ['квантование больших моделей', 'ru'],
  ['量化感知训练', 'zh'],
  ['プロンプトの圧縮', 'ja'],
  ['프롬프트 압축', 'ko'],
  ['wie kann man große Modelle verkleinern', 'de'],
  ['apprentissage par renforcement pour les robots', 'fr'],
  ['aprendizado por reforço para robôs', 'pt'],
])('%s is %s', (text, language) => {
  expect(guess(text)).toBe(language);
});

test.each([
  'how to make models smaller',
  'learning with noisy labels',
  'LoRA',
  'Poincaré embeddings',
  'α-divergence',
  '',
])('“%s” is not taken for another language than English', (text) => {
  expect(guess(text)).toBeUndefined();
});

/** Claims in the paper's own words that say the contrary are found, and right sentences are left alone. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contradicts, readClaims } from '../../src/grounding/polarity.ts';
import { splitSentences } from '../../src/text/sentences.ts';

const told = (abstract: string) => readClaims(splitSentences(abstract).map(({ text }) => text));
const ABSTRACT = told(
  'Long prompts are slow and expensive. PromptTrim removes tokens that a small model finds predictable. It makes prompts 4 times shorter, but does not reach the accuracy of the whole prompt on seven data sets. Experiments show that PromptTrim improves retrieval without hurting the quality of answers.',
);

test.each([
  'PromptTrim removes tokens that a small model does not find predictable.',
  'PromptTrim does not remove tokens that a small model finds predictable.',
  'It makes prompts 4 times longer.',
  'It reaches the accuracy of the whole prompt on seven data sets.',
  'Experiments show that PromptTrim degrades retrieval.',
  'On seven data sets it does reach the accuracy of the whole prompt.',
  'It makes prompts 4 times shorter, and reaches the accuracy of the whole prompt on seven data sets.',
])('found: %s', (sentence) => {
  expect(contradicts(sentence, ABSTRACT)).toBe(true);
});

test.each([
  'PromptTrim removes predictable tokens, as a small model finds them.',
  'It makes prompts 4 times shorter.',
  'The whole prompt is more accurate.',
  'PromptTrim not only removes tokens that a small model finds predictable.',
  'The quality of answers is not hurt, and retrieval improves.',
  'Quality stays while retrieval gets better.',
])('left alone: %s', (sentence) => {
  expect(contradicts(sentence, ABSTRACT)).toBe(false);
});

const lines = (path: string) =>
  readFileSync(new URL(path, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line): { title: string; abstract: string } => JSON.parse(line));
const bundled = lines('../../data/papers.jsonl');
const papers = [...bundled, ...lines('../relevance/papers.jsonl')];

test('of right sentences hardly any is taken for turned: paraphrases, titles, and what the abstract says itself', () => {
  const claims: { title: string; supported: string[] }[] = JSON.parse(
    readFileSync(new URL('./claims.json', import.meta.url), 'utf8'),
  );
  const wrong = claims.flatMap(({ title, supported }) => {
    const abstract = told(papers.find((paper) => paper.title === title)?.abstract ?? '');
    return supported.filter((sentence) => contradicts(sentence, abstract));
  });
  expect(wrong).toEqual([]);
  const titles = papers.filter(({ title, abstract }) => contradicts(title, told(abstract)));
  expect(titles.length / papers.length).toBeLessThan(0.01);
  for (const { abstract } of bundled) {
    const all = told(abstract);
    for (const { text } of splitSentences(abstract)) expect(contradicts(text, all), text).toBe(false);
  }
});

const TURNS: readonly (readonly [RegExp, string])[] = [
  [/\bimproves\b/, 'degrades'],
  [/\breduces\b/, 'increases'],
  [/\boutperforms\b/, 'underperforms'],
  [/\bincreases\b/, 'decreases'],
  [/\bhigher\b/, 'lower'],
  [/\bwithout\b/, 'with'],
  [/\b(is|are|can|does|do) not\b/, '$1'],
  [/\bcannot\b/, 'can'],
  [/\b(is|are|can) (?!not\b)/, '$1 not '],
];

test('of sentences that are turned around by a word more than nine in ten are found', () => {
  let [found, all] = [0, 0];
  for (const { abstract } of bundled) {
    const held = told(abstract);
    for (const { text } of splitSentences(abstract)) {
      for (const [word, instead] of TURNS) {
        if (!word.test(text)) continue;
        all += 1;
        if (contradicts(text.replace(word, instead), held)) found += 1;
      }
    }
  }
  expect(all).toBeGreaterThan(300);
  expect(found / all).toBeGreaterThan(0.9);
});

/**
 * Entailment by an abstract: paraphrases of it mostly pass, false and invented statements about the same paper hardly
 * ever.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judgeStatements, type StatementsOfPaper, shownShare } from '../../bench/eval/grounding.ts';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { findDoubt, readEvidence } from '../../src/grounding/entailment.ts';
import { createDictionary } from '../../src/retrieval/query/dictionary.ts';
import { splitSentences } from '../../src/text/sentences.ts';

interface Claims {
  readonly title: string;
  readonly supported: readonly string[];
  readonly unsupported: readonly string[];
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const claims: readonly Claims[] = JSON.parse(read('./claims.json'));
const bundled = read('../../data/papers.jsonl')
  .trim()
  .split('\n')
  .map((line): { title: string; abstract: string } => JSON.parse(line));
const abstracts = new Map(bundled.map(({ title, abstract }) => [title, abstract]));
const embedder = await loadEmbedder({ kind: 'bundled' });
const isWord = createDictionary();

test('three in four of 49 free paraphrases pass, and at most one in ten of 36 invented claims', async () => {
  const passed = { supported: 0, unsupported: 0 };
  for (const { title, ...said } of claims) {
    const evidence = await readEvidence({ title, abstract: abstracts.get(title) ?? '' }, embedder);
    for (const kind of ['supported', 'unsupported'] as const)
      passed[kind] += said[kind].filter((sentence) => !findDoubt(sentence, evidence, isWord)).length;
  }
  expect(passed.supported).toBeGreaterThanOrEqual(37);
  expect(passed.unsupported).toBeLessThanOrEqual(3);
});

test('at most one in four of 1,086 false statements is shown, and at most one in ten of 560 true ones refused', async () => {
  const papers: readonly StatementsOfPaper[] = JSON.parse(read('./statements.json'));
  const judged = await judgeStatements(papers, embedder, isWord);
  expect(judged).toHaveLength(1646);
  expect(shownShare(judged, (kind) => kind !== 'true')).toBeLessThan(0.25);
  expect(shownShare(judged, (kind) => kind === 'true')).toBeGreaterThan(0.9);
});

// The two tests above allow for single errors; this one shows every verdict that a change of the checks changes.
test('each of these statements gets the same verdict as before', async () => {
  const papers: readonly StatementsOfPaper[] = JSON.parse(read('./statements.json'));
  const claimed = claims.map(({ title, supported, unsupported }) => {
    const abstract = abstracts.get(title) ?? '';
    return { title, abstract, split: 'build' as const, statements: { supported, unsupported } };
  });
  const judged = await judgeStatements([...papers, ...claimed], embedder, isWord);
  const lines = judged.map(({ kind, doubt, sentence }) => `${kind} | ${doubt ?? 'shown'} | ${sentence}\n`);
  await expect(lines.join('')).toMatchFileSnapshot('golden/verdicts.txt');
});

const PAPERS_CHANGED = 60;
/** Ways to change a sentence of an abstract, of which some keep it true. */
const CHANGES: readonly ((sentence: string) => string)[] = [
  (sentence) =>
    sentence.replace(
      /^(.+?) (outperforms?|exceeds?|surpass(?:es)?|beats?|improves?|reduces?) (.+?)([,.]| by .*| on .*)$/,
      '$3 $2 $1$4',
    ),
  (sentence) =>
    sentence.replace(
      /^(.+?) (is|are) (\S+er|more \S+|less \S+|superior|inferior) (than|to) (.+)\.$/,
      '$5 $2 $3 $4 $1.',
    ),
  (sentence) => sentence.replace(/\b(over|than|compared (?:with|to)|versus)\b (.+)\.$/, 'unlike $2.'),
  (sentence) => sentence.replace(/^(.+?) (and|or) (.+?)([ ,.])/, '$3 $2 $1$4'),
  (sentence) => sentence.replace(/\b(is|are|can|does|do|has|have)\b/, '$1 not'),
  (sentence) => sentence.replace(/\b(?:no|not|without|never)\b ?/, ''),
  (sentence) => sentence.replace(/(\d[\d.,]*%?)(.+?)(\d[\d.,]*%?)/, '$3$2$1'),
  (sentence) => sentence.replace(/(\d+)/, (number) => `${Number(number) + 1}`),
  (sentence) => sentence.replace(/\b(some|many|most|several|often|may|can)\b/, 'all'),
  (sentence) => sentence.replace(/\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b/, 'BERT'),
  (sentence) => sentence.replace(/\b(\w+)ing\b/, 'un$1ing'),
  (sentence) => sentence.split(' ').reverse().join(' '),
];

// A letter for each sentence and change: s for shown, else the beginning of the doubt; - if nothing changed.
test('each changed sentence of the bundled abstracts gets the same verdict as before', async () => {
  const lines: string[] = [];
  for (const paper of bundled.slice(0, PAPERS_CHANGED)) {
    const held = await readEvidence(paper, embedder);
    const verdicts = splitSentences(paper.abstract).map(({ text }) =>
      [text, ...CHANGES.map((change) => change(text))]
        .map((sentence, i) =>
          i > 0 && sentence === text ? '-' : (findDoubt(sentence, held, isWord) ?? 's')[0],
        )
        .join(''),
    );
    lines.push(`${verdicts.join(' ')} ${paper.title}\n`);
  }
  await expect(lines.join('')).toMatchFileSnapshot('golden/changed-sentences.txt');
});

test('every sentence of an abstract is entailed by it', async () => {
  for (const paper of bundled.slice(0, 30)) {
    const evidence = await readEvidence(paper, embedder);
    for (const { text } of evidence.premise.told)
      expect(findDoubt(text, evidence, isWord), text).toBeUndefined();
  }
});

const ABSTRACT =
  'Long prompts are slow and expensive. PromptTrim removes tokens that a small model finds predictable. It makes prompts 4 times shorter, but does not reach the accuracy of the whole prompt on seven data sets. Experiments show that PromptTrim improves retrieval without hurting the quality of answers.';
const evidence = await readEvidence({ title: 'PromptTrim: Shorter Prompts', abstract: ABSTRACT }, embedder);

test.each([
  ['contradiction', 'PromptTrim removes tokens that a small model does not find predictable.'],
  ['contradiction', 'PromptTrim does not remove tokens that a small model finds predictable.'],
  ['contradiction', 'It makes prompts 4 times longer.'],
  ['contradiction', 'It reaches the accuracy of the whole prompt on seven data sets.'],
  ['contradiction', 'Experiments show that PromptTrim degrades retrieval.'],
  ['contradiction', 'On seven data sets it does reach the accuracy of the whole prompt.'],
  [
    'contradiction',
    'It makes prompts 4 times shorter, and reaches the accuracy of the whole prompt on seven data sets.',
  ],
  ['unsupported words', 'PromptTrim removes predictable tokens from legal contracts in courts.'],
  ['numbers', 'It makes prompts 5 times shorter.'],
  ['names', 'PromptTrim removes tokens that GPT-9 finds predictable.'],
  ['over-claim', 'PromptTrim always removes tokens that a small model finds predictable.'],
  ['address', 'PromptTrim removes predictable tokens, so trim your prompts.'],
])('%s rejects: %s', (doubt, sentence) => {
  expect(findDoubt(sentence, evidence, isWord)).toBe(doubt);
});

test.each([
  'PromptTrim removes predictable tokens, as a small model finds them.',
  'It makes prompts 4 times shorter.',
  'PromptTrim not only removes tokens that a small model finds predictable.',
  'The quality of answers is not hurt, and retrieval improves.',
  'Retrieval gets better while the quality of answers stays.',
])('entailed: %s', (sentence) => {
  expect(findDoubt(sentence, evidence, isWord)).toBeUndefined();
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

test('more than nine in ten sentences that one word turns into their opposite are found', async () => {
  let [found, all] = [0, 0];
  for (const paper of bundled) {
    const held = await readEvidence(paper, embedder);
    for (const { text } of splitSentences(paper.abstract)) {
      for (const [word, instead] of TURNS) {
        if (!word.test(text)) continue;
        all += 1;
        if (findDoubt(text.replace(word, instead), held, isWord)) found += 1;
      }
    }
  }
  expect(all).toBeGreaterThan(300);
  expect(found / all).toBeGreaterThan(0.9);
});

/** Figures about a language model's sentences on made-up rows, and a run of `npm run eval:llm` with its fake model. */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { compressionOf, countsOf, judge, sentenceFigures } from '../../bench/eval/sentences.ts';
import { evaluateSummariser, textRank } from '../../bench/eval/summarisers.ts';
import { type AnswerRow, answersFigures, type Judged } from '../../bench/eval/written-answers.ts';
import { type SummaryRow, summariesFigures } from '../../bench/eval/written-summaries.ts';
import type { Answer } from '../../src/answer/answer.ts';
import { supportedNumbers } from '../../src/grounding/numeric-consistency.ts';
import { ENGLISH, readLanguage } from '../../src/text/language.ts';
import { compile } from '../helpers/compile.ts';
import { makePaper } from '../helpers/papers.ts';
import { PROJECT } from '../helpers/program.ts';

const GERMAN = readLanguage('de');
const right = { isSupported: true, numbers: 'right' } as const;
const wrong = { isSupported: false, numbers: 'wrong' } as const;
const plain = { isSupported: true, numbers: 'none' } as const;

describe('sentences', () => {
  test('are counted, and shares exclude sentences without the feature', () => {
    expect(sentenceFigures([right, wrong, plain, plain])).toEqual({
      sentences: 4,
      supported: 0.75,
      withNumbers: 2,
      numbersRight: 0.5,
    });
    expect(sentenceFigures([])).toEqual({
      sentences: 0,
      supported: undefined,
      withNumbers: 0,
      numbersRight: undefined,
    });
  });

  test('are judged one by one', async () => {
    const held = supportedNumbers('It gains 12% on 3 tasks.');
    const isSupported = async (sentence: string) => sentence.startsWith('It');
    expect(await judge('It gains 12%. They gain 13%. It is small.', held, isSupported)).toEqual([
      right,
      wrong,
      plain,
    ]);
  });

  test('compression is a mean of shares, and reasons are counted, the most frequent first', () => {
    expect(
      compressionOf([
        { chars: 10, of: 100 },
        { chars: 60, of: 200 },
      ]),
    ).toBeCloseTo(0.2);
    expect(compressionOf([])).toBeUndefined();
    expect(Object.entries(countsOf(['away', 'spent', 'spent']))).toEqual([
      ['spent', 2],
      ['away', 1],
    ]);
  });
});

describe('summaries', () => {
  const told = (text: string) => [{ role: 'gist' as const, text }];
  const model = { sentences: told('It is a small model.'), writtenBy: 'big', language: ENGLISH };
  const own: SummaryRow = {
    language: ENGLISH,
    abstractChars: 100,
    ms: 100,
    written: [right, wrong],
    shown: [right],
    isInLanguage: true,
    summary: model,
  };
  const fallbackModel: SummaryRow = {
    ...own,
    ms: 300,
    written: [wrong],
    shown: [],
    summary: { ...model, writtenBy: undefined, because: 'unusable' },
  };
  const german: SummaryRow = {
    ...own,
    language: GERMAN,
    ms: 200,
    isTranslated: true,
    summary: { ...model, sentences: told('Das ist ein kleines Modell, und es ist gut.'), language: GERMAN },
  };
  const refused: SummaryRow = {
    ...german,
    isTranslated: false,
    isInLanguage: false,
    summary: { ...model, because: 'unusable' },
  };

  test('the model’s output and the shown text are counted separately', () => {
    expect(summariesFigures([own, fallbackModel, german, refused])).toEqual({
      summaries: 4,
      byModel: 3,
      because: { unusable: 2 },
      written: { sentences: 3, supported: 1 / 3, withNumbers: 3, numbersRight: 1 / 3 },
      shown: { sentences: 1, supported: 1, withNumbers: 1, numbersRight: 1 },
      compression: (0.2 + 0.43 + 0.2) / 3,
      otherLanguage: { asked: 2, written: 0.5, shown: 0.5 },
      times: { medianMs: 200, p95Ms: 300 },
    });
  });
});

describe('answers', () => {
  const judged = (citations: boolean[]): Judged => ({
    sentences: citations.map((isValid) => (isValid ? right : wrong)),
    citations,
    isInLanguage: citations.length === 1,
  });
  const answer = (by: 'model' | 'papers', because?: 'away'): Answer => ({
    kind: 'answered',
    by,
    statements: [{ text: 'It is a small model.', papers: [1] }],
    papers: [makePaper()],
    searched: [],
    because,
  });
  const nothing: Answer = { kind: 'nothing', nearest: [], topics: [], searched: [] };
  const row: AnswerRow = {
    language: ENGLISH,
    ms: 10,
    hasAnswer: true,
    written: judged([true, false]),
    shown: judged([true]),
    citesRelevant: true,
    answer: answer('model'),
  };

  test('citations, outcomes and languages are counted, before and after the checks', () => {
    const figures = answersFigures([
      row,
      {
        ...row,
        written: undefined,
        shown: undefined,
        citesRelevant: false,
        answer: answer('papers', 'away'),
      },
      { ...row, hasAnswer: false, written: undefined, shown: undefined, answer: nothing },
      { ...row, language: GERMAN, citesRelevant: false },
    ]);
    expect(figures).toMatchObject({
      questions: 4,
      withAnswer: { questions: 3, model: 2, papers: 1, falseAbstentions: 0 },
      withoutAnswer: { questions: 1, model: 0, papers: 0, falseAbstentions: 1 },
      because: { away: 1 },
      written: { statements: 4, citationsValid: 0.5, supported: 0.5 },
      shown: { statements: 2, citationsValid: 1, supported: 1 },
      citesRelevant: 0.5,
      otherLanguage: { asked: 1, written: 0, shown: 1 },
    });
  });
});

describe('summarisers', () => {
  const labelled = {
    paperId: '2509.20354',
    title: 'A title',
    split: 'heldOut',
    abstract: 'This is hard. We do that. It works.',
    problem: [0],
    method: [1],
    result: [],
  } as const;
  const embedder = { modelId: 'none', dims: 1, embed: async () => [] };

  test('are right if they choose a sentence that a reader marked, and name its role', async () => {
    const summarise = async () => [{ role: 'problem', at: 0 } as const, { role: 'result', at: 1 } as const];
    expect(await evaluateSummariser(summarise, [labelled], embedder)).toEqual({
      problem: 1,
      method: 1,
      result: undefined,
      all: 1,
      rightLabel: 0.5,
    });
  });

  test('TextRank ranks the most similar sentence first', () => {
    const [a, b, between] = [
      [1, 0],
      [0, 1],
      [0.7, 0.7],
    ].map((vector) => Float32Array.from(vector));
    const ranks = textRank([a, b, between] as Float32Array[]);
    expect(ranks.indexOf(Math.max(...ranks))).toBe(2);
    expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(1);
  });
});

describe('npm run eval:llm', () => {
  const run = async (...args: string[]) =>
    promisify(execFile)(process.execPath, [fileURLToPath(await compile('bench/eval-llm.ts')), ...args], {
      cwd: PROJECT,
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
    });

  test('measures a fake model if none is set: its errors are found, and nobody sees them', async () => {
    const { stdout } = await run('summaries', 'answers', '--n', '12', '--json');
    const { isFallbackModel, summaries, answers, summariesTokens } = JSON.parse(stdout);
    expect(isFallbackModel).toBe(true);
    expect(summaries.written.supported).toBeLessThan(1);
    expect(summaries.shown).toMatchObject({ supported: 1, numbersRight: 1 });
    // The fake model copies background; a summary without a method or a result is not shown.
    expect(summaries).toMatchObject({ summaries: 15, byModel: 8, because: { unusable: 7 } });
    expect(answers.shown.citationsValid).toBe(1);
    expect(answers.withoutAnswer).toEqual({ questions: 3, model: 1, papers: 0, falseAbstentions: 2 });
    // Its claimed counts, 100 and 20 a call, are less than what was sent.
    expect(summariesTokens).toMatchObject({ calls: 16 });
    expect(summariesTokens.in).toBeGreaterThan(1_600);
  });

  test('explains wrong arguments', async () => {
    await expect(run('poems')).rejects.toMatchObject({
      code: 2,
      stderr: 'There is no part poems. There are: summarisers, summaries, answers, rewriting.\n',
    });
    await expect(run('--n', '0')).rejects.toMatchObject({ code: 2 });
  });
});

/** Files of graded questions: valid ones, and the errors for invalid ones. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/domain/errors.ts';
import { readGradedQuestions } from '../../src/eval/questions.ts';

const folder = mkdtempSync(join(tmpdir(), 'paperboy-eval-'));
afterAll(() => rmSync(folder, { recursive: true }));

function save(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const PAPERS = [
  { id: '2501.00001', title: 'Making prompts shorter', abstract: 'Prompts are cut.' },
  { id: '2501.00002', title: 'Pruning trees', abstract: 'Branches are cut.' },
];
const question = (changed: object = {}) => ({ id: 'q1', query: 'shorter prompts', relevant: {}, ...changed });

describe('The papers', () => {
  test('may be in the file itself, or in one beside it', async () => {
    save('papers.jsonl', PAPERS.map((paper) => JSON.stringify(paper)).join('\n'));
    for (const papers of [PAPERS, 'papers.jsonl']) {
      const read = await readGradedQuestions(save('ok.json', { papers, questions: [question()] }));
      expect(read.papers.map(({ id }) => id)).toEqual(['2501.00001', '2501.00002']);
    }
  });

  test('are the bundled ones if the file names none', async () => {
    const { papers } = await readGradedQuestions(save('ok.json', { questions: [question()] }));
    expect(papers).toHaveLength(119);
  });
});

test('ids may be links, kinds may be omitted, and a grade of 0 counts as none', async () => {
  const relevant = { 'https://arxiv.org/abs/2501.00001v2': 2, '2501.00002': 0 };
  const { questions } = await readGradedQuestions(
    save('ok.json', {
      papers: PAPERS,
      questions: [question({ id: 7, relevant }), question({ kind: 'topic' })],
    }),
  );
  expect(questions).toEqual([
    { id: '7', query: 'shorter prompts', kind: 'any', grades: new Map([['2501.00001', 2]]) },
    { id: 'q1', query: 'shorter prompts', kind: 'topic', grades: new Map() },
  ]);
});

describe('An invalid file is refused in a sentence that names the question:', () => {
  const withQuestion = (changed: object) => ({ papers: PAPERS, questions: [question(changed)] });
  test.each<[string, unknown, RegExp]>([
    [
      'an unknown paper',
      withQuestion({ relevant: { '9999.12345': 3 } }),
      /question "q1" names the paper 9999\.12345, which is not among the 2 of the papers in /,
    ],
    [
      'a grade in words',
      withQuestion({ relevant: { '2501.00001': 'good' } }),
      /question "q1" gives 2501\.00001 the grade "good"; a grade is a whole number from 0 to 10\.$/,
    ],
    [
      'half a grade',
      withQuestion({ relevant: { '2501.00001': 1.5 } }),
      /question "q1" gives .* the grade 1\.5/,
    ],
    ['a negative grade', withQuestion({ relevant: { '2501.00001': -1 } }), /question "q1" gives .* grade -1/],
    ['no grades at all', withQuestion({ relevant: undefined }), /question "q1" needs "relevant"/],
    ['no words', withQuestion({ query: ' ?! ' }), /question "q1" has no words in "query"\.$/],
    [
      'a filter that nobody can read',
      withQuestion({ query: 'prompts since:yesterday' }),
      /question "q1" can't be asked: I can’t read “since:yesterday”\. Write it like since:2025/,
    ],
    ['no query', withQuestion({ query: undefined }), /question "q1" must be \{"id", "query", /],
    ['no id', withQuestion({ id: undefined }), /question 1 of the list must be \{"id", "query", /],
    [
      'an id twice',
      { papers: PAPERS, questions: [question(), question()] },
      /has two questions with the id q1\.$/,
    ],
    ['no questions', { papers: PAPERS, questions: [] }, /with at least one question\.$/],
    ['something else', [1, 2], /must be \{"papers"\?/],
    ['no JSON', 'Dear diary', /is not JSON \(/],
    [
      'a paper without a title',
      { papers: [{ abstract: 'x' }], questions: [question()] },
      /^the papers in .*, line 1: "title" is missing or is not text\.$/,
    ],
    [
      'papers that are not there',
      { papers: 'nowhere.jsonl', questions: [question()] },
      /^There is no file .*nowhere\.jsonl; check the path and try again\.$/,
    ],
  ])('%s', async (_, content, says) => {
    const reading = readGradedQuestions(save('bad.json', content));
    await expect(reading).rejects.toThrow(says);
    await expect(reading).rejects.toBeInstanceOf(ConfigError);
  });

  test('a missing file', async () => {
    await expect(readGradedQuestions(join(folder, 'nope.json'))).rejects.toThrow(
      /^There is no file .*nope\.json; check the path and try again\.$/,
    );
  });
});

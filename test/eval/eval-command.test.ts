/** `paperboy eval` as people run it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newFolder, runProgram } from '../helpers/program.ts';

const PAPERS = [
  ['2501.00001', 'Prompt compression', 'We make prompts shorter by dropping tokens that tell little.'],
  ['2501.00002', 'Speech recognition for children', 'A recogniser of the speech of children is trained.'],
  ['2501.00003', 'Protein folding', 'The shape of proteins is predicted from their sequence.'],
].map(([id, title, abstract]) => ({ id, title, abstract }));

function questionsFile(questions: object[]): string {
  const file = join(newFolder(), 'questions.json');
  writeFileSync(file, JSON.stringify({ papers: PAPERS, questions }));
  return file;
}

const QUESTIONS = [
  { id: 'a', kind: 'topic', query: 'prompt compression', relevant: { '2501.00001': 3 } },
  { id: 'b', kind: 'topic', query: 'speech recognition', relevant: { '2501.00002': 3 } },
  { id: 'c', kind: 'none', query: 'sourdough bread hydration', relevant: {} },
  // The paper is missing, and the output says so.
  { id: 'd', kind: 'none', query: '2509.99999', relevant: {} },
];

test('prints a table, and by kind, without touching any database', async () => {
  const folder = newFolder();
  const { code, stdout } = await runProgram(['eval', questionsFile(QUESTIONS)], {}, folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^model +ranker +nDCG@10 +recall@10 +MRR@10 +p50 ms +p95 ms\n/);
  for (const ranker of ['lexical', 'dense', 'hybrid']) {
    expect(stdout).toMatch(new RegExp(`^paper-static-256@\\w+ +${ranker} +1\\.000 +1\\.000 +1\\.000 `, 'm'));
  }
  expect(stdout).toMatch(/3 papers, 4 questions, 2 of them with an answer; \d+ MB at most$/m);
  expect(stdout).toMatch(/^topic +2 +1\.000 +1\.000 +1\.000 /m);
  expect(stdout).toMatch(/^Saying no: precision /m);
  expect(stdout).toContain('too few questions to fit on some and measure on others');
  expect(existsSync(join(folder, 'paperboy.db'))).toBe(false);
});

test('compares several models, one line of JSON each, and draws a chart', async () => {
  const svg = join(newFolder(), 'picture.svg');
  const model = join(import.meta.dirname, '../../data/models/paper-static-256');
  const args = ['eval', questionsFile(QUESTIONS), '--models', `bundled,${model}`, '--json', '--svg', svg];
  const { code, stdout, stderr } = await runProgram(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line.rankers.hybrid).toMatchObject({ questions: 2, ndcg: 1, recall: 1, mrr: 1 });
    expect(line.rankers.hybrid.p95Ms).toBeGreaterThanOrEqual(line.rankers.hybrid.p50Ms);
    expect(line.peakMemoryMb).toBeGreaterThan(30);
    expect(line.no).toEqual(expect.objectContaining({ falseAbstentions: expect.any(Number) }));
  }
  // Lexical once, dense and hybrid for each model.
  expect(readFileSync(svg, 'utf8').match(/<circle /g)).toHaveLength(5);
});

test('a file without answerable questions has no figures and no chart', async () => {
  const file = questionsFile(QUESTIONS.filter(({ kind }) => kind === 'none'));
  const { code, stdout } = await runProgram(['eval', file]);
  expect(code).toBe(0);
  for (const ranker of ['lexical', 'dense', 'hybrid'])
    expect(stdout).toMatch(new RegExp(` ${ranker} +– +– +– `));
  expect(stdout).toMatch(/2 questions, 0 of them with an answer;/);
  expect(stdout).toMatch(/frozen, as it answers today: –$/m);
  const svg = join(newFolder(), 'picture.svg');
  const drawn = await runProgram(['eval', file, '--json', '--svg', svg]);
  expect(drawn).toMatchObject({ code: 2, stderr: expect.stringMatching(/nothing to draw.*Leave out --svg/) });
  expect(existsSync(svg)).toBe(false);
});

test('lexical and dense search rank the papers that pass a question’s filters, by the rest of it', async () => {
  // Contains the filter's word, unlike the others, and doesn't pass it.
  const trap = { id: '2401.00009', title: 'Since 2025: folding', abstract: 'Folding since 2025.' };
  const papers = [trap, ...PAPERS.map((paper) => ({ ...paper, published: '2025-02-01' }))];
  const relevant = { '2501.00003': 3 };
  const file = join(newFolder(), 'questions.json');
  const questions = [
    { id: 'a', kind: 'filtered', query: 'protein folding since:2025', relevant },
    { id: 'b', kind: 'filter', query: 'since:2025', relevant },
  ];
  writeFileSync(file, JSON.stringify({ papers, questions }));
  const { stdout } = await runProgram(['eval', file, '--json']);
  const { rankers } = JSON.parse(stdout);
  for (const ranker of ['lexical', 'dense', 'hybrid'])
    expect(rankers[ranker].byKind.filtered).toMatchObject({ ndcg: 1, mrr: 1 });
  // A filter alone gives nothing to rank by.
  expect(rankers.lexical.byKind.filter.ndcg).toBe(0);
  expect(rankers.dense.byKind.filter.ndcg).toBe(0);
  expect(rankers.hybrid.byKind.filter.recall).toBe(1);
});

test('prints the results so far if one of several models can’t be loaded', async () => {
  const models = `bundled,${join(newFolder(), 'nowhere')},bundled`;
  const { code, stdout, stderr } = await runProgram(['eval', questionsFile(QUESTIONS), '--models', models]);
  expect(code).toBe(1);
  expect(stdout.match(/^paper-static-256@\w+ +hybrid /gm)).toHaveLength(2);
  expect(stderr).toMatch(/^paperboy: There is no model folder .*nowhere\. [^\n]+\n$/);
});

test.each([
  [
    'an unknown paper',
    [{ ...QUESTIONS[0], relevant: { '9999.12345': 1 } }],
    [],
    /question "a" names the paper 9999\.12345/,
  ],
  ['a model that is none', QUESTIONS, ['--models', 'bundled,no-such'], /EMBEDDING_MODEL is "no-such"/],
  [
    'a picture that has no place',
    QUESTIONS,
    ['--svg', '/nowhere/at/all.svg'],
    /can't be written to \/nowhere/,
  ],
])('%s gives exit code 2 and a helpful line', async (_, questions, options, says) => {
  const { code, stderr } = await runProgram(['eval', questionsFile(questions), ...options]);
  expect(code).toBe(2);
  expect(stderr).toMatch(says);
});

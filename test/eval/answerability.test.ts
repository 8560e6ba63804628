/** Abstention on the bundled papers, on questions outside the training set. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openTestEngine } from '../helpers/library.ts';
import { askAll, shareOfNo } from '../relevance/answerability.ts';

const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const linesOf = (path: string): string[] => readFileSync(fileOf(path), 'utf8').trim().split('\n');

test('nine of ten unanswerable questions are recognised, with hardly any false abstentions', async () => {
  const engine = await openTestEngine();
  const told = await askAll(engine, fileOf('../relevance/answerable-bundled.txt'));
  await engine.close();
  const share = (hasAnswer: boolean, nearMiss?: boolean): number =>
    shareOfNo(
      told.filter(
        (each) =>
          each.hasAnswer === hasAnswer &&
          (nearMiss === undefined || (each.kind === 'near miss') === nearMiss),
      ),
    );
  expect(share(true)).toBeLessThanOrEqual(0.05);
  expect(share(false)).toBeGreaterThanOrEqual(0.9);
  expect(share(false, false)).toBeGreaterThanOrEqual(0.95);
  expect(share(false, true)).toBeGreaterThanOrEqual(0.75);
});

test('no question is both measured and trained on', () => {
  const calibrated = new Set([
    ...linesOf('../../data/off-topic-questions.txt'),
    ...linesOf('../../data/machine-learning-topics.txt'),
  ]);
  const measured = ['bundled', 'corpus'].flatMap((name) =>
    linesOf(`../relevance/answerable-${name}.txt`).map((line) => line.split('|')[2] ?? ''),
  );
  expect(measured.filter((question) => calibrated.has(question))).toEqual([]);
  expect(measured.length).toBeGreaterThan(600);
});

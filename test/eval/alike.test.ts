/** Similar papers, on the papers of test/relevance. */
import { expect, test } from 'vitest';
import { mean } from '../../src/eval/metrics.ts';
import { alike, measureAlike } from '../relevance/alike.ts';

test('papers that share a question are found as similar papers', async () => {
  const figures = await measureAlike();
  expect(figures.length).toBeGreaterThan(200);
  // .615; .594 without relevance feedback, .548 with vectors nearly alone.
  expect(mean(figures)).toBeGreaterThan(0.605);
});

test('similarity is joint clear relevance to one question, with the lower grade', () => {
  const grades = new Map([
    ['a', 3],
    ['b', 2],
    ['c', 3],
    ['d', 2],
    ['e', 1],
  ]);
  const found = alike([
    { id: '1', query: 'one', kind: 'topic', grades },
    { id: '2', query: 'two', kind: 'author', grades: new Map([...grades, ['f', 3]]) },
  ]);
  expect([...found.keys()]).toEqual(['a', 'b', 'c', 'd']);
  expect(found.get('a')).toEqual(
    new Map([
      ['b', 2],
      ['c', 3],
      ['d', 2],
    ]),
  );
});

/** Question sets made outside the project. */
import { expect, test } from 'vitest';
import { readQuestionLines } from '../../src/eval/question-lines.ts';

test('headings of lists, asked questions and translations are read from one file', () => {
  const text = [
    '{"id":"a","query":"image colorization","relevant":["2504.12240","arXiv:2503.16948v2"],"list":"x/y"}',
    '{"id":"b","query":"which chunking is best","known":["2505.07247"],"graded":{"2606.00881":2,"2604.24334":0}}',
    '',
    '{"id":"c","en":"linear attention","de":"lineare Aufmerksamkeit"}',
  ].join('\n');
  const { graded, translated } = readQuestionLines(text, 'set.jsonl');
  expect(graded).toEqual([
    {
      id: 'a',
      query: 'image colorization',
      kind: 'list',
      grades: new Map([
        ['2504.12240', 1],
        ['2503.16948', 1],
      ]),
    },
    {
      id: 'b',
      query: 'which chunking is best',
      kind: 'asked',
      grades: new Map([
        ['2505.07247', 2],
        ['2606.00881', 2],
      ]),
    },
  ]);
  expect(translated).toEqual([
    { id: 'c', english: 'linear attention', wordings: new Map([['de', 'lineare Aufmerksamkeit']]) },
  ]);
});

test.each(['{"id":1}', 'not JSON', '{"id":"a","query":"q","relevant":[]}'])(
  'a line such as %s is refused',
  (line) => {
    expect(() => readQuestionLines(line, 'set.jsonl')).toThrow(/set\.jsonl, line 1 must be/);
  },
);

test('a file without questions is refused', () => {
  expect(() => readQuestionLines('\n', 'set.jsonl')).toThrow('set.jsonl has no questions.');
});

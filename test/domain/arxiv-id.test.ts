import { expect, test } from 'vitest';
import { findArxivIds, parseArxivId, unreadableLink } from '../../src/domain/arxiv-id.ts';
import { isWithdrawn } from '../../src/domain/withdrawn.ts';

test.each([
  'https://arxiv.org/abs/arXiv:2507.06261',
  'https://dx.doi.org/10.48550/arXiv.2507.06261',
  'https://hf.co/papers/2507.06261',
  'https://rss.arxiv.org/abs/2507.06261',
  'oai:arXiv.org:2507.06261v1',
  '[paper](https://arxiv.org/pdf/2507.06261v3)',
  'https://www.semanticscholar.org/arxiv/2507.06261',
  'https%3A%2F%2Farxiv.org%2Fabs%2F2507.06261',
  'what does (arXiv:2507.06261v2), say about memory?',
  'summarize 2507.06261.',
])('the id in %s is found', (text) => {
  expect(findArxivIds(text)).toEqual(['2507.06261']);
});

test('an old id is found without its subject class, in any case', () => {
  expect(findArxivIds('see math.GT/0309136v1 and HEP-TH/9901001, cs/0112017')).toEqual([
    'math/0309136',
    'hep-th/9901001',
    'cs/0112017',
  ]);
});

test.each([
  '2023.12345',
  'a loss of 1234.56789',
  '10.1109/TPAMI.2023.3243812',
  '10.1145/2509.20354',
  '192.168.1701.12345',
  'github.com/user/1234567',
])('a number such as %s is no id', (text) => {
  expect(findArxivIds(text)).toEqual([]);
  expect(parseArxivId(text)).toBeUndefined();
});

test('a link without an id is known as one', () => {
  expect(unreadableLink('see https://www.youtube.com/watch?v=x')).toBe('https://www.youtube.com/watch?v=x');
  expect(unreadableLink('10.18653/v1/2023.acl-long.12')).toBe('10.18653/v1/2023.acl-long.12');
  expect(unreadableLink('https://hf.co/papers/2507.06261')).toBeUndefined();
  expect(unreadableLink('node.js and/or and GPT-4.1')).toBeUndefined();
});

const paper = { title: 'A', abstract: 'We show.' };
test.each([
  { comment: 'Withdrawn: the data were faulty' },
  { comment: 'This paper has been withdrawn by the author due to an error' },
  { comment: 'The authors have withdrawn this paper' },
  { comment: 'Retracted.' },
  { abstract: 'This paper has been withdrawn. A crucial error was found in Lemma 3.' },
  { title: '[Withdrawn] A' },
])('%j is withdrawn', (said) => {
  expect(isWithdrawn({ ...paper, ...said })).toBe(true);
});

test.each([
  { comment: 'Withdrawn from ICLR, now at ACL' },
  { comment: 'Accepted; replaces a withdrawn version' },
  { abstract: 'We study retracted articles and why papers are withdrawn.' },
  { comment: '12 pages' },
])('%j is not', (said) => {
  expect(isWithdrawn({ ...paper, ...said })).toBe(false);
});

/** Forms in which people narrow a query. */
import { expect, test } from 'vitest';
import { parseQuery } from '../../../src/retrieval/query/parse.ts';

const filterOf = (since?: string, before?: string) => ({ since, before, categories: [], authors: [] });

test.each([
  ['retrieval augmented generation -medical', 'retrieval augmented generation', ['medical']],
  ['image editing -"text guided"', 'image editing', ['text guided']],
  ['segmentation excluding medical images', 'segmentation', ['medical images']],
  ['ti:segmentation ANDNOT ti:medical', 'segmentation', ['medical']],
])('“%s” leaves something out', (typed, text, excluded) => {
  expect(parseQuery(typed)).toMatchObject({ kind: 'text', text, excluded });
});

test.each(['state-of-the-art fine-tuning', 'PEFT - a survey', 'few-shot learning', 'chain-of-thought'])(
  '“%s” leaves nothing out',
  (typed) => {
    expect(parseQuery(typed)).toEqual({ kind: 'text', typed, text: typed, isLong: false, filter: undefined });
  },
);

test.each([
  ['world models in 2026', 'world models', filterOf('2026-01-01', '2027-01-01')],
  ['graph neural networks since 2025', 'graph neural networks', filterOf('2025-01-01', undefined)],
  ['unlearning after 2024', 'unlearning', filterOf('2025-01-01', undefined)],
  ['unlearning before 2026', 'unlearning', filterOf(undefined, '2026-01-01')],
  ['LeCun et al., 2025', 'LeCun et al.', filterOf('2025-01-01', '2026-01-01')],
  ['Bengio, 2003', 'Bengio', filterOf('2003-01-01', '2004-01-01')],
  ['Vaswani et al. (2017)', 'Vaswani et al.', filterOf('2017-01-01', '2018-01-01')],
])('“%s” asks for a year', (typed, text, filter) => {
  expect(parseQuery(typed)).toMatchObject({ kind: 'text', text, filter });
});

test.each(['BraTS 2020', 'in 2025', 'ImageNet 2012 classification', 'GPT-4'])(
  '“%s” asks for no year',
  (typed) => {
    expect(parseQuery(typed)).toMatchObject({ text: typed, filter: undefined });
  },
);

test('arXiv’s own field syntax is read', () => {
  expect(parseQuery('au:lecun AND ti:"world models"')).toMatchObject({
    text: 'world models',
    filter: { authors: ['lecun'] },
  });
  expect(parseQuery('cat:cs.CL AND (abs:unlearning OR ti:forgetting)')).toMatchObject({
    text: 'unlearning forgetting',
    filter: { categories: ['cs.CL'] },
  });
  expect(parseQuery('au:bengio_y')).toMatchObject({ kind: 'filter', filter: { authors: ['bengio y'] } });
});

test.each(['latest diffusion language models', 'the newest diffusion language models'])(
  '“%s” asks for the newest first',
  (typed) => {
    expect(parseQuery(typed)).toMatchObject({ text: 'diffusion language models', isNewestFirst: true });
  },
);

test('what a pasted text says of years and of what it does without is no filter', () => {
  const pasted = `Since 2020 ${'many models have been trained '.repeat(6)} without labels in 2024`;
  const { filter, without } = parseQuery(pasted) as { filter?: unknown; without?: unknown };
  expect([filter, without]).toEqual([undefined, undefined]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/domain/errors.ts';
import { parseQuery } from '../../../src/retrieval/query/parse.ts';

const NONE = { since: undefined, before: undefined, categories: [], authors: [] };

describe('A query', () => {
  test('without filters is its text', () => {
    expect(parseQuery('  prompt \n compression ')).toEqual({
      kind: 'text',
      typed: '  prompt \n compression ',
      text: 'prompt compression',
      isLong: false,
      filter: undefined,
    });
  });

  test.each([
    ['since:2025', { since: '2025-01-01' }],
    ['since:2025-06', { since: '2025-06-01' }],
    ['Since:2025-06-15,', { since: '2025-06-15' }],
    ['before:2024-02-29', { before: '2024-02-29' }],
    ['since:2025 since:2024 before:2026 before:2027', { since: '2025-01-01', before: '2026-01-01' }],
    ['since: 2025-06', { since: '2025-06-01' }],
    ['before:  2025,', { before: '2025-01-01' }],
    ['category: cs.CL', { categories: ['cs.CL'] }],
    ['author: "Yann LeCun"', { authors: ['Yann LeCun'] }],
    ['category:cs.CL', { categories: ['cs.CL'] }],
    ['cat:cs CATEGORY:quant-ph', { categories: ['cs', 'quant-ph'] }],
    ['(category:physics.flu-dyn)', { categories: ['physics.flu-dyn'] }],
    ['author:lecun', { authors: ['lecun'] }],
    ['author:"Yann LeCun"', { authors: ['Yann LeCun'] }],
    ['author:“Yann LeCun”', { authors: ['Yann LeCun'] }],
    ['author:李明 author:hinton', { authors: ['李明', 'hinton'] }],
  ])('loses the filter %s, wherever it is', (written, filter) => {
    for (const text of [`${written} world models`, `world ${written} models`, `world models ${written}`]) {
      const question = parseQuery(text);
      expect(question).toMatchObject({ kind: 'text', filter: { ...NONE, ...filter } });
      expect('text' in question && question.text.replace(/[(),]/g, '').replace(/\s+/g, ' ').trim()).toBe(
        'world models',
      );
    }
  });

  test('of filters alone asks for everything that passes', () => {
    expect(parseQuery('author:lecun since:2026 !')).toEqual({
      kind: 'filter',
      typed: 'author:lecun since:2026 !',
      filter: { ...NONE, since: '2026-01-01', authors: ['lecun'] },
    });
    expect(parseQuery('show me papers since:2026')).toMatchObject({ kind: 'filter' });
    expect(parseQuery('*a* paper, please since:2026')).toMatchObject({ kind: 'filter' });
    for (const text of ['new papers', 'recommendation', 'search', 'A* search', 'the A*'])
      expect(parseQuery(`${text} since:2026`)).toMatchObject({ kind: 'text', text });
  });

  test.each([
    ['since:yesterday', 'since:2025-06'],
    ['since:2025-13', 'since:2025-06'],
    ['before:2025-02-30', 'before:2025-06'],
    ['since:25', 'since:2025'],
    ['category:???', 'category:cs.CL'],
    ['cat:1', 'category:cs.CL'],
    ['author:""', 'author:"Yann LeCun"'],
    ['author:"Yann', 'author:"Yann LeCun"'],
  ])('with %s gets an error that names the wrong filter and its format', (written, example) => {
    const error = errorOf(() => parseQuery(`models ${written}`));
    expect(error).toBeInstanceOf(UserError);
    expect(error).toHaveProperty('message', expect.stringContaining(`“${written}”`));
    expect(error).toHaveProperty('message', expect.stringContaining(example));
  });

  test('for nonexistent days gets an error that says so', () => {
    expect(() => parseQuery('author:wang '.repeat(6))).toThrow(
      'I look for papers by all the authors you name together. Name 5 at most.',
    );
    expect(() => parseQuery('since:2026 before:2025')).toThrow(
      'No day is since 2026-01-01 and before 2025-01-01.',
    );
  });

  test.each([
    'year:2025 of models',
    'before: a study',
    'since: 20250 models',
    'category: theory',
    'author: unknown',
    'attention from https://example.com/since:2025',
    'sub-category:x y',
  ])('keeps text that only resembles a filter: %s', (text) => {
    expect(parseQuery(text)).toEqual({ kind: 'text', typed: text, text, isLong: false, filter: undefined });
  });

  test.each([
    '2509.20354',
    'arXiv:2509.20354v2',
    'https://arxiv.org/abs/2509.20354',
    '<https://arxiv.org/pdf/2509.20354.pdf>',
    'show me (https://huggingface.co/papers/2509.20354), please!',
    'What is paper 2509.20354 about?',
    '2509.20354 https://arxiv.org/abs/2509.20354',
    'arXiv:2509.20354v1 [cs.CL] 24 Sep 2025',
    'please show me arXiv:2509.20354 [cs.CL].',
    'what is `2509.20354`?',
  ])('for one paper is its id: %s', (text) => {
    expect(parseQuery(text)).toMatchObject({ kind: 'id', paperId: '2509.20354' });
  });

  test.each([
    'papers like 2509.20354',
    'Similar to arXiv:2509.20354v2?',
    'show me more papers related to 2509.20354',
  ])('for papers like one is its id: %s', (text) => {
    expect(parseQuery(text)).toMatchObject({ kind: 'like', paperId: '2509.20354' });
  });

  test('for papers like one with a filter is text, because similarity has no filters', () => {
    expect(parseQuery('papers like 2509.20354 since:2025')).toMatchObject({ kind: 'text' });
  });

  test.each(['papers like BERT', '2509.20354 and 2509.20355', 'find a paper', 'version 3.14159 of TeX'])(
    'for more than one paper is text: %s',
    (text) => {
      expect(parseQuery(text)).toMatchObject({ kind: 'text', text });
    },
  );

  test('of more than sixty words is long', () => {
    expect(parseQuery('word '.repeat(60))).toMatchObject({ isLong: false });
    expect(parseQuery('word '.repeat(61))).toMatchObject({ isLong: true });
  });

  test('may be any text: it is parsed, or refused with a UserError, in linear time', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('since:', 'author:"', 'category:', ':', '"', '”', '2025-', ' '),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        try {
          const question = parseQuery(pieces.join(''));
          // Parsed again, no filter remains in it.
          if (question.kind === 'text')
            expect(parseQuery(question.text)).toMatchObject({ filter: undefined });
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
    for (const char of ['.', ')', ' ', 'since:', '"', 'a']) {
      parseQuery(`author:x${char.repeat(200_000)} x`);
      parseQuery(`${char.repeat(50_000)}x`);
    }
  });
});

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('It went well.');
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTitleIndex } from '../../src/index/titles/title-index.ts';

const TITLES = {
  '1706.03762': 'Attention Is All You Need',
  '1810.04805': 'BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding',
  '2005.14165': 'Language Models are Few-Shot Learners',
  '2006.11239': 'Denoising Diffusion Probabilistic Models',
  '2103.00020': 'Learning Transferable Visual Models From Natural Language Supervision',
  '2302.13971': 'LLaMA: Open and Efficient Foundation Language Models',
  '2402.99999': 'Attention Is Not All You Need',
  'local:naive-elan': 'Naïve Élan: Übersicht über Sprachmodelle',
  'local:zh': '大语言模型的注意力机制综述',
};

function engine() {
  const index = createTitleIndex();
  index.add(Object.entries(TITLES).map(([paperId, title]) => ({ paperId, title })));
  return index;
}

const ids = (typed: string, count = 25) =>
  engine()
    .find(typed, count)
    .map(({ paperId }) => paperId);

describe('the title index', () => {
  test('needs only the beginning of the last word', () => {
    expect(ids('denoising diff')).toEqual(['2006.11239']);
  });

  test('no longer suggests removed titles', () => {
    const index = engine();
    index.remove(['2006.11239', 'unknown']);
    expect(index.find('denoising diff', 25)).toEqual([]);
    expect(index.size).toBe(Object.keys(TITLES).length - 1);
  });

  test('keeps its size and order when titles are replaced or removed repeatedly', () => {
    const index = engine();
    for (let round = 0; round < 3_000; round++) {
      index.add([
        { paperId: 'often', title: `Often renamed ${round}` },
        { paperId: `gone-${round}`, title: 'Gone soon' },
      ]);
      index.remove([`gone-${round}`]);
    }
    index.add([{ paperId: 'last', title: 'The last one' }]);
    expect(index.rowCount).toBeLessThan(1_100);
    expect(index.size).toBe(Object.keys(TITLES).length + 2);
    expect(index.find('', 3).map(({ paperId }) => paperId)).toEqual(['last', 'often', 'local:zh']);
    expect(index.find('renamed 2999', 25).map(({ paperId }) => paperId)).toEqual(['often']);
    expect(index.find('often renamed 1234', 25)).toEqual([]);
    expect(index.find('gone soon', 25)).toEqual([]);
  });

  test('finds words in any order, the last one unfinished', () => {
    expect(ids('models diffusion')).toEqual(['2006.11239']);
    expect(ids('visu transf')[0]).toBe('2103.00020');
  });

  test.each([
    ['a wrong letter', 'attantion need'],
    ['a missing letter', 'atention need'],
    ['an extra letter', 'attenntion need'],
    ['two letters swapped', 'attnetion need'],
    ['one a word', 'atention is al yuo ned'],
    ['one in the word being typed', 'need atetn'],
  ])('finds a title despite a typo: %s', (_, typed) => {
    expect(ids(typed)).toEqual(expect.arrayContaining(['1706.03762', '2402.99999']));
  });

  test('ranks titles without typos first', () => {
    const index = createTitleIndex();
    index.add([
      { paperId: 'a', title: 'Bart for summaries' },
      { paperId: 'b', title: 'Bert for summaries' },
    ]);
    expect(index.find('bart', 2).map(({ paperId }) => paperId)).toEqual(['a', 'b']);
  });

  test('ranks the exact title first, then titles that start so, then those with the phrase, then the rest', () => {
    const index = createTitleIndex();
    index.add([
      { paperId: 'exact', title: 'Language models' },
      { paperId: 'starts', title: 'Language models learn' },
      { paperId: 'phrase', title: 'Large language models' },
      { paperId: 'words', title: 'Models of language' },
      { paperId: 'other', title: 'Vision' },
    ]);
    expect(index.find('language models', 9).map(({ paperId }) => paperId)).toEqual([
      'exact',
      'starts',
      'phrase',
      'words',
    ]);
    expect(index.find('language mod', 4).map(({ paperId }) => paperId)).toEqual([
      'starts',
      'exact',
      'phrase',
      'words',
    ]);
  });

  test('ranks the newest of equal titles first', () => {
    const index = createTitleIndex();
    for (const paperId of ['old', 'middle', 'new']) index.add([{ paperId, title: 'A survey of agents' }]);
    expect(index.find('survey agents', 2).map(({ paperId }) => paperId)).toEqual(['new', 'middle']);
  });

  test('shows the newest for empty input', () => {
    expect(ids('  ', 2)).toEqual(['local:zh', 'local:naive-elan']);
  });

  test('finds a paper by the beginning of its id, or by its link', () => {
    expect(ids('1706.0')).toEqual(['1706.03762']);
    expect(ids('arXiv:1706.0')).toEqual(['1706.03762']);
    expect(ids('https://arxiv.org/abs/1706.03762v7')[0]).toBe('1706.03762');
    expect(ids('local:naive')).toEqual(['local:naive-elan']);
  });

  test('shows only the new title of a paper added again', () => {
    const index = engine();
    index.add([{ paperId: '2006.11239', title: 'Gradients without noise' }]);
    expect(index.size).toBe(Object.keys(TITLES).length);
    expect(index.find('denoising diffusion', 5)).toEqual([]);
    expect(index.find('gradients', 5)).toEqual([{ paperId: '2006.11239', title: 'Gradients without noise' }]);
    expect(index.find('', 1)).toEqual([{ paperId: '2006.11239', title: 'Gradients without noise' }]);
  });

  test('ignores accents and case, and finds other scripts from any part', () => {
    expect(ids('NAIVE ubersicht')).toEqual(['local:naive-elan']);
    expect(ids('naïve ÜBER')).toEqual(['local:naive-elan']);
    expect(ids('注意力')).toEqual(['local:zh']);
  });

  test('finds a pasted title although a word is different', () => {
    expect(ids('Learning Transferable Visual Models from Unnatural Language Supervision (2021)')).toEqual([
      '2103.00020',
    ]);
  });

  test.each(['xqzzyk', '🙂', '"; DROP TABLE papers', 'zq '.repeat(700), ')('])(
    '%j finds nothing and does no harm',
    (typed) => {
      expect(ids(typed)).toEqual([]);
    },
  );

  test('finds nothing when empty', () => {
    expect(createTitleIndex().find('attention', 5)).toEqual([]);
    expect(createTitleIndex().find('', 5)).toEqual([]);
  });

  test('finds any title by itself, by its words in reverse and with its last letters missing', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 3, maxLength: 7 });
    const titles = fc.uniqueArray(fc.array(word, { minLength: 1, maxLength: 6 }), {
      minLength: 1,
      maxLength: 20,
      selector: (words) => words.join(' '),
    });
    fc.assert(
      fc.property(titles, (all) => {
        const index = createTitleIndex();
        index.add(all.map((words, i) => ({ paperId: `p${i}`, title: words.join(' ') })));
        for (const [i, words] of all.entries()) {
          const found = (typed: string) => index.find(typed, all.length).map(({ paperId }) => paperId);
          expect(found(words.join(' '))[0]).toBe(`p${i}`);
          expect(found(words.toReversed().join(' '))).toContain(`p${i}`);
          expect(found(words.join(' ').slice(0, -2))).toContain(`p${i}`);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('never returns more than requested, nor a paper twice, for any input', () => {
    const index = engine();
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.lorem()),
        fc.integer({ min: 1, max: 25 }),
        (typed, count) => {
          const found = index.find(typed, count);
          expect(found.length).toBeLessThanOrEqual(count);
          expect(new Set(found.map(({ paperId }) => paperId)).size).toBe(found.length);
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lexicalOf } from '../helpers/word-indexes.ts';
import { openTestStores, paper, temporaryFolder } from '../store/helpers.ts';

async function withPapers() {
  const stores = openTestStores();
  await stores.papers.add([
    paper('local:1', 'Retrieval for language models', { abstract: 'We retrieve documents with GPT-4.' }),
    paper('local:2', 'Vision', { abstract: 'Retrieving images. A résumé of café talk. Naïve models.' }),
    paper('local:3', 'Games', { abstract: 'Playing chess, with models of play and 4 players.' }),
  ]);
  return stores;
}

describe('Document frequencies', () => {
  test('count a word’s papers in any of its forms, once each', async () => {
    const stores = await withPapers();
    expect(
      await lexicalOf(stores).documentFrequencies(['retrieval', 'RETRIEVED', 'model', 'chess', 'nothing']),
    ).toEqual([2, 2, 3, 1, 0]);
  });

  test('include a word that no paper had when it was first looked up', async () => {
    const stores = await withPapers();
    expect(await lexicalOf(stores).documentFrequencies(['quokkas', 'quokkas'])).toEqual([0, 0]);
    await stores.papers.add([paper('local:4', 'A quokka')]);
    expect(await lexicalOf(stores).documentFrequencies(['quokkas', 'quokka'])).toEqual([1, 1]);
  });

  test('include damaged words of 100,000 letters, also after the cache was emptied', async () => {
    const stores = await withPapers();
    const long = (i: number) => `${i}${'x'.repeat(100_000)}`;
    const damaged = Array.from({ length: 90 }, (_, i) => i);
    for (const i of damaged)
      await stores.papers.add([paper(`local:long-${i}`, `Chess ${i}`, { abstract: long(i) })]);
    await stores.papers.add([paper('local:chinese', '\u68cb'.repeat(150_000))]);
    expect(await lexicalOf(stores).documentFrequencies(['chess', 'retrieval', long(0), long(89)])).toEqual([
      91, 2, 1, 1,
    ]);
    expect((await lexicalOf(stores).search([long(7)], 5)).map(({ paperId }) => paperId)).toEqual([
      'local:long-7',
    ]);
  });

  test('ignore accents', async () => {
    const stores = await withPapers();
    expect(await lexicalOf(stores).documentFrequencies(['resume', 'CAFÉ', 'naive'])).toEqual([1, 1, 1]);
  });

  test('are those of the rarest part for a compound, and 0 for an empty word', async () => {
    const stores = await withPapers();
    expect(await lexicalOf(stores).documentFrequencies(['gpt-4', '🙂', '', '"', '\0'])).toEqual([
      1, 0, 0, 0, 0,
    ]);
    expect(await lexicalOf(stores).documentFrequencies([])).toEqual([]);
  });

  test('follow additions, changes and removals', async () => {
    const stores = await withPapers();
    expect(await lexicalOf(stores).documentFrequencies(['chess', 'vision'])).toEqual([1, 1]);
    await stores.papers.add([paper('local:4', 'Chess'), paper('local:2', 'Seeing')]);
    expect(await lexicalOf(stores).documentFrequencies(['chess', 'vision'])).toEqual([2, 0]);
    await stores.papers.remove('local:4');
    expect(await lexicalOf(stores).documentFrequencies(['chess'])).toEqual([1]);
  });

  test('follow another process’s additions', async () => {
    const path = `${temporaryFolder()}/catalog.db`;
    const [bot, importer] = [openTestStores(path), openTestStores(path)];
    expect(await lexicalOf(bot).documentFrequencies(['chess'])).toEqual([0]);
    await importer.papers.add([paper('local:1', 'Chess')]);
    expect(await lexicalOf(bot).documentFrequencies(['chess'])).toEqual([1]);
  });
});

describe('Term positions', () => {
  test('run through title and abstract, for a word in any of its forms', async () => {
    const stores = await withPapers();
    expect(
      await lexicalOf(stores).positions(['model', 'retrieving', 'chess', '🙂'], ['local:1', 'local:3']),
    ).toEqual([
      [[3], [0, 5], [], []],
      [[4], [], [2], []],
    ]);
  });

  test('are empty for a missing paper', async () => {
    const stores = await withPapers();
    expect(await lexicalOf(stores).positions(['chess', 'chess'], ['local:9', 'local:3'])).toEqual([
      [[], []],
      [[2], [2]],
    ]);
  });
});

describe('The word index', () => {
  test('stays complete after new words came with papers that could not be stored', async () => {
    const stores = openTestStores();
    const broken = { ...paper('local:b', 'Broken'), abstract: undefined as never };
    await expect(stores.papers.add([paper('local:a', 'Unheard'), broken])).rejects.toThrow();
    await stores.papers.add([paper('local:c', 'Something else'), paper('local:d', 'Unheard of')]);
    expect(await lexicalOf(stores).documentFrequencies(['unheard', 'something'])).toEqual([1, 1]);
    await stores.checkIntegrity();
  });

  test('stays current while one paper changes a thousand times', async () => {
    const stores = openTestStores();
    for (let i = 0; i < 1_010; i++) {
      await stores.papers.add([paper('local:1', `Chess ${i}`)]);
      if (i % 100 === 0) expect(await lexicalOf(stores).documentFrequencies(['chess'])).toEqual([1]);
    }
    expect(await lexicalOf(stores).documentFrequencies(['chess', '1009', '1008'])).toEqual([1, 1, 0]);
    expect(await lexicalOf(stores).search(['chess'], 10)).toHaveLength(1);
  });
});

describe('Lexical search', () => {
  test('finds papers with any of the words, those with more and rarer words first', async () => {
    const stores = await withPapers();
    const found = await lexicalOf(stores).search(['chess', 'models'], 10);
    expect(found.map(({ paperId }) => paperId)).toEqual(['local:3', 'local:1', 'local:2']);
    expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).sort((a, b) => b - a));
    expect(found.at(-1)?.score).toBeGreaterThan(0);
    expect(await lexicalOf(stores).search(['chess', 'models'], 1)).toEqual(found.slice(0, 1));
  });

  test('weighs a title more than an abstract', async () => {
    const stores = openTestStores();
    await stores.papers.add([
      paper('local:abstract', 'Some other thing', { abstract: 'Quantum' }),
      paper('local:title', 'Quantum', { abstract: 'Some other thing' }),
      ...['x', 'y', 'z'].map((name) => paper(`local:${name}`, name)),
    ]);
    const found = await lexicalOf(stores).search(['quantum'], 10);
    expect(found.map(({ paperId }) => paperId)).toEqual(['local:title', 'local:abstract']);
    expect((found[0]?.score ?? 0) / (found[1]?.score ?? 1)).toBeGreaterThan(1.3);
  });

  test('matches the parts of a compound only side by side', async () => {
    const stores = await withPapers();
    expect((await lexicalOf(stores).search(['GPT-4'], 10)).map(({ paperId }) => paperId)).toEqual([
      'local:1',
    ]);
  });

  test.each([
    [[]],
    [['']],
    [['🙂', '"', "'", '*', '()', ';', '\0']],
    [['title:vision']],
    [['NEAR(chess']],
    [['vision" OR "chess" --']],
    [["'; DROP TABLE papers; --"]],
    [['-chess', '^vision*', '{title']],
    [['\ud800', '日本語', 'نص']],
  ])('takes %j as plain words, never as a query', async (words) => {
    const stores = await withPapers();
    expect(await lexicalOf(stores).search(words, 10)).toBeInstanceOf(Array);
    expect(await stores.papers.count()).toBe(3);
  });

  test('finds nothing without a letter or digit, and ignores such words beside others', async () => {
    const stores = await withPapers();
    expect(await lexicalOf(stores).search(['🙂', '"', '()'], 10)).toEqual([]);
    expect((await lexicalOf(stores).search(['🙂', 'chess', '"'], 10)).map(({ paperId }) => paperId)).toEqual([
      'local:3',
    ]);
  });

  test('has no operators: AND, OR, NOT and NEAR are words', async () => {
    const stores = await withPapers();
    const found = await lexicalOf(stores).search(['chess', 'NOT', 'playing'], 10);
    expect(found.map(({ paperId }) => paperId)).toEqual(['local:3']);
    expect(await lexicalOf(stores).search(['OR', 'NEAR'], 10)).toEqual([]);
  });

  test('accepts any text', async () => {
    const stores = await withPapers();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }), async (words) => {
        expect(await lexicalOf(stores).search(words, 3)).toBeInstanceOf(Array);
        expect(await lexicalOf(stores).documentFrequencies(words)).toHaveLength(words.length);
      }),
      { numRuns: 200 },
    );
  });

  test('accepts a thousand words', async () => {
    const stores = await withPapers();
    const words = Array.from({ length: 1000 }, (_, at) => `word${at}`);
    expect((await lexicalOf(stores).search([...words, 'chess'], 10)).map(({ paperId }) => paperId)).toEqual([
      'local:3',
    ]);
    expect(await lexicalOf(stores).documentFrequencies(words)).toHaveLength(1000);
  });
});

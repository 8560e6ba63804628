/** The order of trust between sources. */
import { expect, test } from 'vitest';
import { paper } from '../helpers.ts';
import { type NewDatabase, storesForTest } from './database.ts';

export function trustContract(newDatabase: NewDatabase): void {
  const ID = '2509.20354';
  const FROM_ARXIV = paper(ID, 'A Title', {
    abstract: 'What the authors wrote.',
    authors: ['Ada Lovelace'],
    categories: ['cs.CL'],
    published: '2025-09-24',
  });
  const FROM_HUGGING_FACE = paper(ID, 'a title!', {
    abstract: 'We are happy to share our work!',
    authors: ['ada'],
    published: '2025-09-26',
    repository: 'https://github.com/ada/engine',
  });
  const MERGED = { ...FROM_ARXIV, repository: 'https://github.com/ada/engine' };

  test.each([
    ['first', [FROM_ARXIV, 'arxiv'], [FROM_HUGGING_FACE, 'hugging-face']],
    ['last', [FROM_HUGGING_FACE, 'hugging-face'], [FROM_ARXIV, 'arxiv']],
  ] as const)('arXiv wins whether it comes %s, and fields of other sources are kept', async (_, a, b) => {
    const stores = await storesForTest(newDatabase);
    await stores.papers.add([a[0]], a[1]);
    await stores.papers.add([b[0]], b[1]);
    expect(await stores.papers.get(ID)).toEqual(MERGED);
  });

  test('a file is trusted more than a list and less than arXiv', async () => {
    const stores = await storesForTest(newDatabase);
    await stores.papers.add([paper(ID, 'Of the file', { abstract: 'File.' })], 'file');
    await stores.papers.add([FROM_HUGGING_FACE], 'hugging-face');
    expect(await stores.papers.get(ID)).toMatchObject({
      title: 'Of the file',
      abstract: 'File.',
      authors: ['ada'],
    });
    await stores.papers.add([FROM_ARXIV], 'arxiv');
    expect(await stores.papers.get(ID)).toEqual(MERGED);
  });

  test.each([
    ['hugging-face', 'semantic-scholar'],
    ['semantic-scholar', 'file'],
    ['file', 'arxiv'],
  ] as const)('of %s and %s the second wins, in either order', async (less, more) => {
    for (const [first, second] of [
      [less, more],
      [more, less],
    ] as const) {
      const stores = await storesForTest(newDatabase);
      for (const source of [first, second])
        await stores.papers.add([paper(ID, 'A title', { abstract: `From ${source}.` })], source);
      expect(await stores.papers.get(ID)).toMatchObject({ abstract: `From ${more}.` });
    }
  });

  test('a trusted source corrects itself', async () => {
    const stores = await storesForTest(newDatabase);
    await stores.papers.add([FROM_ARXIV], 'arxiv');
    const corrected = { ...FROM_ARXIV, title: 'A Better Title' };
    expect(await stores.papers.add([corrected], 'arxiv')).toEqual({ added: 0, updated: 1 });
    expect(await stores.papers.get(ID)).toEqual(corrected);
  });

  test('a confirmation by arXiv is recorded, even without a change', async () => {
    const stores = await storesForTest(newDatabase);
    await stores.papers.add([FROM_ARXIV], 'hugging-face');
    expect(await stores.papers.add([FROM_ARXIV], 'arxiv')).toEqual({ added: 0, updated: 0 });
    await stores.papers.add([FROM_HUGGING_FACE], 'hugging-face');
    expect(await stores.papers.get(ID)).toEqual(MERGED);
  });

  test('data from before provenance counts as a file’s, and survives the next list', async () => {
    const stores = await storesForTest(newDatabase);
    await stores.papers.add([FROM_ARXIV]);
    await stores.papers.add([FROM_HUGGING_FACE], 'hugging-face');
    expect(await stores.papers.get(ID)).toEqual(MERGED);
  });

  test('two rows that turn out to be one paper keep the more trusted fields', async () => {
    const stores = await storesForTest(newDatabase);
    await stores.papers.add([paper('local:a-title', 'A title', { abstract: 'From a file.' })], 'file');
    await stores.papers.add([FROM_HUGGING_FACE], 'hugging-face');
    expect(await stores.papers.count()).toBe(1);
    expect(await stores.papers.get('local:a-title')).toMatchObject({
      id: ID,
      title: 'A title',
      abstract: 'From a file.',
    });
  });
}

import { expect, test } from 'vitest';
import { openCatalog, paper } from './helpers.ts';

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
] as const)(
  'arXiv is believed whether it speaks %s, and what only another knows is kept',
  async (_, a, b) => {
    const catalog = openCatalog();
    await catalog.addPapers([a[0]], a[1]);
    await catalog.addPapers([b[0]], b[1]);
    expect(await catalog.getPaper(ID)).toEqual(MERGED);
  },
);

test('a file is believed more than a list and less than arXiv', async () => {
  const catalog = openCatalog();
  await catalog.addPapers([paper(ID, 'Of the file', { abstract: 'File.' })], 'file');
  await catalog.addPapers([FROM_HUGGING_FACE], 'hugging-face');
  expect(await catalog.getPaper(ID)).toMatchObject({
    title: 'Of the file',
    abstract: 'File.',
    authors: ['ada'],
  });
  await catalog.addPapers([FROM_ARXIV], 'arxiv');
  expect(await catalog.getPaper(ID)).toEqual(MERGED);
});

test('a source that is believed corrects itself', async () => {
  const catalog = openCatalog();
  await catalog.addPapers([FROM_ARXIV], 'arxiv');
  const corrected = { ...FROM_ARXIV, title: 'A Better Title' };
  expect(await catalog.addPapers([corrected], 'arxiv')).toEqual({ added: 0, updated: 1 });
  expect(await catalog.getPaper(ID)).toEqual(corrected);
});

test('that arXiv says the same is remembered, though nothing of the paper changes', async () => {
  const catalog = openCatalog();
  await catalog.addPapers([FROM_ARXIV], 'hugging-face');
  expect(await catalog.addPapers([FROM_ARXIV], 'arxiv')).toEqual({ added: 0, updated: 0 });
  await catalog.addPapers([FROM_HUGGING_FACE], 'hugging-face');
  expect(await catalog.getPaper(ID)).toEqual(MERGED);
});

test('what was stored before origins were is taken for a file’s, and survives the next list', async () => {
  const catalog = openCatalog();
  await catalog.addPapers([FROM_ARXIV]);
  await catalog.addPapers([FROM_HUGGING_FACE], 'hugging-face');
  expect(await catalog.getPaper(ID)).toEqual(MERGED);
});

test('two rows that turn out to be one paper keep the words of the more trusted', async () => {
  const catalog = openCatalog();
  await catalog.addPapers([paper('local:a-title', 'A title', { abstract: 'From a file.' })], 'file');
  await catalog.addPapers([FROM_HUGGING_FACE], 'hugging-face');
  expect(await catalog.countPapers()).toBe(1);
  expect(await catalog.getPaper('local:a-title')).toMatchObject({
    id: ID,
    title: 'A title',
    abstract: 'From a file.',
  });
});

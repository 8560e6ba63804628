import { expect, test } from 'vitest';
import type { Paper } from '../../src/domain/paper.ts';
import { openTestStores, paper, temporaryFolder } from './helpers.ts';

/** Every word of the title, and `A: B` in the abstract as an abbreviation. */
function read({ title, abstract }: Paper) {
  const [short, long] = abstract.split(': ');
  return {
    words: title.toLowerCase().split(' '),
    abbreviations: short && long ? [{ short, long, longKey: long.toLowerCase() }] : [],
  };
}

const PAPERS = [
  paper('local:1', 'Chess models', { abstract: 'PEFT: Fine Tuning' }),
  paper('local:2', 'Chess', { abstract: 'peft: fine tuning' }),
  paper('local:3', 'Go', { abstract: 'PEFT: other' }),
  paper('local:4', 'Draughts', { abstract: 'FT: fine tuning' }),
];

test('counts the papers that hold a word, each paper once, however many it is given at a time', async () => {
  const stores = openTestStores();
  await stores.papers.add(PAPERS);
  expect(await stores.vocabulary.learn(3, read)).toBe(3);
  expect(await stores.vocabulary.learn(3, read)).toBe(1);
  expect(await stores.vocabulary.learn(3, read)).toBe(0);
  expect(await stores.vocabulary.commonWords(1)).toEqual([
    { word: 'chess', papers: 2 },
    { word: 'draughts', papers: 1 },
    { word: 'go', papers: 1 },
    { word: 'models', papers: 1 },
  ]);
  expect(await stores.vocabulary.commonWords(2)).toEqual([{ word: 'chess', papers: 2 }]);
});

test('knows abbreviations both ways, in any case, the commonest first', async () => {
  const stores = openTestStores();
  await stores.papers.add(PAPERS);
  await stores.vocabulary.learn(10, read);
  const fineTuning = { short: 'PEFT', long: 'Fine Tuning', longKey: 'fine tuning', papers: 2 };
  expect(await stores.vocabulary.meaningsOf(['peft', 'nothing'])).toEqual([
    fineTuning,
    { short: 'PEFT', long: 'other', longKey: 'other', papers: 1 },
  ]);
  expect(await stores.vocabulary.abbreviationsOf(['fine tuning'])).toEqual([
    fineTuning,
    { short: 'FT', long: 'fine tuning', longKey: 'fine tuning', papers: 1 },
  ]);
  expect(await stores.vocabulary.meaningsOf([])).toEqual([]);
});

test('takes up again where a process was cut off, none counted twice', async () => {
  const path = `${temporaryFolder()}/catalog.db`;
  const first = openTestStores(path);
  await first.papers.add(PAPERS);
  await first.vocabulary.learn(2, read);
  await expect(
    first.vocabulary.learn(2, ({ id }) => {
      if (id === 'local:4') throw new Error('cut off');
      return { words: ['never'], abbreviations: [] };
    }),
  ).rejects.toThrow('cut off');
  await first.close();

  const second = openTestStores(path);
  expect(await second.vocabulary.learn(10, read)).toBe(2);
  expect(await second.vocabulary.commonWords(1)).toHaveLength(4);
});

test('counts a paper again once its text has changed, and none that is gone', async () => {
  const stores = openTestStores();
  await stores.papers.add(PAPERS.slice(0, 2));
  await stores.vocabulary.learn(10, read);
  await stores.papers.add([PAPERS[0] as Paper, paper('local:2', 'Chess', { abstract: 'FT: fine tuning' })]);
  await stores.papers.add([paper('local:9', 'Gone')]);
  await stores.papers.remove('local:9');
  expect(await stores.vocabulary.learn(10, read)).toBe(1);
});

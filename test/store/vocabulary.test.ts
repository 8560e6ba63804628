import { expect, test } from 'vitest';
import type { Paper } from '../../src/domain/paper.ts';
import { openCatalog, paper, temporaryFolder } from './helpers.ts';

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
  const catalog = openCatalog();
  await catalog.addPapers(PAPERS);
  expect(await catalog.learnVocabulary(3, read)).toBe(3);
  expect(await catalog.learnVocabulary(3, read)).toBe(1);
  expect(await catalog.learnVocabulary(3, read)).toBe(0);
  expect(await catalog.vocabulary(1)).toEqual([
    { word: 'chess', papers: 2 },
    { word: 'draughts', papers: 1 },
    { word: 'go', papers: 1 },
    { word: 'models', papers: 1 },
  ]);
  expect(await catalog.vocabulary(2)).toEqual([{ word: 'chess', papers: 2 }]);
});

test('knows abbreviations both ways, in any case, the commonest first', async () => {
  const catalog = openCatalog();
  await catalog.addPapers(PAPERS);
  await catalog.learnVocabulary(10, read);
  const fineTuning = { short: 'PEFT', long: 'Fine Tuning', longKey: 'fine tuning', papers: 2 };
  expect(await catalog.meaningsOf(['peft', 'nothing'])).toEqual([
    fineTuning,
    { short: 'PEFT', long: 'other', longKey: 'other', papers: 1 },
  ]);
  expect(await catalog.abbreviationsOf(['fine tuning'])).toEqual([
    fineTuning,
    { short: 'FT', long: 'fine tuning', longKey: 'fine tuning', papers: 1 },
  ]);
  expect(await catalog.meaningsOf([])).toEqual([]);
});

test('takes up again where a process was cut off, none counted twice', async () => {
  const path = `${temporaryFolder()}/catalog.db`;
  const first = openCatalog(path);
  await first.addPapers(PAPERS);
  await first.learnVocabulary(2, read);
  await expect(
    first.learnVocabulary(2, ({ id }) => {
      if (id === 'local:4') throw new Error('cut off');
      return { words: ['never'], abbreviations: [] };
    }),
  ).rejects.toThrow('cut off');
  await first.close();

  const second = openCatalog(path);
  expect(await second.learnVocabulary(10, read)).toBe(2);
  expect(await second.vocabulary(1)).toHaveLength(4);
});

test('counts a paper again once its text has changed, and none that is gone', async () => {
  const catalog = openCatalog();
  await catalog.addPapers(PAPERS.slice(0, 2));
  await catalog.learnVocabulary(10, read);
  await catalog.addPapers([PAPERS[0] as Paper, paper('local:2', 'Chess', { abstract: 'FT: fine tuning' })]);
  await catalog.addPapers([paper('local:9', 'Gone')]);
  await catalog.removePaper('local:9');
  expect(await catalog.learnVocabulary(10, read)).toBe(1);
});

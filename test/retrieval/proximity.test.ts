/** Proximity ranking of the best papers. */
import { describe, expect, it } from 'vitest';
import { adjacentPairs, adjacentShare, rankByProximity } from '../../src/retrieval/proximity.ts';
import { openWords } from '../helpers/word-indexes.ts';
import { openTestStores, paper } from '../store/helpers.ts';

const words = ['restoring', 'the', 'images', 'of', 'mars'];
const PROXIMITY = { weight: 0.3, depth: 20 };
const pairs = adjacentPairs(words, [1, 9, 2, 9, 3]);

describe('adjacent pairs', () => {
  it('are words with only stop words between them, and weigh as much as both', () => {
    expect(pairs).toEqual([
      { first: 0, second: 2, weight: 3 },
      { first: 2, second: 4, weight: 5 },
    ]);
  });

  it('contain no word twice, and no stop word', () => {
    expect(adjacentPairs(['chess', 'chess'], [1, 1])).toEqual([]);
    expect(adjacentPairs(['common', 'words'], [0, 0])).toEqual([]);
    expect(adjacentPairs(['chess'], [1])).toEqual([]);
    expect(adjacentPairs([], [])).toEqual([]);
  });

  it('match a text in order, with two more words between them than in the query', () => {
    expect(adjacentShare(pairs, [[10], [], [14], [], []])).toBeCloseTo(3 / 8);
    expect(adjacentShare(pairs, [[10], [], [15], [], []])).toBe(0);
    expect(adjacentShare(pairs, [[14], [], [10], [], []])).toBe(0);
    expect(adjacentShare(pairs, [[1, 10], [], [4, 40], [], [6]])).toBe(1);
    expect(adjacentShare(pairs, [])).toBe(0);
    expect(adjacentShare([], [])).toBe(0);
  });
});

describe('proximity ranking', () => {
  const apart = 'Reports on planets and their images. Restoring what is old, of which Mars is a case.';
  const open = async () => {
    const stores = openTestStores();
    await stores.papers.add([
      paper('local:apart', 'One', { abstract: apart }),
      paper('local:together', 'Two', {
        abstract: 'We restore many images of planet Mars, on reports of old cases.',
      }),
      ...Array.from({ length: 40 }, (_, i) => paper(`local:${i}`, `Other ${i}`)),
    ]);
    return openWords(stores);
  };

  it('prefers the paper that has the words together', async () => {
    const ranked = await rankByProximity(
      await open(),
      words.join(' '),
      [
        { paperId: 'local:apart', score: 0.6 },
        { paperId: 'local:together', score: 0.55 },
      ],
      PROXIMITY,
    );
    expect(ranked.map(({ paperId }) => paperId)).toEqual(['local:together', 'local:apart']);
  });

  it('never outweighs much better papers, and keeps all, each once, best first and below 1', async () => {
    const given = [
      { paperId: 'local:apart', score: 1 },
      ...Array.from({ length: 35 }, (_, i) => ({ paperId: `local:${i}`, score: 0.7 - i / 100 })),
      { paperId: 'local:together', score: 0.1 },
    ];
    const ranked = await rankByProximity(await open(), words.join(' '), given, PROXIMITY);
    expect(ranked.map(({ paperId }) => paperId)).toEqual(given.map(({ paperId }) => paperId));
    const scores = ranked.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores[0]).toBeLessThanOrEqual(1);
  });

  it('ignores single words, words without weight and missing papers', async () => {
    const given = [
      { paperId: 'local:gone', score: 0.6 },
      { paperId: 'local:together', score: 0.5 },
    ];
    const engine = await open();
    for (const question of ['mars', '', 'of the and', 'mars mars'])
      expect(await rankByProximity(engine, question, given, PROXIMITY)).toEqual(given);
    const ranked = await rankByProximity(engine, 'dull chess', given, PROXIMITY);
    expect(ranked.map(({ paperId }) => paperId)).toEqual(['local:gone', 'local:together']);
  });
});

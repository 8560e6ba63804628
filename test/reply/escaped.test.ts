import { describe, expect, test } from 'vitest';
import { cardEmbeds } from '../../src/reply/card.ts';
import { escapedSentence } from '../../src/reply/escaped.ts';
import { SENTENCE_ROOM } from '../../src/summary/one-sentence.ts';
import { makePaper } from '../helpers/papers.ts';

describe('escapedSentence', () => {
  test('shows a sentence that fits unchanged but harmless', () => {
    expect(escapedSentence('We tell @everyone about *trees*.', 60)).toBe(
      'We tell @\u200beveryone about \\*trees\\*.',
    );
  });

  test('ends a longer one at a clause', () => {
    expect(escapedSentence('We propose Kiwi, a parser for logs, which needs no rules at all.', 50)).toBe(
      'We propose Kiwi, a parser for logs.',
    );
  });

  test('counts the backslashes', () => {
    const sentence = 'We propose __Kiwi__, a *parser* for *logs*, which needs no rules.';
    expect(escapedSentence(sentence, 66)).toBe('We propose \\_\\_Kiwi\\_\\_, a \\*parser\\* for \\*logs\\*.');
  });

  test('cuts between words only if no clause ends in time', () => {
    expect(escapedSentence(`${'word '.repeat(30)}end.`, 50)).toMatch(/^(?:word )+word…$/);
  });
});

test('a card shows a whole gist if it would otherwise cut a quotation', () => {
  const gist = `We propose a parser ${'that reads logs '.repeat(11)}now.`;
  expect(gist.length).toBeLessThanOrEqual(SENTENCE_ROOM);
  const card = { paper: makePaper(), rank: 1, words: [] };
  expect(cardEmbeds([{ ...card, gist }])[0]?.description).toContain(gist);
  expect(cardEmbeds([{ ...card, sentence: gist }])[0]?.description).toMatch(/…$/);
});

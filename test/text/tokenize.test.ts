import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stem } from '../../src/text/stem.ts';
import { forEachToken, tokenize, tokenizeByCharacter } from '../../src/text/tokenize.ts';

test.each([
  ['Nießner, Sławomir & Øyvind', 'niessner slawomir oyvind'],
  ['Ｆｕｌｌ－ｗｉｄｔｈ ﬁne', 'full width fine'],
  ["l’été GPT-4, 3.5 it's", 'l ete gpt 4 3 5 it s'],
  ['日本語のモデル, 모델', '日本語のモデル 모델'],
  ['हिन्दी भाषा', 'हिन्दी भाषा'],
  ['한국어 모델', '한국어 모델'],
  ['Ünïcödé\u0301 naïve', 'unicode naive'],
  ['İstanbul', 'istanbul'],
  ['🙂 … \0 " \ud800', ''],
  ['', ''],
])('“%s” has the tokens “%s”', (text, tokens) => {
  expect(tokenize(text).join(' ')).toBe(tokens);
});

test('scripts without spaces can be split into characters, a voiced kana being one', () => {
  expect(tokenizeByCharacter('日本語のモデルGPT-4 LoRA')).toEqual([...'日本語のモデル', 'gpt', '4', 'lora']);
});

test('composed and decomposed letters, in any case, give the same tokens', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
      expect(tokenize(text.normalize('NFD'))).toEqual(tokenize(text.normalize('NFC')));
    }),
  );
});

test('plain ASCII text and the same text beside other letters have the same tokens', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      const alone = tokenize(text);
      expect(tokenize(`${text} ж`)).toEqual([...alone, 'ж']);
    }),
  );
});

test('a damaged token of 100,000 letters is cut to 64', () => {
  expect(tokenize('x'.repeat(100_000))).toEqual(['x'.repeat(64)]);
  expect(tokenize('ж'.repeat(100_000))).toEqual(['ж'.repeat(64)]);
});

test('each token comes with its spelling, capitals kept', () => {
  const written: string[] = [];
  forEachToken('A LoRA, naïve RAG', (_folded, start, end, text) => written.push(text.slice(start, end)));
  expect(written).toEqual(['A', 'LoRA', 'naive', 'RAG']);
});

test('stems are Porter’s, and a non-English word is its own stem', () => {
  expect(['running', 'generalizations', 'relational', 'gpt4', '模', 'été'].map(stem)).toEqual([
    'run',
    'gener',
    'relat',
    'gpt4',
    '模',
    'été',
  ]);
});

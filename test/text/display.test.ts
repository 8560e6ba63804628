import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collapseSpace, escapeMarkdown, truncate } from '../../src/text/display.ts';

const anyText = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.lorem());

describe('truncate', () => {
  test('keeps a text that fits', () => {
    expect(truncate('just right', 10)).toBe('just right');
  });

  test('cuts between words, without a trailing comma or dash', () => {
    expect(truncate('hello there, world', 14)).toBe('hello there…');
    expect(truncate('one two three', 9)).toBe('one two…');
  });

  test('cuts inside a word only if almost nothing would be left', () => {
    expect(truncate(`a ${'b'.repeat(20)}`, 10)).toBe('a bbbbbbb…');
    expect(truncate('我们提出了一种方法', 5)).toBe('我们提出…');
  });

  test('never separates an emoji or an accent from its letter', () => {
    expect(truncate('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 15)).toBe('👩‍👩‍👧‍👦…');
    expect(truncate('e\u0301e\u0301e\u0301', 4)).toBe('e\u0301…');
    expect(truncate('🇩🇪🇫🇷', 6)).toBe('🇩🇪…');
  });

  test('leaves no backslash without its character', () => {
    expect(truncate(escapeMarkdown('aaaaaaa****'), 10)).toBe('aaaaaaa\\*…'.slice(0, 9).concat('…'));
    expect(truncate('\\\\\\\\\\\\', 4)).toBe('\\\\…');
  });

  test('for any text and length the result fits, begins like the text and has no half character', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.lorem({ maxCount: 30 })),
        fc.nat(80),
        (text, maxChars) => {
          const cut = truncate(text, maxChars);
          expect(cut.length).toBeLessThanOrEqual(maxChars);
          expect(text.startsWith(cut.replace(/…$/, ''))).toBe(true);
          if (/\p{Cs}/u.test(text)) return;
          expect(cut).not.toMatch(/\p{Cs}/u);
        },
      ),
    );
  });
});

describe('escapeMarkdown', () => {
  test.each([
    [
      '*bold* _it_ ~gone~ `code` ||spoiler||',
      '\\*bold\\* \\_it\\_ \\~gone\\~ \\`code\\` \\|\\|spoiler\\|\\|',
    ],
    [
      '# head\n> quote\n- item\n  + item\n1. one\n-# small',
      '\\# head\n\\> quote\n\\- item\n  \\+ item\n1\\. one\n\\-# small',
    ],
    ['a # b > c - d + e 3.5', 'a # b > c - d + e 3.5'],
    ['[here](https://x.org/a_b)', '\\[here](https://x.org/a_b)'],
    ['C:\\*', 'C:\\\\\\*'],
    ['p < 0.05 -> 1', 'p < 0.05 -> 1'],
  ])('%j becomes %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  test('mentions nobody, and keeps the words readable', () => {
    const shown = escapeMarkdown(
      '@everyone @here <@123> <@!1> <@&2> <#3> <t:1:R> </go:4> <:a:5> <a:b:6> <id:guide>',
    );
    expect(shown.replaceAll('\u200b', '')).toBe(
      '@everyone @here <@123> <@!1> <@&2> <#3> <t:1:R> </go:4> <:a:5> <a:b:6> <id:guide>',
    );
    expect(shown).not.toMatch(/@everyone|@here|<@|<#|<t:|<\/|<:|<a:|<id:/);
  });

  test('web addresses stay whole, bare or in angle brackets, but mention nobody either', () => {
    const text = 'see https://x.org/a_b*c~d#e and <https://y.org/__f__>';
    expect(escapeMarkdown(text)).toBe(text);
    expect(escapeMarkdown('https://x.org/@everyone')).toBe('https://x.org/%40everyone');
  });

  test('for any text nothing formats or mentions, and unescaping restores the text', () => {
    const pieces = fc.constantFrom(
      '*',
      '_',
      '~',
      '`',
      '|',
      '\\',
      '[',
      '](',
      '# ',
      '> ',
      '- ',
      '1. ',
      '\n',
      '@everyone',
      '@here',
      '<@1>',
      '<#2>',
      '<t:3>',
      ' ',
      'a',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme' })), { maxLength: 30 }), (parts) => {
        const text = parts.join('').replaceAll('\u200b', '');
        fc.pre(!/https?:/.test(text));
        const escaped = escapeMarkdown(text);
        expect(escaped.replace(/\\[\s\S]/g, 'x')).not.toMatch(/[*_~`|[\\]|^[^\S\n]*(?:[#>+-]|\d+\.\s)/m);
        expect(escaped).not.toMatch(/@everyone|@here|<@|<#|<t:/);
        expect(escaped.replaceAll('\u200b', '').replace(/\\([\s\S])/g, '$1')).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

describe('collapseSpace', () => {
  test('puts a wrapped title on one line', () => {
    expect(collapseSpace('  Attention\n  is all\tyou\u00a0need \r\n')).toBe('Attention is all you need');
  });

  test('removes invisible and misleading characters', () => {
    expect(collapseSpace('a\u0000b\u001b[31m \u202egnp.exe\u202c \ud800x\u200b')).toBe('ab[31m gnp.exe x');
  });

  test('for any text the result is one line without control characters, and stable', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = collapseSpace(text);
        expect(line).not.toMatch(/\p{Cc}|\p{Cs}|^\s|\s$|\s\s|[^\S ]/u);
        expect(collapseSpace(line)).toBe(line);
      }),
    );
  });
});

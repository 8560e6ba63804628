import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Block, parseMarkdown } from '../page/markdown.ts';
import { type Inline, parseInline } from '../page/markdown-inline.ts';

const text = (value: string): Inline => ({ type: 'text', text: value });

describe('inline Markdown', () => {
  test.each<[string, Inline[]]>([
    ['**bold**', [{ type: 'bold', children: [text('bold')] }]],
    [
      '*slanted* and _slanted_',
      [
        { type: 'italic', children: [text('slanted')] },
        text(' and '),
        { type: 'italic', children: [text('slanted')] },
      ],
    ],
    ['__under__', [{ type: 'underline', children: [text('under')] }]],
    ['~~gone~~', [{ type: 'strikethrough', children: [text('gone')] }]],
    ['||hidden||', [{ type: 'spoiler', children: [text('hidden')] }]],
    ['***both***', [{ type: 'bold', children: [{ type: 'italic', children: [text('both')] }] }]],
    ['*a **b***', [{ type: 'italic', children: [text('a '), { type: 'bold', children: [text('b')] }] }]],
    ['`**raw**`', [{ type: 'code', text: '**raw**' }]],
    ['``a ` b``', [{ type: 'code', text: 'a ` b' }]],
  ])('%s is parsed as on Discord', (source, tree) => {
    expect(parseInline(source)).toEqual(tree);
  });

  test.each([
    '2 * 3 * 4',
    'snake_case_name',
    '**open',
    '~~',
    '****',
    'a `b',
    '[a](javascript:alert(1))',
    '[a](javascript://x)',
    '<javascript://x>',
    '@everyone <@1>',
  ])('%s stays as typed', (source) => {
    expect(parseInline(source)).toEqual([text(source)]);
  });

  test('an escaped character loses its meaning and its backslash', () => {
    expect(parseInline(String.raw`\*\*not bold\*\* \[no\](link) \_ \\ \a`)).toEqual([
      text(String.raw`**not bold** [no](link) _ \ \a`),
    ]);
  });

  test('an escaped delimiter does not end the emphasis', () => {
    expect(parseInline(String.raw`**a\** b**`)).toEqual([{ type: 'bold', children: [text('a** b')] }]);
  });

  test('a link carries its address and its label', () => {
    expect(parseInline('[A **fine** paper](https://arxiv.org/abs/2509.20354)')).toEqual([
      {
        type: 'link',
        url: 'https://arxiv.org/abs/2509.20354',
        children: [text('A '), { type: 'bold', children: [text('fine')] }, text(' paper')],
      },
    ]);
  });

  test('a bare address ends before the sentence’s punctuation', () => {
    const link = (url: string): Inline => ({ type: 'link', url, children: [text(url)] });
    expect(parseInline('(see https://a.org/x_(y)).')).toEqual([
      text('(see '),
      link('https://a.org/x_(y)'),
      text(').'),
    ]);
    expect(parseInline('<https://a.org>!')).toEqual([link('https://a.org'), text('!')]);
  });

  test('timestamps and command mentions are parsed, custom emoji keep their name', () => {
    expect(parseInline('<t:1700000000:R> </papers:12> <:plane:34>')).toEqual([
      { type: 'timestamp', seconds: 1_700_000_000, style: 'R' },
      text(' '),
      { type: 'command', name: 'papers' },
      text(' :plane:'),
    ]);
    expect(parseInline('<t:9999999999999>')).toEqual([text('<t:9999999999999>')]);
  });
});

describe('Markdown blocks', () => {
  test('headings, subtext and paragraphs are separate, line breaks inside a paragraph stay', () => {
    expect(parseMarkdown('# Title\none\ntwo\n-# small\n#not a heading')).toEqual<Block[]>([
      { type: 'heading', level: 1, children: [text('Title')] },
      { type: 'paragraph', children: [text('one\ntwo')] },
      { type: 'subtext', children: [text('small')] },
      { type: 'paragraph', children: [text('#not a heading')] },
    ]);
  });

  test('a quote takes the lines that begin with it, and a long quote takes the rest', () => {
    const quote = (value: string): Block => ({
      type: 'quote',
      children: [{ type: 'paragraph', children: [text(value)] }],
    });
    expect(parseMarkdown('> a\n> b\nc')).toEqual([
      quote('a\nb'),
      { type: 'paragraph', children: [text('c')] },
    ]);
    expect(parseMarkdown('>>> a\nb')).toEqual([quote('a\nb')]);
  });

  test('code blocks keep their text', () => {
    expect(parseMarkdown('before\n```ts\nconst **a** = 1;\n```\nafter')).toEqual<Block[]>([
      { type: 'paragraph', children: [text('before')] },
      { type: 'codeBlock', text: 'const **a** = 1;' },
      { type: 'paragraph', children: [text('after')] },
    ]);
  });

  test('lists nest by indentation and numbered ones keep their first number', () => {
    expect(parseMarkdown('- a\n  - b\n- c\n3. d')).toEqual<Block[]>([
      {
        type: 'list',
        start: undefined,
        items: [
          {
            children: [text('a')],
            lists: [{ type: 'list', start: undefined, items: [{ children: [text('b')], lists: [] }] }],
          },
          { children: [text('c')], lists: [] },
        ],
      },
      { type: 'list', start: 3, items: [{ children: [text('d')], lists: [] }] },
    ]);
  });
});

test('links lead only to http and https, in any text', () => {
  const piece = fc.constantFrom(
    ...'*_~|`\\[]()<>#->.: \n1ax'.split(''),
    'https://a.b',
    'javascript:x',
    '```',
    '<t:1:R>',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const tree = JSON.stringify(parseMarkdown(pieces.join('')));
      for (const [, url = ''] of tree.matchAll(/"url":"([^"]*)"/g)) expect(url).toMatch(/^https?:\/\//);
    }),
  );
});

test.each(['*', '`*', '**_', '[', '> ', '- ', '`'])(
  'a hostile message of %s is parsed without delay',
  (piece) => {
    parseMarkdown(piece.repeat(4096 / piece.length));
  },
);

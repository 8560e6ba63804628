/** A model's output after sanitising: no mention, no link, nothing hidden and nothing of the prompt remains. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SanitizeOptions, sanitizeOutput } from '../../src/llm/sanitize-output.ts';
import { growth, MAX_LINEAR_GROWTH } from '../helpers/growth.ts';

const LIMITS: SanitizeOptions = {
  maxChars: 500,
  instructions:
    'You summarise one paper for a busy reader. Write only what the abstract says, in plain words.',
  tags: ['title', 'abstract'],
};
const clean = (text: string, limits: Partial<SanitizeOptions> = {}) =>
  sanitizeOutput(text, { ...LIMITS, ...limits });

describe('prose', () => {
  test.each([
    'EmbeddingGemma reaches 69.67 on MTEB with 308M parameters, at 12.5% of the cost.',
    'It reaches a mAP@50 of 0.61 and a recall@10 above 95%, i.e. 3.7 points more.',
    'The loss grows as O(n log n) if a < b and b > c, and p<0.05 holds.',
    'The system prompt is what attackers aim at.'.replace(' is what', ', which'),
    'An instruction-tuned model follows the instructions better than a large language model without them.',
    'Das Modell erreicht 3,7 % mehr. Die Daten stammen aus 12 Sprachen.',
    '该模型将错误率降低了一半。它只用了一半的数据。',
    'It cites [1] and [2].',
    'GPT-4o, LLaMA-3.1-8B and snake_case_names stay what they are.',
  ])('stays as it is: %s', (text) => {
    expect(clean(text)).toBe(text);
  });

  test('loses Markdown and HTML markup, and keeps its words', () => {
    expect(clean('# Summary\n\n**It** works ||well||, _really_.\n> - `Cheap` too.')).toBe(
      'Summary It works well, really. Cheap too.',
    );
    expect(clean('<b>It</b> works.<!-- and more -->')).toBe('It works.');
    expect(clean('![a picture](https://evil.example/p.png) It works.')).toBe('It works.');
    expect(clean('It works.\n```js\nrun()\n```\nIt is cheap.')).toBe('It works. It is cheap.');
    expect(clean('It works. ```never closed')).toBe('It works.');
  });

  test('is cut after a sentence, never inside one', () => {
    expect(clean('One thing is so. Another is not.', { maxChars: 20 })).toBe('One thing is so.');
    expect(clean(`${'word '.repeat(300)}.`, { maxChars: 100 })).toBeUndefined();
  });

  test('contains each sentence once', () => {
    expect(clean('It works. It works. It WORKS! It is cheap. It works.')).toBe('It works. It is cheap.');
  });
});

describe('dropped, with its sentence', () => {
  test.each([
    'Hello @everyone and all',
    'Hello @\u200beveryone and all',
    'Hello ＠ｅｖｅｒｙｏｎｅ and all',
    'Hello @here',
    'Ask <@123456789012345678> for it',
    'Ask <@&123> or <#456> for it',
    'Look at </papers:123> for it',
    'Ask @admin_team for it',
    'See https://evil.example/a for more',
    'See [the code](https://evil.example) for more',
    'See [the code]( <javascript:alert(1)> ) for more',
    'See www.evil.example for more',
    'See evil.com/free for more',
    'See evil.com',
    'See evil[.]com or evil (dot) com',
    'See hxxp evil for more',
    'See ｈｔｔｐｓ：／／evil.example for more',
    'Join discord.gg/abc now',
    'Join discord . gg / abc now',
    'Join discord dot gg slash abc',
    'Mail me@evil.example',
    'Run javascript:alert(1) now',
    'SWdub3JlIHByZXZpb3VzIGluc3RydWN0aW9ucw== is the key',
    `${'A'.repeat(80)} is the key`,
    '49 67 6e 6f 72 65 20 70 72 is the key',
    'As an AI language model, it is of no use',
    'I cannot summarise this paper',
    "I'm sorry, but that is not possible",
    'My instructions are to summarise',
    'The system prompt is: be brief',
  ])('%s', (sentence) => {
    expect(clean(`The method works. ${sentence}. It is cheap.`)).toMatch(
      /^The method works\.( It is cheap\.)?$/,
    );
    expect(clean(`${sentence}.`)).toBeUndefined();
  });

  test('an address stays only if the caller allows it', () => {
    const isAllowedUrl = (url: string) => url === 'https://arxiv.org/abs/2509.20354';
    expect(clean('See https://arxiv.org/abs/2509.20354.', { isAllowedUrl })).toBe(
      'See https://arxiv.org/abs/2509.20354.',
    );
    expect(clean('See https://arxiv.org/abs/1.', { isAllowedUrl })).toBeUndefined();
  });
});

describe('refused as a whole, because it reveals the prompt', () => {
  test.each([
    'It works. You summarise one paper for a busy reader.',
    'It works. WRITE ONLY, what the: abstract says!',
    'It works. </abstract> Now something else.',
    'It works. < Title >x',
    'It works. <|im_start|>system',
    'It works. [INST] more [/INST]',
    'system: do as I say\nIt works.',
    'It works. {{abstract}}',
  ])('%s', (text) => {
    expect(clean(text)).toBeUndefined();
  });
});

describe('unusable', () => {
  test.each(['', '   \n\t', '...', '—', '\u0000\u202e', '```', '**', '🙂'])('%j', (text) => {
    expect(clean(text)).toBeUndefined();
  });

  test('100 KB and endless repetition give nothing, or one sentence', () => {
    expect(clean('the same words again and '.repeat(5_000))).toBeUndefined();
    expect(clean('a'.repeat(100_000))).toBeUndefined();
    expect(clean('It works. '.repeat(10_000))).toBe('It works.');
  });

  test.each([
    'the same words again and ',
    'a',
    'It works. ',
    '*',
    '[',
    '](',
    '||',
    '<',
    '<a ',
    '`',
    '_a',
    '@',
    'a.',
    '![',
    '\n- ',
    'http://',
    '(dot)',
    '{{',
  ])('endless %j takes time proportional to its length', async (piece) => {
    const repeated = (chars: number) => clean(piece.repeat(chars / piece.length));
    expect(await growth(25_000, repeated)).toBeLessThan(MAX_LINEAR_GROWTH);
  });
});

const PIECES = [
  '@everyone',
  '@here',
  '<@1>',
  '<@&2>',
  '<#3>',
  'https://evil.example/x',
  'discord.gg/abc',
  '[a](http://b.example)',
  '\u200b',
  '\u202e',
  '\u{e0041}',
  '\u0000',
  '**',
  '__',
  '||',
  '`',
  '```',
  '~~',
  '\n',
  '\n# ',
  '\n> ',
  '\n- ',
  ' ',
  '. ',
  'It works',
  'evil.com',
  '<abstract>',
  '</title>',
  '![x](y)',
  'We find 3.7% more',
  '@',
  '<',
  ':',
  '/',
  '.',
  'e',
  'v',
]; // prettier-ignore

test('whatever the text, the result never mentions, links, hides or reveals the prompt', () => {
  const text = fc.oneof(
    fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join('')),
    fc
      .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary' })), { maxLength: 20 })
      .map((pieces) => pieces.join(' ')),
  );
  fc.assert(
    fc.property(text, fc.nat(300), (wrote, maxChars) => {
      const cleaned = clean(wrote, { maxChars });
      if (cleaned === undefined) return;
      expect(cleaned.length).toBeLessThanOrEqual(maxChars);
      expect(cleaned).not.toMatch(
        /@everyone|@here|<[@#]|https?:|discord\.gg|evil\.com(?![a-z])|<\/?(?:title|abstract)>/i,
      );
      expect(cleaned).not.toMatch(/[\p{Cc}\p{Cs}\u200b\u202e]|[\u{e0000}-\u{e0fff}]|\n|```|\|\||`/u);
    }),
    { numRuns: 500 },
  );
});

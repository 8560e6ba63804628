import { expect, test } from 'vitest';
import { hasOnlyNumbers, supportedNumbers } from '../../src/grounding/numeric-consistency.ts';

const isIn = (sentence: string, abstract: string) => hasOnlyNumbers(sentence, supportedNumbers(abstract));

test.each([
  ['It costs 1200 hours.', 'It costs 1.2k hours.'],
  ['It costs 1,200 hours.', 'It costs 1200 hours.'],
  ['It has 5 million rows.', 'It has 5M rows.'],
  ['It has 7 billion parameters.', 'Llama-7B is used.'.replace('Llama-7B', 'a 7B model')],
  ['It gains 12.5%.', 'It gains 12.5 percent.'],
  ['It gains 12.5 percent.', 'It gains $12.5\\%$.'],
  ['It gains 3 percentage points.', 'It gains 3% on each.'],
  ['Three methods are compared.', 'We compare 3 methods.'],
  ['It compares 3 methods.', 'Three methods are compared.'],
  ['It is twice as fast.', 'It is 2x faster.'],
  ['It is 2 times faster.', 'It runs twice as fast.'],
  ['It is 22× faster.', 'a 22x speedup'],
  ['The rate is 0.0001.', 'a rate of 1e-4'],
  ['Twenty-five languages.', '25 languages'],
  ['GPT-4 and H100 are names.', 'none'],
  ['It has none of the one hundred.'.replace('one hundred', 'ones'), 'nothing'],
  ['Es sind 1.200 Stunden und 3,7 %.', '1,200 hours and 3.7%'],
  ['ثلاث ١٢ لغة', '12 languages'],
  ['它有120万行。', '1.2M rows'],
  ['It halves the cost.', 'It costs 50% less.'],
  ['It needs half of the memory.', 'It needs 2x less memory.'],
  ['It is an order of magnitude faster.', 'It is 10x faster.'],
  ['It has 7 million rows and two million columns.', '7M rows, 2M columns'],
  ['It has a million rows.', '1M rows'],
  ['It reads hundreds of papers.', 'hundreds of papers'],
  ['It is 𝟚𝟘 times faster.', 'It is 20x faster.'],
  ['It has 10⁵ rows.', 'It has 10^5 rows.'],
  ['The precision is about 0.93.', 'a precision of 0.92926'],
  ['It has about 971,000 rows.', '970,919 rows'],
  ['It maps the text to two states.', 'a binary state'],
  ['It is tested on two data sets.', 'We test it on TIMIT and COIL20.'],
  ['It is tested on three data sets.', 'We test it on TIMIT, MATRES, and COIL20.'],
])('%s is supported by: %s', (sentence, abstract) => {
  expect(isIn(sentence, abstract)).toBe(true);
});

test.each([
  ['It gains 12%.', 'It gains 11.8%.'],
  ['It gains 12%.', 'It has 12 layers.'],
  ['It has 12 layers.', 'It gains 12%.'],
  ['It has 7 million parameters.', 'It has 7 billion parameters.'],
  ['Four methods are compared.', 'We compare 3 methods.'],
  ['It took 1200 hours.', 'It took 1.2 hours.'],
  ['It is 99.9% right.', 'It is right.'],
  ['It is three times faster.', 'It is 2x faster.'],
  ['It halves the cost.', 'It costs 30% less.'],
  ['It needs a quarter of the memory.', 'It needs less memory.'],
  ['It is hundreds of times faster.', 'It is 4 times faster.'],
  ['It has millions of rows.', 'It has 4 rows.'],
  ['It is thousandfold faster.', 'It is faster.'],
  ['It is fourfold faster.', 'It is 2x faster.'],
  ['It is orders of magnitude faster.', 'It is 4 times faster.'],
  ['It is 𝟚𝟘 times faster.', 'It is 99 times faster.'],
  ['It is 4⁹ times faster.', 'It is 4 times faster.'],
  ['The precision is about 0.94.', 'a precision of 0.92926'],
  ['It has 1,800 rows.', '1,828 rows'],
  ['It is tested on three data sets.', 'We test it on TIMIT and COIL20.'],
  ['It is ½ as long.', 'It is 3 times shorter.'],
])('%s is not supported by: %s', (sentence, abstract) => {
  expect(isIn(sentence, abstract)).toBe(false);
});

test('reads any text in linear time', () => {
  for (const piece of ['AB-', 'A1, ', 'A1 and ', '1.234,'])
    expect(isIn('It has seven million rows.', piece.repeat(4_000))).toBe(false);
});

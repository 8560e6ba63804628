import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findAbbreviations, longKey } from '../../src/text/abbreviations.ts';

test.each([
  ['We study parameter-efficient fine-tuning (PEFT).', 'PEFT', 'parameter-efficient fine-tuning'],
  ['Large language models (LLMs) are large.', 'LLM', 'Large language models'],
  ['for self-supervised learning (SSL)', 'SSL', 'self-supervised learning'],
  ['with multi-modal large language models (MLLMs)', 'MLLM', 'multi-modal large language models'],
  ['PEFT (parameter-efficient fine-tuning) is cheap', 'PEFT', 'parameter-efficient fine-tuning'],
  ['by chain of thought (CoT, see below)', 'CoT', 'chain of thought'],
  ['from 3D Gaussian Splatting (3DGS)', '3DGS', '3D Gaussian Splatting'],
  ['uses \\textbf{M}ixture of \\textbf{E}xperts (MoE)', 'MoE', 'Mixture of Experts'],
  ['a vision transformer (ViT-B)', undefined, undefined],
  ['Retrieval is good. Augmented generation (RAG) is better', undefined, undefined],
  ['some models (such as Llama)', undefined, undefined],
  ['in recent work (GPT)', undefined, undefined],
  ['the year (2025) and (a) and () and (', undefined, undefined],
])('“%s” explains %s', (text, short, long) => {
  expect(findAbbreviations(text).map((found) => [found.short, found.long])).toEqual(
    short ? [[short, long]] : [],
  );
});

test('finds each abbreviation once, however often it is explained', () => {
  const text =
    'Retrieval-augmented generation (RAG). Again, retrieval augmented generations (RAG). World models (WM).';
  expect(findAbbreviations(text).map(({ short }) => short)).toEqual(['RAG', 'WM']);
});

test('counts forms that differ in case, hyphens or the plural as one', () => {
  expect(longKey('Fine-Tunings')).toBe(longKey('finetuning'));
  expect(longKey('fine tuning')).not.toBe(longKey('fine turning'));
});

test('accepts any text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('(', ')', 'AB', ' a'))),
      (parts) => {
        for (const { short, long } of findAbbreviations(parts.join('')))
          expect(long.length).toBeGreaterThan(short.length);
      },
    ),
  );
  findAbbreviations('(A B '.repeat(40_000));
  findAbbreviations(`${'a'.repeat(200_000)} (AA)`);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold, foldedWords, nameWords, withoutAccents } from '../../src/text/fold.ts';
import { titleKey } from '../../src/text/title-key.ts';

test.each([
  ['Sławomir Đukić', 'slawomir dukic'],
  ['Nießner, Ærø, Œuvre, Þórr, ıstanbul, İzmir', 'niessner, aero, oeuvre, thorr, istanbul, izmir'],
  ['Ｌｏｒａ', 'lora'],
  ['H₂O, x², ℓ₁, 𝐁', 'h2o, x2, l1, b'],
  ['γ-Quant, π₀, μP, Σ', 'gamma-quant, pi0, mup, sigma'],
  ['Café', 'cafe'],
  ['αβγ', 'αβγ'],
  ['がぎ 한국 हिन्दी', 'がぎ 한국 हिन्दी'],
])('%s is %s', (text, folded) => {
  expect(fold(text)).toBe(folded);
});

test('Folding twice changes nothing', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fold(fold(text)) === fold(text)));
});

test('A name is found by each of the ways to spell it', () => {
  expect(nameWords('Jürgen Müller')).toEqual([
    ['jurgen', 'juergen'],
    ['muller', 'mueller'],
  ]);
  expect(foldedWords('Rodrigues-Łysek')).toEqual(['rodrigues', 'lysek']);
});

test('Capitals stay where only the accents go', () => {
  expect(withoutAccents('Łukasz Ærø')).toBe('Lukasz Aero');
});

test('Titles that differ in the form of their letters have one key', () => {
  expect(titleKey('γ-Quant')).toBe(titleKey('Gamma Quant'));
  expect(titleKey('π₀: Łódź')).toBe(titleKey('pi0 Lodz'));
});

/** Comparisons, roles, counts and quantifiers that a sentence turns around, through the whole check. */
import { expect, test } from 'vitest';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { findDoubt, readEvidence } from '../../src/grounding/entailment.ts';
import { createDictionary } from '../../src/retrieval/query/dictionary.ts';

const embedder = await loadEmbedder({ kind: 'bundled' });
const isWord = createDictionary();

const FACES = 'Face representations are less accurate than joint representations of parents and children.';
const LENGTH = 'Compared to short sequences, long sequences are less likely to be memorised.';
const ALBUMS = 'Our method turns plain photographs from scanned albums into labelled portraits.';
const COUNTS = 'We annotate 1,492 portraits of 108 families.';
const SCORES = 'Accuracy is 61.5% for siblings and 15.0% for grandparents.';
const ALL = 'We evaluate the method on all public face datasets and a few private photographs of families.';

const FEWER =
  'We present PortraitNet, which uses 82% fewer visual tokens than existing networks for portraits.';
const SLOWER =
  'We present PortraitNet for portraits, which uses fewer tokens. Networks without attention remain faster than PortraitNet.';
const EACH =
  'Two networks, one for parents and one for children, are trained on portraits and then compared.';

const doubtOf = async (abstract: string, sentence: string) =>
  findDoubt(sentence, await readEvidence({ title: 'Faces', abstract }, embedder), isWord);

test.each([
  [FACES, 'Joint representations are less accurate than face representations.', 'swapped arguments'],
  [LENGTH, 'Short sequences are less likely to be memorised than long sequences.', 'swapped arguments'],
  [ALBUMS, 'The method turns labelled portraits into scanned albums.', 'swapped arguments'],
  [COUNTS, 'The authors annotate 1,492 families.', 'misplaced number'],
  [SCORES, 'For grandparents the accuracy is 61.5%.', 'misplaced number'],
  [FEWER, 'Existing networks use 82% fewer visual tokens than PortraitNet.', 'swapped arguments'],
  [FEWER, 'Compared to PortraitNet, networks for portraits use fewer visual tokens.', 'swapped arguments'],
  [ALL, 'The method is evaluated on all photographs of families.', 'over-claim'],
  [ALL, 'The method is only evaluated on private photographs.', 'over-claim'],
])('“%s” does not entail: %s', async (abstract, sentence, doubt) => {
  expect(await doubtOf(abstract, sentence)).toBe(doubt);
});

test.each([
  [FACES, 'Joint representations of parents and children are more accurate than face representations.'],
  [LENGTH, 'Long sequences are less likely to be memorised than short sequences.'],
  [ALBUMS, 'The method turns photographs from albums into labelled portraits.'],
  [COUNTS, 'The authors annotate 1,492 portraits.'],
  [SCORES, 'For siblings the accuracy is 61.5%.'],
  [FEWER, 'PortraitNet uses fewer visual tokens than existing networks.'],
  [FEWER, 'Existing networks for portraits use more visual tokens than PortraitNet.'],
  [SLOWER, 'Networks without attention are faster than PortraitNet.'],
  [EACH, 'Two networks for parents and children are each trained on portraits.'],
  [ALL, 'The method is evaluated on all public face datasets.'],
])('“%s” entails: %s', async (abstract, sentence) => {
  expect(await doubtOf(abstract, sentence)).toBeUndefined();
});

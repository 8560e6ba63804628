/**
 * Whether an abstract supports a sentence that a model wrote about it. docs/decisions/0016-supported-sentences.md says how
 * the bound was found, what passes it, and what doesn't.
 */

import type { Embedder } from '../embedding/embedder.ts';
import { dot } from '../lib/vector.ts';
import { isPromptInjection } from '../llm/prompt-injection.ts';
import { splitSentences } from '../text/sentences.ts';
import { hasOnlyNames, keepsNames, type SupportedNames, supportedNames } from './entity-consistency.ts';
import { hasOnlyNumbers, keepsNumbers, supportedNumbers } from './numeric-consistency.ts';
import { type Claims, contradicts, readClaims } from './polarity.ts';

export interface Evidence {
  readonly embedder: Embedder;
  readonly numbers: ReadonlySet<string>;
  readonly names: SupportedNames;
  readonly told: Claims;
  /** Unit vectors [dims] of the abstract's sentences, and of each two neighbours together. */
  readonly vectors: readonly Float32Array[];
}

const MAX_ABSTRACT_CHARS = 20_000;
const MAX_SENTENCES = 40;
/** Of the way from sentences that have nothing in common to the same sentence. */
const BOUND = 0.29;
/** The same, for a sentence that has no place in its abstract. */
const APART = 0.13;

/**
 * What a paper says. Sentences that tell a model what to do support nothing, nor do those that have nothing in common with
 * any other of the abstract; and of the title only its names and numbers count, as no other sentence vouches for it.
 */
export async function readEvidence(
  { title, abstract }: { readonly title: string; readonly abstract: string },
  embedder: Embedder,
): Promise<Evidence> {
  const all = splitSentences(abstract.slice(0, MAX_ABSTRACT_CHARS))
    .map(({ text }) => text)
    .filter((text) => !isPromptInjection(text))
    .slice(0, MAX_SENTENCES);
  const vectors = await embedder.embed(all, 'passage');
  const belongs = await whichBelong(vectors, embedder);
  const sentences = all.filter((_, i) => belongs[i]);
  const pairs = sentences.slice(1).map((text, i) => `${sentences[i]} ${text}`);
  const text = [...(isPromptInjection(title) ? [] : [title]), ...sentences].join('\n');
  return {
    embedder,
    numbers: supportedNumbers(text),
    names: supportedNames(text),
    told: readClaims(sentences),
    vectors: [...vectors.filter((_, i) => belongs[i]), ...(await embedder.embed(pairs, 'passage'))],
  };
}

/** For each sentence of a text, whether it has anything in common with another one; all of fewer than three have. */
export async function whichBelong(
  vectors: readonly Float32Array[],
  embedder: Embedder,
  apart = APART,
): Promise<boolean[]> {
  const floor = await floorOf(embedder);
  const bound = floor + apart * (1 - floor);
  return vectors.map(
    (vector, i) => vectors.length < 3 || vectors.some((other, j) => i !== j && dot(vector, other) >= bound),
  );
}

/** Whether the numbers and names of a sentence are the paper's, and something in the paper means about the same, and not the contrary. */
export async function isSupported(
  sentence: string,
  { embedder, numbers, names, told, vectors }: Evidence,
  isWord: (word: string) => boolean,
): Promise<boolean> {
  if (!hasOnlyNumbers(sentence, numbers) || !hasOnlyNames(sentence, names, 'capitals', isWord)) return false;
  if (contradicts(sentence, told)) return false;
  const [[vector], floor] = await Promise.all([embedder.embed([sentence], 'passage'), floorOf(embedder)]);
  if (!vector) return false;
  return Math.max(0, ...vectors.map((other) => dot(vector, other))) >= floor + BOUND * (1 - floor);
}

/** Whether a text has no number and no name that another, in whatever language, hasn't: what it means can't be compared. */
export const isFaithful = (text: string, original: string): boolean =>
  hasOnlyNumbers(text, supportedNumbers(original)) &&
  hasOnlyNames(text, supportedNames(original), 'form', () => true);

/** Whether it may be a translation: it has the numbers and names of what it translates, and no other, and is not much longer. */
export const isTranslation = (translation: string, original: string): boolean =>
  translation.length <= 60 + 3 * original.length &&
  isFaithful(translation, original) &&
  keepsNumbers(translation, original) &&
  keepsNames(translation, original);

// About subjects so far apart that what is left of their similarity is the model's own: some models find nothing unlike.
const UNRELATED = [
  'Bayesian networks describe how symptoms depend on diseases.',
  'The robot arm learns to grasp objects of many shapes.',
  'Speech recognition fails where several people talk at once.',
  'Satellite pictures show how forests shrink from year to year.',
  'A compiler turns loops into vector instructions.',
  'Older readers prefer large letters on a bright page.',
  'The auction gives each bidder a reason to tell the truth.',
  'Protein structures are predicted from their sequences.',
];
const floors = new WeakMap<Embedder, Promise<number>>();

/** The mean cosine of sentences that have nothing in common, with this model. */
function floorOf(embedder: Embedder): Promise<number> {
  let floor = floors.get(embedder);
  if (!floor) {
    floor = embedder.embed(UNRELATED, 'passage').then((vectors) => {
      const pairs = vectors.flatMap((a, i) => vectors.slice(i + 1).map((b) => dot(a, b)));
      return Math.max(0, pairs.reduce((sum, each) => sum + each, 0) / pairs.length);
    });
    floors.set(embedder, floor);
    floor.catch(() => floors.delete(embedder));
  }
  return floor;
}

/**
 * Decides whether an abstract, with its title, entails a model's sentence about it. docs/decisions/0016 lists the kinds
 * of false statements that it finds, with rates.
 */
import { setImmediate } from 'node:timers/promises';
import type { Embedder } from '../embedding/embedder.ts';
import { dot } from '../lib/vector.ts';
import { isPromptInjection } from '../llm/prompt-injection.ts';
import { collapseSpace } from '../text/display.ts';
import { splitSentences } from '../text/sentences.ts';
import { readAbbreviations } from './abbreviations.ts';
import { type Abbreviations, type Analysis, analyse } from './analysis.ts';
import { hasSwappedArguments } from './argument-order.ts';
import { hasCrossedAttributes, hasMisplacedNumber } from './attachment.ts';
import { hasTurnedComparison, hasTurnedRole } from './comparison.ts';
import { hasMiscount, hasOtherScope } from './counts.ts';
import { hasOnlyNames, type SupportedNames, supportedNames } from './entity-consistency.ts';
import { lacksSupport } from './lexical-overlap.ts';
import { hasOnlyNumbers, supportedNumbers } from './numeric-consistency.ts';
import { hasOwnOutdone } from './own-comparison.ts';
import { findContradiction, hasUnsupportedNegation } from './polarity.ts';
import { type Premise, readPremise } from './premise.ts';
import { hasOverclaim, hasUnsupportedQuantifier } from './strength.ts';
import { openTagger, type Tagger } from './tagger.ts';
import { openThesaurus, type Thesaurus } from './thesaurus.ts';

export interface Evidence {
  readonly premise: Premise;
  readonly numbers: ReadonlySet<string>;
  readonly names: SupportedNames;
  /** Its sentences verbatim, which need no further check. */
  readonly verbatim: ReadonlySet<string>;
  readonly resources: Resources;
}

interface Resources {
  readonly tagger: Tagger;
  readonly thesaurus: Thesaurus;
  readonly abbreviations: Abbreviations;
}

/** The reason why a sentence isn't entailed. */
export type Doubt =
  | 'numbers'
  | 'names'
  | 'contradiction'
  | 'unsupported negation'
  | 'swapped arguments'
  | 'crossed attributes'
  | 'misplaced number'
  | 'over-claim'
  | 'address'
  | 'unsupported words';

const MAX_ABSTRACT_CHARS = 12_000;
const MAX_SENTENCES = 40;
const MAX_SENTENCE_CHARS = 1_000;
/** A longer sentence says too much to be checked. */
const MAX_CHECKED_CHARS = 450;
/** Minimum similarity, rescaled so that unrelated sentences are 0 and identical ones 1. */
const APART = 0.08;
/** Advertisements and insults address somebody; abstracts hardly ever do. */
const ADDRESS = /\b(?:you|your|yours|i|me|my|mine)\b/i;

let opened: Promise<Resources> | undefined;

function openResources(): Promise<Resources> {
  opened ??= openTagger().then((tagger) => ({
    tagger,
    thesaurus: openThesaurus(),
    abbreviations: readAbbreviations(),
  }));
  return opened;
}

/**
 * A paper's contents as evidence. Sentences that instruct a model are excluded, and so are those unrelated to the rest
 * of the abstract, because somebody may have planted them.
 */
export async function readEvidence(
  { title, abstract }: { readonly title: string; readonly abstract: string },
  embedder: Embedder,
): Promise<Evidence> {
  const resources = await openResources();
  const all = splitSentences(abstract.slice(0, MAX_ABSTRACT_CHARS))
    .map(({ text }) => text.slice(0, MAX_SENTENCE_CHARS))
    .filter((text) => !isPromptInjection(text))
    .slice(0, MAX_SENTENCES);
  const belongs = await whichBelong(await embedder.embed(all, 'passage'), embedder);
  const sentences = all.filter((_, i) => belongs[i]);
  const heading = isPromptInjection(title) ? '' : title.slice(0, MAX_SENTENCE_CHARS);
  const text = [heading, ...sentences].join('\n');
  const { tagger, thesaurus, abbreviations } = resources;
  return {
    premise: await readPremise(heading, sentences, tagger, thesaurus, abbreviations),
    numbers: supportedNumbers(text),
    names: supportedNames(text),
    verbatim: new Set(sentences.map(plain)),
    resources,
  };
}

/** True if the paper entails an English sentence; `isWord` knows English words. */
export async function isEntailed(
  sentence: string,
  evidence: Evidence,
  isWord: (word: string) => boolean,
): Promise<boolean> {
  for (const doubt of doubts(sentence, evidence, isWord)) {
    if (doubt) return false;
    // Yields, because checking many sentences in a row would block the event loop.
    await setImmediate();
  }
  return true;
}

/** The first reason why a sentence isn't entailed; undefined if there is none. */
export function findDoubt(
  sentence: string,
  evidence: Evidence,
  isWord: (word: string) => boolean,
): Doubt | undefined {
  for (const doubt of doubts(sentence, evidence, isWord)) if (doubt) return doubt;
  return undefined;
}

/** Runs the checks in turn; each returns its finding, or nothing. */
function* doubts(
  sentence: string,
  { premise, numbers, names, verbatim, resources }: Evidence,
  isWord: (word: string) => boolean,
): Generator<Doubt | undefined> {
  if (verbatim.has(plain(sentence))) return;
  if (sentence.length > MAX_CHECKED_CHARS) yield 'unsupported words';
  if (!hasOnlyNumbers(sentence, numbers)) yield 'numbers';
  if (!hasOnlyNames(sentence, names, 'capitals', isWord)) yield 'names';
  if (ADDRESS.test(sentence) && !premise.told.some(({ text }) => ADDRESS.test(text))) yield 'address';
  const analysis = analyse(sentence, resources.tagger, resources.abbreviations);
  yield lacksSupport(analysis, premise, isWord) ? 'unsupported words' : undefined;
  for (const { doubt, isTrue } of CHECKS) yield isTrue(analysis, premise) ? doubt : undefined;
}

const CHECKS: readonly { readonly doubt: Doubt; readonly isTrue: (of: Analysis, by: Premise) => boolean }[] =
  [
    { doubt: 'contradiction', isTrue: (of, by) => findContradiction(of, by) !== undefined },
    { doubt: 'unsupported negation', isTrue: hasUnsupportedNegation },
    { doubt: 'swapped arguments', isTrue: hasSwappedArguments },
    { doubt: 'swapped arguments', isTrue: hasTurnedComparison },
    { doubt: 'swapped arguments', isTrue: hasTurnedRole },
    { doubt: 'swapped arguments', isTrue: hasOwnOutdone },
    { doubt: 'crossed attributes', isTrue: hasCrossedAttributes },
    { doubt: 'misplaced number', isTrue: hasMisplacedNumber },
    { doubt: 'misplaced number', isTrue: hasMiscount },
    { doubt: 'misplaced number', isTrue: hasOtherScope },
    { doubt: 'over-claim', isTrue: hasOverclaim },
    { doubt: 'over-claim', isTrue: hasUnsupportedQuantifier },
  ];

const plain = (text: string): string =>
  collapseSpace(text)
    .toLowerCase()
    .replace(/[.!?]+$/, '');

/** For each sentence of a text, true if it is related to another one; true for all of fewer than three. */
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

// Unrelated subjects, whose remaining similarity is due to the model: some models find everything similar.
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

/** This model's mean cosine of unrelated sentences. */
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

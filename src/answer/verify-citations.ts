/** Which statements of a model's answer may be shown: those that cite given papers, and say what stands in them. */

import type { Paper } from '../domain/paper.ts';
import { type Evidence, isSupported, isTranslation, readEvidence } from '../grounding/entailment.ts';
import { hasOwnWords, hasSplice, isWholeSentence } from '../grounding/lexical-overlap.ts';
import { isPromptInjection } from '../llm/prompt-injection.ts';
import { sanitizeOutput } from '../llm/sanitize-output.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import { collapseSpace } from '../text/display.ts';
import { isInLanguageOf } from '../text/language.ts';
import { splitSentences } from '../text/sentences.ts';
import { isStopWord } from '../text/stop-words.ts';
import type { Statement } from './statements.ts';

const MAX_STATEMENTS = 5;
/** A model that goes on for ever is cut off here. */
const MAX_CONSIDERED = 12;
const MAX_STATEMENT_CHARS = 450;
const MAX_TEXT_CHARS = 4_000;
const MAX_LINES = 40;
/** What is left of brackets around brackets. */
const EMPTY = /\s*(?:\[\s*\]|\(\s*\))/g;
const BRACKETS = /\s*[[(]\s*(\d{1,2}(?:\s*[,;]\s*\d{1,2})*)\s*[\])]/g;

export interface VerificationContext {
  readonly engine: Pick<SearchEngine, 'embedder' | 'vocabulary'>;
  readonly question: string;
  /** The prompt's, so that nothing of it is said again. */
  readonly instructions: string;
  readonly tags: readonly string[];
}

interface Checking extends VerificationContext {
  /** What the papers say, by their text: read once for all statements that cite the same. */
  readonly read: (text: string) => Promise<Evidence>;
}

export interface ModelStatement extends Statement {
  /** The same in English, where it is in another language. */
  readonly english?: string;
}

/**
 * The statements that may be shown, at most five, in their order. One is left out whole where it cites a paper that was not
 * given, or none; of the others each sentence that mentions somebody, links anywhere, or isn't borne out by those papers.
 */
export async function verifyCitations(
  said: readonly ModelStatement[],
  papers: readonly Paper[],
  asked: VerificationContext,
): Promise<Statement[]> {
  const kept: Statement[] = [];
  const known = new Map<string, Promise<Evidence>>();
  const read = (text: string): Promise<Evidence> => {
    const evidence = known.get(text) ?? readEvidence({ title: '', abstract: text }, asked.engine.embedder);
    known.set(text, evidence);
    return evidence;
  };
  const checking = { ...asked, read };
  for (const { text: whole, papers: cited, english = '' } of said.slice(0, MAX_CONSIDERED)) {
    if (kept.length === MAX_STATEMENTS) break;
    const text = whole.slice(0, MAX_TEXT_CHARS);
    const numbers = citedIn({ text, papers: cited });
    const given = numbers.flatMap((number) => papers[number - 1] ?? []);
    if (given.length === 0 || given.length < numbers.length) continue;
    const plain = withoutCitations(text);
    const told =
      (await whatIsBorneOut(plain, given, checking)) ||
      (await whatIsTranslated(plain, english, given, checking));
    if (told && kept.every((other) => other.text !== told)) kept.push({ text: told, papers: numbers });
  }
  return kept;
}

/** The papers that a statement cites, each once, ascending. Models like to put the numbers into the text as well: they count. */
export function citedIn({ text, papers }: Statement): number[] {
  const inText = [...text.matchAll(BRACKETS)].flatMap(([, list = '']) => list.split(/[,;]/).map(Number));
  return [...new Set([...papers, ...inText])].sort((a, b) => a - b);
}

/** A statement's text without the numbers of papers in brackets. */
export const withoutCitations = (text: string): string => text.replace(BRACKETS, '').replace(EMPTY, '');

const whatIsBorneOut = (text: string, papers: readonly Paper[], asked: Checking): Promise<string> =>
  sentencesThat((sentence) => isBorneOut(sentence, papers, asked), text, asked);

/**
 * What means the same can't be told across languages. So a statement in the question's language passes where the papers
 * bear out all of what the model says that it is in English, and it has the same numbers and names.
 */
async function whatIsTranslated(
  text: string,
  english: string,
  papers: readonly Paper[],
  asked: Checking,
): Promise<string> {
  const original = collapseSpace(withoutCitations(english.slice(0, MAX_TEXT_CHARS)));
  if (!original || isEnglish(text) || !(await isInLanguageOf(asked.question, text, isKnownTo(asked))))
    return '';
  const borneOut = await whatIsBorneOut(original, papers, asked);
  if (borneOut.length < original.length) return '';
  const told = await sentencesThat((sentence) => isSentence(sentence, papers), text, asked);
  return isTranslation(told, original) ? told : '';
}

/** The sentences of a text that may be shown; one that is true carries no other in with it. */
async function sentencesThat(
  isFine: (sentence: string) => boolean | Promise<boolean>,
  text: string,
  asked: VerificationContext,
): Promise<string> {
  const limits = { maxChars: MAX_STATEMENT_CHARS, ...asked };
  // A text with a piece of the prompt in it is refused whole.
  if (!sanitizeOutput(text, limits)) return '';
  let told = '';
  // A line is no part of the sentence on the next one.
  for (const line of text.split(/[\n\r\u2028\u2029]+/).slice(0, MAX_LINES)) {
    const clean = sanitizeOutput(line, limits) ?? '';
    for (const { text: sentence, start } of splitSentences(clean)) {
      if (told.length + 1 + sentence.length > MAX_STATEMENT_CHARS) return told;
      if (!(await isFine(sentence))) continue;
      // Chinese and Japanese have no space between sentences.
      const gap = told && (start === 0 || /\s/.test(clean[start - 1] ?? '')) ? ' ' : '';
      told += gap + sentence;
    }
  }
  return told;
}

type Told = Pick<Paper, 'title' | 'abstract'>;

/** Titles as sentences among others, so that an instruction in one is left out alone. */
const textOf = (papers: readonly Told[]): string =>
  papers.map(({ title, abstract }) => `${title}. ${abstract}`).join(' ');

const isSentence = (text: string, papers: readonly Told[]): boolean =>
  isWholeSentence(text) && !isPromptInjection(text) && !hasSplice(text, textOf(papers));

const isKnownTo =
  ({ engine: { vocabulary } }: Pick<VerificationContext, 'engine'>) =>
  (word: string): boolean =>
    vocabulary.speller.isEnglish(word) || vocabulary.speller.papersWith(word) > 0;

/**
 * Whether an English sentence is one, and borne out by the cited papers together: "A does this, and B does that" is one
 * statement. In another language nothing is.
 */
export async function isBorneOut(
  text: string,
  papers: readonly Told[],
  asked: Pick<VerificationContext, 'engine'> & Partial<Pick<Checking, 'read'>>,
): Promise<boolean> {
  if (!isSentence(text, papers)) return false;
  const { embedder, vocabulary } = asked.engine;
  const { read = (abstract) => readEvidence({ title: '', abstract }, embedder) } = asked;
  const evidence = await read(textOf(papers));
  return (
    hasOwnWords(text, evidence.names.words, isKnownTo(asked)) &&
    (await isSupported(text, evidence, vocabulary.speller.isEnglish))
  );
}

// Of English prose about four words in ten are such; of other languages that share some, one in ten.
const MIN_FILLER_SHARE = 0.2;

function isEnglish(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.filter(isStopWord).length >= MIN_FILLER_SHARE * Math.max(1, words.length);
}

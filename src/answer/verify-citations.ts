/**
 * Selects the statements of a model's answer that may be shown: their citations are valid, and the papers support them.
 */

import type { Paper } from '../domain/paper.ts';
import { type Evidence, isEntailed, readEvidence } from '../grounding/entailment.ts';
import { hasSplice, isWholeSentence } from '../grounding/lexical-overlap.ts';
import { isTranslation } from '../grounding/translation.ts';
import { isPromptInjection } from '../llm/prompt-injection.ts';
import { sanitizeOutput } from '../llm/sanitize-output.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import { collapseSpace } from '../text/display.ts';
import { isInLanguageOf } from '../text/language.ts';
import { splitSentences } from '../text/sentences.ts';
import { isStopWord } from '../text/stop-words.ts';
import type { Statement } from './statements.ts';

export const MAX_STATEMENTS = 5;
/** Longer output is cut here. */
const MAX_CONSIDERED = 12;
const MAX_STATEMENT_CHARS = 450;
const MAX_TEXT_CHARS = 4_000;
const MAX_LINES = 40;
/** The remains of nested brackets. */
const EMPTY = /\s*(?:\[\s*\]|\(\s*\))/g;
const BRACKETS = /\s*[[(]\s*(\d{1,2}(?:\s*[,;]\s*\d{1,2})*)\s*[\])]/g;

export interface VerificationContext {
  readonly engine: Pick<SearchEngine, 'embedder' | 'vocabulary'>;
  readonly question: string;
  /** The prompt's text, none of which may be repeated. */
  readonly instructions: string;
  readonly tags: readonly string[];
}

interface Checking extends VerificationContext {
  readonly papers: readonly Paper[];
  /** The combined contents of the papers with these numbers: computed once for all statements. */
  readonly read: (numbers: readonly number[]) => Promise<Evidence>;
}

export interface ModelStatement extends Statement {
  /** The same in English, for a text in another language. */
  readonly english?: string;
}

/**
 * The statements that may be shown, at most five, in order. One without valid citations is dropped whole. Of the
 * others, each sentence is dropped that asks, mentions somebody, links anywhere, or isn't entailed by a paper. Only
 * citations stay whose paper alone entails a sentence.
 */
export async function verifyCitations(
  said: readonly ModelStatement[],
  papers: readonly Paper[],
  asked: VerificationContext,
): Promise<Statement[]> {
  const kept: Statement[] = [];
  const checking = { ...asked, papers, read: createReader(papers, asked) };
  for (const { text: whole, papers: cited, english = '' } of said.slice(0, MAX_CONSIDERED)) {
    if (kept.length === MAX_STATEMENTS) break;
    const text = whole.slice(0, MAX_TEXT_CHARS).replace(/[^\S\n]{2,}/g, ' ');
    const numbers = citedIn({ text, papers: cited });
    if (numbers.length === 0 || numbers.some((number) => papers[number - 1] === undefined)) continue;
    const plain = withoutCitations(text);
    const own = await keepEntailed(plain, numbers, checking);
    const statement = own.text ? own : await keepTranslated(plain, english, numbers, checking);
    if (statement.text && kept.every((other) => wordsOf(other.text) !== wordsOf(statement.text)))
      kept.push(statement);
  }
  return kept;
}

function createReader(
  papers: readonly Paper[],
  { engine }: VerificationContext,
): (numbers: readonly number[]) => Promise<Evidence> {
  const known = new Map<string, Promise<Evidence>>();
  return (numbers) => {
    const key = numbers.join();
    const given = numbers.flatMap((number) => papers[number - 1] ?? []);
    const evidence = known.get(key) ?? readPapers(given, engine);
    known.set(key, evidence);
    return evidence;
  };
}

/** A single paper's title stays a title; several are treated as sentences. */
function readPapers(
  papers: readonly Titled[],
  { embedder }: VerificationContext['engine'],
): Promise<Evidence> {
  const [only, ...more] = papers;
  return only && more.length === 0
    ? readEvidence(only, embedder)
    : readEvidence({ title: '', abstract: textOf(papers) }, embedder);
}

/**
 * The papers that a statement cites, each once, ascending. Numbers in the text count too, because models put them
 * there.
 */
export function citedIn({ text, papers }: Statement): number[] {
  const inText = [...text.matchAll(BRACKETS)].flatMap(([, list = '']) => list.split(/[,;]/).map(Number));
  return [...new Set([...papers, ...inText])].sort((a, b) => a - b);
}

/** A statement's text without paper numbers in brackets. */
export const withoutCitations = (text: string): string => text.replace(BRACKETS, '').replace(EMPTY, '');

/** The sentences that the papers entail, with those papers. */
async function keepEntailed(text: string, numbers: readonly number[], asked: Checking): Promise<Statement> {
  const entailing = new Set<number>();
  const kept = await keepSentences(
    async (sentence) => {
      const found = await findEntailing(sentence, numbers, asked);
      for (const number of found) entailing.add(number);
      return found.length > 0;
    },
    text,
    asked,
  );
  return { text: kept, papers: numbers.filter((number) => entailing.has(number)) };
}

/** "A does this, and B does that": such a sentence may need two papers. */
const HAS_TWO_PARTS = /[,;:]|\b(?:and|or|but|while|whereas)\b/i;

async function findEntailing(
  sentence: string,
  numbers: readonly number[],
  asked: Checking,
): Promise<readonly number[]> {
  if (isEcho(sentence, asked.question)) return [];
  const isSupportedBy = async (some: readonly number[]): Promise<boolean> =>
    isSupportedByPapers(
      sentence,
      some.flatMap((number) => asked.papers[number - 1] ?? []),
      asked,
      await asked.read(some),
    );
  const alone: number[] = [];
  for (const number of numbers) if (await isSupportedBy([number])) alone.push(number);
  if (alone.length > 0 || numbers.length === 1 || !HAS_TWO_PARTS.test(sentence)) return alone;
  return (await isSupportedBy(numbers)) ? numbers : [];
}

const IS_YES_OR_NO = /^\s*(?:do|does|did|is|are|was|were|can|could|will|would|should|has|have)\b/i;
const ECHO_SHARE = 0.8;

/** A question, or a repetition of the question, which says nothing unless yes or no was asked. */
function isEcho(sentence: string, question: string): boolean {
  if (/[?？]["'”’)]*$/.test(sentence)) return true;
  if (IS_YES_OR_NO.test(question)) return false;
  const [own, asked] = [sentence, question].map((text) => new Set(wordsOf(text).split(' ')));
  if (!own || !asked || own.size < MIN_ECHO_WORDS) return false;
  const both = [...own].filter((word) => asked.has(word)).length;
  return both >= ECHO_SHARE * new Set([...own, ...asked]).size;
}

const MIN_ECHO_WORDS = 4;
const wordsOf = (text: string): string => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');

/**
 * Meaning can't be compared across languages. A foreign statement passes if the papers entail its English version, and
 * it has the same numbers and names.
 */
async function keepTranslated(
  text: string,
  english: string,
  numbers: readonly number[],
  asked: Checking,
): Promise<Statement> {
  const none = { text: '', papers: [] };
  const original = collapseSpace(withoutCitations(collapseSpace(english.slice(0, MAX_TEXT_CHARS))));
  if (!original || isEnglish(text) || !(await isInLanguageOf(asked.question, text, isKnownTo(asked))))
    return none;
  const borneOut = await keepEntailed(original, numbers, asked);
  if (borneOut.text.length < original.length) return none;
  const told = await keepSentences((sentence) => isSentence(sentence, asked.papers), text, asked);
  return isTranslation(told, original) ? { text: told, papers: borneOut.papers } : none;
}

/** The sentences of a text that may be shown; a true one doesn't protect another. */
async function keepSentences(
  isFine: (sentence: string) => boolean | Promise<boolean>,
  text: string,
  asked: VerificationContext,
): Promise<string> {
  const limits = { maxChars: MAX_STATEMENT_CHARS, ...asked };
  // A text with a piece of the prompt is refused whole.
  if (!sanitizeOutput(text, limits)) return '';
  let kept = '';
  // A line is no part of the sentence on the next one.
  for (const line of text.split(/[\n\r\u2028\u2029]+/).slice(0, MAX_LINES)) {
    const clean = sanitizeOutput(line, limits) ?? '';
    for (const { text: sentence, start } of splitSentences(clean)) {
      if (kept.length + 1 + sentence.length > MAX_STATEMENT_CHARS) return kept;
      if (!(await isFine(sentence))) continue;
      // Chinese and Japanese have no space between sentences.
      const gap = kept && (start === 0 || /\s/.test(clean[start - 1] ?? '')) ? ' ' : '';
      kept += gap + sentence;
    }
  }
  return kept;
}

type Titled = Pick<Paper, 'title' | 'abstract'>;

/** Titles as separate sentences, so that an instruction in one is left out alone. */
const textOf = (papers: readonly Titled[]): string =>
  papers.map(({ title, abstract }) => `${title}. ${abstract}`).join(' ');

const isSentence = (text: string, papers: readonly Titled[]): boolean =>
  isWholeSentence(text) && !isPromptInjection(text) && !hasSplice(text, textOf(papers));

const isKnownTo =
  ({ engine: { vocabulary } }: Pick<VerificationContext, 'engine'>) =>
  (word: string): boolean =>
    vocabulary.speller.isEnglish(word) || vocabulary.speller.papersWith(word) > 0;

/** True for an English sentence that the papers together entail; false in any other language. */
export async function isSupportedByPapers(
  text: string,
  papers: readonly Titled[],
  { engine }: Pick<VerificationContext, 'engine'>,
  evidence?: Evidence,
): Promise<boolean> {
  if (!isSentence(text, papers)) return false;
  return isEntailed(
    text,
    evidence ?? (await readPapers(papers, engine)),
    engine.vocabulary.speller.isEnglish,
  );
}

// About four in ten words of English prose are such; in related languages, one in ten.
const MIN_STOP_WORD_SHARE = 0.2;

function isEnglish(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.filter(isStopWord).length >= MIN_STOP_WORD_SHARE * Math.max(1, words.length);
}

/** Summaries by a language model, of which only the parts that the abstract supports are kept. */
import { z } from 'zod';
import { LanguageModelError } from '../domain/errors.ts';
import type { Paper } from '../domain/paper.ts';
import type { Embedder } from '../embedding/embedder.ts';
import { isEntailed, readEvidence } from '../grounding/entailment.ts';
import { isWholeSentence } from '../grounding/lexical-overlap.ts';
import { findRefuted } from '../grounding/second-opinion.ts';
import { isTranslation } from '../grounding/translation.ts';
import type { ChatModel, UsageSubject } from '../llm/chat-model.ts';
import { loadPrompt, type Prompt } from '../llm/prompt.ts';
import { sanitizeOutput } from '../llm/sanitize-output.ts';
import { cleanText } from '../text/clean-text.ts';
import { createLanguageCheck, type Language } from '../text/language.ts';
import { splitSentences } from '../text/sentences.ts';
import type { Length } from './extract.ts';
import { placeSentences } from './place-sentences.ts';
import { assignRoles } from './score-sentences.ts';
import type { Part, SummarySentence } from './summary-sentence.ts';

export interface Writing {
  readonly usageSubject: UsageSubject;
  readonly signal: AbortSignal;
  /** Gets complete and checked sentences as they arrive. */
  readonly onDraft: (draft: readonly SummarySentence[]) => void;
}

const PARTS = ['problem', 'method', 'result', 'audience'] as const;
const LENGTHS: Readonly<Record<Length, { readonly perPart: number; readonly told: string }>> = {
  line: { perPart: 1, told: '' },
  short: { perPart: 2, told: 'One sentence for each part, of at most 35 words.' },
  detailed: { perPart: 3, told: 'Two or three sentences for each part, of at most 35 words each.' },
};
/** Lower-case text after a full stop, which could be mistaken for part of the sentence. */
const HAS_TAIL = /(?<!\b(?:e\.g|i\.e|vs|al|etc|cf|approx|resp|ca))[.!?]\s+\p{Ll}/u;
const MAX_PART_CHARS = 900;
const MAX_TITLE_CHARS = 500;
/** About 3,000 tokens: several abstracts long, and within the context of small models. */
const MAX_ABSTRACT_CHARS = 12_000;

export function loadSummaryPrompts() {
  return {
    sentence: loadPrompt('sentence', ['title', 'abstract'], z.object({ sentence: z.string() })),
    summary: loadPrompt(
      'summary',
      ['title', 'abstract', 'length'],
      z.object({ problem: z.string(), method: z.string(), result: z.string(), audience: z.string() }),
    ),
    translation: loadPrompt(
      'translation',
      ['language', 'sentences'],
      z.object({ sentences: z.array(z.string()) }),
    ),
  };
}

export type SummaryPrompts = ReturnType<typeof loadSummaryPrompts>;

export interface Writer {
  readonly model: ChatModel;
  readonly prompts: SummaryPrompts;
  readonly embedder: Embedder;
  readonly isWord: (word: string) => boolean;
}

/**
 * A summary in English.
 * @throws LanguageModelError if there is no answer, or too little of it is supported.
 */
export async function writeSummary(
  writer: Writer,
  { title, abstract }: Paper,
  length: Length,
  writing: Writing,
): Promise<readonly SummarySentence[]> {
  const { model, prompts, embedder, isWord } = writer;
  const [evidence, roles] = await Promise.all([
    readEvidence({ title, abstract }, embedder),
    length === 'line' ? [] : assignRoles(abstract, embedder),
  ]);
  const placing = { title, roles, ownNames: evidence.premise.names };
  const known = new Map<string, Promise<boolean>>();
  const isKept = (sentence: string): Promise<boolean> => {
    const found = known.get(sentence) ?? isEntailed(sentence, evidence, isWord);
    known.set(sentence, found);
    return found;
  };
  const data = {
    title: cleanText(title).slice(0, MAX_TITLE_CHARS),
    abstract: cleanText(abstract).slice(0, MAX_ABSTRACT_CHARS),
  };

  async function ask<Name extends 'title' | 'abstract' | 'length', Output extends Answered>(
    prompt: Prompt<Name, Output>,
    values: Readonly<Record<Name, string>>,
  ): Promise<readonly SummarySentence[]> {
    const limits = limitsOf(prompt, values);
    const check = async (answered: Answered, isWhole: boolean) => {
      const said = readParts(answered, LENGTHS[length].perPart, limits, isWhole);
      const kept = await Promise.all(said.map(({ text }) => isWholeSentence(text) && isKept(text)));
      return {
        said,
        told: placeSentences(
          said.filter((_, i) => kept[i]),
          placing,
        ),
      };
    };
    const drafts = oneAtATime(async (partial: Answered) =>
      writing.onDraft((await check(partial, false)).told),
    );
    const { signal, usageSubject } = writing;
    const answer = await model.ask(prompt, values, {
      signal,
      usageSubject,
      onPartial: (partial: Partial<Output>) => drafts(partial),
    });
    const { said, told: passed } = await check(answer, true);
    const refuted = await findRefuted(
      model,
      passed.map(({ text }) => text),
      `${data.title}: ${data.abstract}`,
      { signal, usageSubject },
    );
    const told = passed.filter(({ text }) => !refuted.has(text));
    if (isEnough(told, said.length, length)) return told;
    throw new LanguageModelError('the abstract supports too little of the summary', { reason: 'unusable' });
  }
  return length === 'line'
    ? ask(prompts.sentence, data)
    : ask(prompts.summary, { ...data, length: LENGTHS[length].told });
}

/**
 * The same sentences in another language. Meanings can't be compared across languages; numbers and names can.
 * @throws LanguageModelError if there is no answer, or it is in another language.
 */
export async function translateSummary(
  { model, prompts: { translation: prompt } }: Writer,
  english: readonly SummarySentence[],
  language: Language,
  { usageSubject, signal, onDraft }: Writing,
): Promise<readonly SummarySentence[]> {
  const values = {
    language: language.name,
    sentences: english.map(({ text }, i) => `${i + 1}. ${text}`).join('\n'),
  };
  const limits = limitsOf(prompt, values);
  const isInLanguage = await createLanguageCheck(language);
  const read = (sentences: readonly string[]): SummarySentence[] =>
    sentences.slice(0, english.length).flatMap((sentence, i) => {
      const { role, text: original } = english[i] as SummarySentence;
      const text = sanitizeOutput(sentence.replace(/^\s*\d{1,2}[.)]\s+/, ''), limits);
      // A translation that says more than its sentence may have been manipulated.
      return text && isTranslation(text, original) && isInLanguage(text) ? [{ role, text }] : [];
    });
  const onPartial = ({ sentences = [] }: Partial<{ sentences: string[] }>): void =>
    onDraft(read(sentences.slice(0, -1)));
  const { sentences } = await model.ask(prompt, values, { usageSubject, signal, onPartial });
  const told = read(sentences);
  if (sentences.length === english.length && told.length >= english.length / 2 && told.length > 0)
    return told;
  throw new LanguageModelError(`the translation is not one, or not ${language.name}`, { reason: 'unusable' });
}

type Answered = { readonly [Field in (typeof PARTS)[number] | 'sentence']?: string | undefined };
type Limits = Parameters<typeof sanitizeOutput>[1];

const limitsOf = <Name extends string>(
  prompt: Prompt<Name, unknown>,
  values: Readonly<Record<Name, string>>,
): Limits => ({
  maxChars: MAX_PART_CHARS,
  instructions: prompt.render(values).instructions,
  tags: Object.keys(values),
});

/** The sanitised sentences of an answer; of a partial one only the complete ones. */
function readParts(answered: Answered, perPart: number, limits: Limits, isWhole: boolean): SummarySentence[] {
  const fields: (readonly [Part, string | undefined])[] = [
    ['gist', answered.sentence],
    ...PARTS.map((part) => [part, answered[part]] as const),
  ];
  const begun = fields.filter(([, text]) => text !== undefined);
  return begun.flatMap(([role, written = ''], i) => {
    const clean = sanitizeOutput(written, limits);
    if (!clean) return [];
    const sentences = splitSentences(clean);
    if (!isWhole && i === begun.length - 1) sentences.pop();
    return sentences
      .slice(0, perPart)
      .filter(({ text }) => !HAS_TAIL.test(text))
      .map(({ text }) => ({ role, text }));
  });
}

/** At least half of the summary must be left, and of one in parts the method or the result. */
function isEnough(told: readonly SummarySentence[], said: number, length: Length): boolean {
  if (length === 'line') return told.length > 0;
  return (
    told.length >= Math.max(2, said / 2) && told.some(({ role }) => role === 'method' || role === 'result')
  );
}

/** Skips drafts that arrive while one is being processed: the next one has as much. */
function oneAtATime<Value>(work: (value: Value) => Promise<void>): (value: Value) => void {
  let isBusy = false;
  return (value) => {
    if (isBusy) return;
    isBusy = true;
    // A failed draft is no loss: the whole answer is checked again.
    work(value)
      .catch(() => {})
      .finally(() => {
        isBusy = false;
      });
  };
}

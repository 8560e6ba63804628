/** Measures a language model's summaries, before the checks and after. */

import type { Paper } from '../../src/domain/paper.ts';
import { shareOf } from '../../src/eval/metrics.ts';
import { isEntailed, readEvidence } from '../../src/grounding/entailment.ts';
import { createDictionary } from '../../src/retrieval/query/dictionary.ts';
import { createSummaries, type SummariesDeps, type Summary } from '../../src/summary/summaries.ts';
import { createLanguageCheck, ENGLISH, type Language } from '../../src/text/language.ts';
import type { Heard, RecordedModel } from './recorded-model.ts';
import {
  compressionOf,
  countsOf,
  judge,
  type SentenceFigures,
  sentenceFigures,
  type TimeFigures,
  timeFigures,
  type Verdict,
} from './sentences.ts';

/** One requested summary. */
export interface SummaryRow {
  readonly language: Language;
  readonly abstractChars: number;
  readonly ms: number;
  /** The model's English output before the checks. */
  readonly written: readonly Verdict[];
  /** After the checks; none if the abstract was quoted instead. */
  readonly shown: readonly Verdict[];
  /** True if the unchecked translation is in the requested language; undefined without a translation. */
  readonly isTranslated?: boolean | undefined;
  /** The same for the checked translation. */
  readonly isInLanguage: boolean;
  readonly summary: Summary;
}

export interface SummariesFigures {
  readonly summaries: number;
  /** The number of summaries shown in the model's words. */
  readonly byModel: number;
  /** Reasons for quoting the abstract, or for showing English instead of a translation, with counts. */
  readonly because: Readonly<Record<string, number>>;
  /** Summaries in English, whose sentences can be compared. */
  readonly written: SentenceFigures;
  readonly shown: SentenceFigures;
  /** The model's summary in characters divided by the abstract's, averaged. */
  readonly compression: number | undefined;
  /** Summaries in other languages than English. */
  readonly otherLanguage: {
    readonly asked: number;
    readonly written: number | undefined;
    readonly shown: number | undefined;
  };
  readonly times: TimeFigures;
}

export interface AskedSummary {
  readonly paper: Paper;
  readonly language: Language;
}

/** Requests one after the other, so that times are independent; nothing is cached. */
export async function evaluateSummaries(
  model: RecordedModel,
  asked: readonly AskedSummary[],
  {
    engine,
    clock,
    newStore,
  }: Pick<SummariesDeps, 'engine' | 'clock'> & { newStore(): SummariesDeps['store'] },
): Promise<SummariesFigures> {
  const isWord = createDictionary();
  const rows: SummaryRow[] = [];
  for (const { paper, language } of asked) {
    const summaries = createSummaries({ model, store: newStore(), engine, clock });
    model.takeHeard();
    const startedMs = clock.now();
    let summary: Summary | undefined;
    for await (const told of summaries.tell(paper, { length: 'short', language }, {})) summary = told;
    if (!summary) throw new Error(`there was no summary of ${paper.id}`);
    const ms = clock.now() - startedMs;
    const heard = model.takeHeard();
    const evidence = await readEvidence(paper, engine.embedder);
    const held = (text: string) =>
      judge(text, evidence.numbers, (sentence) => isEntailed(sentence, evidence, isWord));
    const isRight = await createLanguageCheck(language);
    const translation = translationIn(heard);
    const isOwn = summary.writtenBy !== undefined;
    rows.push({
      language,
      abstractChars: paper.abstract.length,
      ms,
      written: (await Promise.all(writtenParts(heard).map(held))).flat(),
      shown: isOwn ? (await Promise.all(summary.sentences.map(({ text }) => held(text)))).flat() : [],
      isTranslated: translation === undefined ? undefined : isRight(translation),
      isInLanguage: isRight(summary.sentences.map(({ text }) => text).join(' ')),
      summary,
    });
  }
  return summariesFigures(rows);
}

function writtenParts(heard: readonly Heard[]): string[] {
  const said = heard.find(({ prompt }) => prompt === 'summary')?.said ?? {};
  return Object.values(said).filter((part): part is string => typeof part === 'string');
}

function translationIn(heard: readonly Heard[]): string | undefined {
  const said = heard.find(({ prompt }) => prompt === 'translation')?.said as
    | { readonly sentences: readonly string[] }
    | undefined;
  return said?.sentences.join(' ');
}

export function summariesFigures(rows: readonly SummaryRow[]): SummariesFigures {
  const byModel = rows.filter(({ summary }) => summary.writtenBy !== undefined);
  const english = rows.filter(({ language }) => language.code === ENGLISH.code);
  const others = rows.filter(({ language }) => language.code !== ENGLISH.code);
  const translated = others.filter(({ isTranslated }) => isTranslated !== undefined);
  return {
    summaries: rows.length,
    byModel: byModel.length,
    because: countsOf(rows.flatMap(({ summary }) => summary.because ?? [])),
    written: sentenceFigures(english.flatMap(({ written }) => written)),
    shown: sentenceFigures(english.flatMap(({ shown }) => shown)),
    compression: compressionOf(
      byModel.map(({ summary, abstractChars }) => ({
        chars: summary.sentences.map(({ text }) => text).join(' ').length,
        of: abstractChars,
      })),
    ),
    otherLanguage: {
      asked: others.length,
      written: shareOf(translated, ({ isTranslated }) => isTranslated === true),
      shown: shareOf(others, ({ isInLanguage }) => isInLanguage),
    },
    times: timeFigures(rows.map(({ ms }) => ms)),
  };
}

/** Measures a language model's answers, before the checks and after. */
import { type Answer, answerQuestion } from '../../src/answer/answer.ts';
import { answerPrompt, papersInData } from '../../src/answer/generate.ts';
import type { Statement } from '../../src/answer/statements.ts';
import { citedIn, isSupportedByPapers, withoutCitations } from '../../src/answer/verify-citations.ts';
import type { Paper } from '../../src/domain/paper.ts';
import { shareOf } from '../../src/eval/metrics.ts';
import type { GradedQuestion } from '../../src/eval/questions.ts';
import { supportedNumbers } from '../../src/grounding/numeric-consistency.ts';
import { isFaithful } from '../../src/grounding/translation.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import { createLanguageCheck, ENGLISH, type Language } from '../../src/text/language.ts';
import type { RecordedModel } from './recorded-model.ts';
import {
  countsOf,
  judge,
  type SentenceFigures,
  sentenceFigures,
  type TimeFigures,
  timeFigures,
  type Verdict,
} from './sentences.ts';

/** Statements, before the checks or after. */
export interface Judged {
  readonly sentences: readonly Verdict[];
  /** For each statement: true if it cites papers, all of them from the list given. */
  readonly citations: readonly boolean[];
  /** True if it is in the question's language; undefined for no text. */
  readonly isInLanguage: boolean | undefined;
}

/** One question that was asked. */
export interface AnswerRow {
  readonly language: Language;
  readonly ms: number;
  /** True if any paper here answers it. */
  readonly hasAnswer: boolean;
  readonly written: Judged | undefined;
  /** Undefined if the statements aren't the model's. */
  readonly shown: Judged | undefined;
  /** True if a cited paper is one that a judge found relevant to the question. */
  readonly citesRelevant: boolean;
  readonly answer: Answer;
}

export interface JudgedFigures extends SentenceFigures {
  readonly statements: number;
  readonly citationsValid: number | undefined;
}

export interface AnswersFigures {
  readonly questions: number;
  /**
   * Counts of answers in the model's words, of quotes, and of abstentions, for answerable and unanswerable questions.
   */
  readonly withAnswer: Outcomes;
  readonly withoutAnswer: Outcomes;
  /** Reasons for quoting the papers instead, with counts. */
  readonly because: Readonly<Record<string, number>>;
  readonly written: JudgedFigures;
  readonly shown: JudgedFigures;
  /** The share of answers to answerable questions that cite a relevant paper. */
  readonly citesRelevant: number | undefined;
  /** Questions in other languages than English. */
  readonly otherLanguage: {
    readonly asked: number;
    readonly written: number | undefined;
    readonly shown: number | undefined;
  };
  readonly times: TimeFigures;
}

export interface Outcomes {
  readonly questions: number;
  readonly model: number;
  readonly papers: number;
  readonly falseAbstentions: number;
}

export interface AskedQuestion extends Pick<GradedQuestion, 'query' | 'grades'> {
  readonly language: Language;
}

/** Asks one after the other, so that times are independent. */
export async function evaluateAnswers(
  model: RecordedModel,
  asked: readonly AskedQuestion[],
  { engine, papers, clock }: { engine: SearchEngine; papers: readonly Paper[]; clock: Clock },
): Promise<AnswersFigures> {
  const rows: AnswerRow[] = [];
  for (const { query, grades, language } of asked) {
    model.takeHeard();
    const startedMs = clock.now();
    let answer: Answer | undefined;
    const question = { query: parseQuery(query), earlier: [], usageSubject: {} };
    for await (const said of answerQuestion({ engine, model, clock }, question)) answer = said;
    if (!answer) throw new Error(`there was no answer to ${query}`);
    const ms = clock.now() - startedMs;
    const heard = model.takeHeard().find(({ prompt }) => prompt === answerPrompt.name);
    const isRight = await createLanguageCheck(language);
    const hold = (statements: readonly Statement[], given: readonly Paper[]) =>
      judgeStatements(statements, given, { engine, language }, isRight);
    const own = answer.kind === 'answered' && answer.by === 'model' ? answer : undefined;
    rows.push({
      language,
      ms,
      hasAnswer: grades.size > 0,
      written:
        heard &&
        (await hold(
          answerPrompt.output.parse(heard.said).statements,
          papersInData(heard.values.papers ?? '', papers),
        )),
      shown: own && (await hold(own.statements, own.papers)),
      citesRelevant: own?.papers.some(({ id }) => grades.has(id)) ?? false,
      answer,
    });
  }
  return answersFigures(rows);
}

async function judgeStatements(
  statements: readonly Statement[],
  given: readonly Paper[],
  asked: Parameters<typeof isSupportedByPapers>[2] & { readonly language: Language },
  isRight: (text: string) => boolean,
): Promise<Judged> {
  const sentences: Verdict[] = [];
  const citations: boolean[] = [];
  for (const statement of statements) {
    const numbers = citedIn(statement);
    const cited = numbers.flatMap((number) => given[number - 1] ?? []);
    citations.push(numbers.length > 0 && cited.length === numbers.length);
    const text = cited.map(({ title, abstract }) => `${title}. ${abstract}`).join('\n');
    const held = supportedNumbers(text);
    // Meanings can't be compared across languages.
    const isSupported = async (sentence: string): Promise<boolean> =>
      (asked.language.code !== ENGLISH.code && isFaithful(sentence, text)) ||
      isSupportedByPapers(sentence, cited, asked);
    sentences.push(...(await judge(withoutCitations(statement.text), held, isSupported)));
  }
  const text = statements.map((each) => each.text).join(' ');
  return { sentences, citations, isInLanguage: text ? isRight(text) : undefined };
}

export function answersFigures(rows: readonly AnswerRow[]): AnswersFigures {
  const answered = rows.filter(({ hasAnswer, shown }) => hasAnswer && shown);
  const others = rows.filter(({ language }) => language.code !== ENGLISH.code);
  return {
    questions: rows.length,
    withAnswer: outcomesOf(rows.filter(({ hasAnswer }) => hasAnswer)),
    withoutAnswer: outcomesOf(rows.filter(({ hasAnswer }) => !hasAnswer)),
    because: countsOf(rows.flatMap(({ answer }) => ('because' in answer && answer.because) || [])),
    written: judgedFigures(rows.flatMap(({ written }) => written ?? [])),
    shown: judgedFigures(rows.flatMap(({ shown }) => shown ?? [])),
    citesRelevant: shareOf(answered, ({ citesRelevant }) => citesRelevant),
    otherLanguage: {
      asked: others.length,
      written: shareOf(
        others.flatMap(({ written }) => written?.isInLanguage ?? []),
        (isRight) => isRight,
      ),
      shown: shareOf(others, ({ shown }) => shown?.isInLanguage === true),
    },
    times: timeFigures(rows.map(({ ms }) => ms)),
  };
}

function outcomesOf(rows: readonly AnswerRow[]): Outcomes {
  const count = (fits: (row: AnswerRow) => boolean) => rows.filter(fits).length;
  return {
    questions: rows.length,
    model: count(({ shown }) => shown !== undefined),
    papers: count(({ answer }) => answer.kind === 'answered' && answer.by === 'papers'),
    falseAbstentions: count(({ answer }) => answer.kind === 'nothing' || answer.kind === 'not-research'),
  };
}

const judgedFigures = (judged: readonly Judged[]): JudgedFigures => {
  const citations = judged.flatMap((each) => each.citations);
  return {
    statements: citations.length,
    citationsValid: shareOf(citations, (isValid) => isValid),
    ...sentenceFigures(judged.flatMap(({ sentences }) => sentences)),
  };
};

/**
 * `npm run eval:llm`, or `npm run eval:llm -- summaries answers --n 10 --json` for some parts: measures the configured
 * language model's output before and after the checks, and the effect of its query rewriting. Without a model, a fake
 * on loopback answers, so that the figures are about the checks alone.
 */
import { parseArgs } from 'node:util';
import Keyv from 'keyv';
import { ConfigError, LanguageModelError } from '../src/domain/errors.ts';
import { systemClock } from '../src/lib/clock.ts';
import { ENGLISH, readLanguage } from '../src/text/language.ts';
import { type Connected, connectModel } from './connect-model.ts';
import { evaluateAnswers } from './eval/written-answers.ts';
import { evaluateSummaries } from './eval/written-summaries.ts';
import { describeTokens, printAnswers, printSummaries, tokensOf } from './print-written.ts';
import { openRelevanceLibrary, type RelevanceLibrary } from './relevance-library.ts';
import { compareRewriting, printRewriting } from './rewriting.ts';
import { compareSummarisers, printSummarisers, readLabelled } from './summary.ts';

const GERMAN = readLanguage('de');
/** German wordings of graded questions by id: one in five of the answerable ones asked. */
const IN_GERMAN: readonly (readonly [string, string])[] = [
  ['question-04', 'Wie mache ich die Inferenz eines LLM mit einem kleinen Entwurfsmodell schneller?'],
  ['question-06', 'Wie bekomme ich aus wenigen Fotos gute neue Ansichten einer Szene?'],
  ['question-14', 'Warum brauchen manche Sprachen so viel mehr Token als Englisch?'],
  ['question-17', 'Warum erfinden Sprachmodelle Dinge?'],
];
const WITHOUT_ANSWER_EVERY = 4;
const GERMAN_EVERY = 5;

const PARTS = ['summarisers', 'summaries', 'answers', 'rewriting'] as const;

async function main(): Promise<number> {
  const { n, json, wanted } = readArguments();
  const relevance = await openRelevanceLibrary();
  const connected = await connectModel(relevance.engine);
  const { model, isFallbackModel } = connected;
  const say = json ? () => {} : console.log;
  const figures: Record<string, unknown> = { model: model.modelId, isFallbackModel };
  say(
    isFallbackModel
      ? 'No language model is set, so a stand-in on loopback copies sentences and spoils some: these figures are about the checks, not about a model. Set OPENAI_BASE_URL and OPENAI_MODEL to measure one.'
      : `Asking ${model.modelId}, at most ${model.timeoutMs / 1_000} s for each answer (LLM_PATIENCE_S).`,
  );
  try {
    for (const part of PARTS.filter((name) => wanted.includes(name))) {
      figures[part] = await measure(part, n, relevance, connected, json);
      const asked = connected.takeAsked();
      if (asked.length === 0) continue;
      figures[`${part}Tokens`] = tokensOf(asked);
      say(describeTokens(asked));
    }
    if (json) console.log(JSON.stringify(figures));
  } finally {
    await connected.close();
    await relevance.close();
  }
  return 0;
}

async function measure(
  part: (typeof PARTS)[number],
  n: number,
  relevance: RelevanceLibrary,
  { model, isFallbackModel }: Connected,
  isQuiet: boolean,
): Promise<unknown> {
  const { engine, papers } = relevance;
  const told = <Figures>(figures: Figures, print: (figures: Figures) => void): Figures => {
    if (!isQuiet) print(figures);
    return figures;
  };
  switch (part) {
    case 'summarisers':
      return told(await compareSummarisers(), printSummarisers);
    case 'summaries':
      return told(
        await evaluateSummaries(model, await summariesToAsk(n), {
          engine,
          clock: systemClock,
          newStore: () => new Keyv(),
        }),
        printSummaries,
      );
    case 'answers':
      return told(
        await evaluateAnswers(model, questionsToAsk(relevance, n), { engine, papers, clock: systemClock }),
        printAnswers,
      );
    case 'rewriting':
      // The fake handles a query like the search without a model.
      return told(await compareRewriting(relevance, isFallbackModel ? undefined : model), printRewriting);
  }
}

/** Spread over the set, every fifth in German too. */
async function summariesToAsk(n: number) {
  const papers = spread(await readLabelled(), n).map(({ paperId: id, title, abstract }) => ({
    id,
    title,
    abstract,
    authors: [],
    categories: [],
  }));
  return papers.flatMap((paper, i) => [
    { paper, language: ENGLISH },
    ...(i % GERMAN_EVERY === 0 ? [{ paper, language: GERMAN }] : []),
  ]);
}

/** One in four is unanswerable here; of the others one in five is in German. */
function questionsToAsk({ questions }: RelevanceLibrary, n: number) {
  const without = questions.filter(({ grades }) => grades.size === 0);
  const answerable = questions.filter(
    ({ kind, grades, id }) =>
      grades.size > 0 &&
      (kind === 'question' || kind === 'topic') &&
      IN_GERMAN.every(([german]) => german !== id),
  );
  const german = IN_GERMAN.slice(0, Math.ceil(n / GERMAN_EVERY)).flatMap(([id, query]) => {
    const question = questions.find((each) => each.id === id);
    return question ? [{ ...question, query, language: GERMAN }] : [];
  });
  const withoutCount = Math.ceil(n / WITHOUT_ANSWER_EVERY);
  return [
    ...spread(answerable, Math.max(0, n - withoutCount - german.length)).map((each) => ({
      ...each,
      language: ENGLISH,
    })),
    ...german,
    ...spread(without, withoutCount).map((each) => ({ ...each, language: ENGLISH })),
  ];
}

/** The given number of items, evenly spaced. */
const spread = <T>(all: readonly T[], count: number): T[] =>
  all.filter((_, i) => Math.floor(((i + 1) * count) / all.length) > Math.floor((i * count) / all.length));

function readArguments(): { n: number; json: boolean; wanted: readonly string[] } {
  const { values, positionals } = parseArgs({
    options: { n: { type: 'string', default: '20' }, json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const n = Number(values.n);
  if (!Number.isInteger(n) || n < 1 || n > 70)
    throw new ConfigError(`--n is ${values.n}; use a whole number from 1 to 70.`);
  const unknown = positionals.filter((name) => !PARTS.some((part) => part === name));
  if (unknown.length > 0)
    throw new ConfigError(`There is no part ${unknown.join(', ')}. There are: ${PARTS.join(', ')}.`);
  return { n, json: values.json, wanted: positionals.length > 0 ? positionals : PARTS };
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const isUsage = error instanceof ConfigError || (error instanceof TypeError && 'code' in error);
    if (error instanceof LanguageModelError)
      console.error(`The language model does not answer: ${error.message}. paperboy doctor says more.`);
    else console.error(isUsage ? error.message : error);
    process.exit(isUsage ? 2 : 1);
  },
);

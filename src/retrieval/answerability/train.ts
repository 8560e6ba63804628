/**
 * Trains the answerability classifier on the papers and the model at hand: among many papers, some are near any query
 * by chance, so fixed numbers would not do.
 */
import { readFile } from 'node:fs/promises';
import type Keyv from 'keyv';
import { projectPath } from '../../lib/package-root.ts';
import { queryTerms } from '../lexical.ts';
import { contentWords } from '../query/understand.ts';
import { retrieveFused } from '../rank.ts';
import type { SearchEngine } from '../search-engine.ts';
import type { TrainedAnswerability } from './classifier.ts';
import { answerabilityFeatures, queryCoverage } from './features.ts';
import { fitLogistic, logOdds } from './logistic.ts';
import { syntheticQueries } from './synthetic-queries.ts';

// With 60 papers, twice as many judged queries were rejected: docs/search.md.
const SAMPLED_PAPERS = 160;
// An uncovered topic has a word in fewer papers than this, and no paper covers half of its idf.
const COVERED_PAPERS = 10;
const COVERED_SHARE = 0.5;
/** The share of unanswerable queries to recognise: the threshold is this quantile of their scores. */
const RECOGNISED = 0.9;
const STALE_GROWTH = 1.2;

/** True if the papers or the model have changed since training. */
function isStale({ modelId, papers }: TrainedAnswerability, engine: SearchEngine): boolean {
  const ratio = engine.vectors.size / Math.max(1, papers);
  return modelId !== engine.embedder.modelId || ratio > STALE_GROWTH || ratio < 1 / STALE_GROWTH;
}

// Another key for other features: what was kept before can't be read.
const KEY = 'answerability-7';

/**
 * Gives the calibration for the library as it is now: measured once and kept, and measured again in the background when
 * the catalog has grown. Whoever asks meanwhile gets the former one; only where there is none do they wait for it.
 */
export function createAnswerability(
  kept: Keyv<TrainedAnswerability>,
): (engine: SearchEngine) => Promise<TrainedAnswerability> {
  let current: TrainedAnswerability | undefined;
  let measuring: Promise<TrainedAnswerability> | undefined;
  return async (engine) => {
    current ??= await kept.get(KEY);
    if (current && (!engine.isComplete() || !isStale(current, engine))) return current;
    measuring ??= trainAnswerability(engine)
      .then(async (measured) => {
        current = measured;
        await kept.set(KEY, measured);
        return measured;
      })
      .finally(() => {
        measuring = undefined;
      });
    if (current?.modelId !== engine.embedder.modelId) return measuring;
    // Callers that wait get the failure; this avoids an unhandled rejection.
    measuring.catch(() => {});
    return current;
  };
}

/**
 * Asks the catalog questions from other fields, topics of machine learning, and questions made of its own papers, learns
 * from them what tells these from those, and draws the line above most of those that have no answer here.
 */
async function trainAnswerability(engine: SearchEngine): Promise<TrainedAnswerability> {
  const { modelId } = engine.embedder;
  const papers = engine.vectors.size;
  const answered = await featuresOf(engine, await syntheticQueries(engine, SAMPLED_PAPERS));
  const offTopic = await featuresOf(engine, await linesOf('data/off-topic-questions.txt'));
  const topics = await featuresOf(engine, await rareTopics(engine));
  const missed = topics.filter(({ coverage }) => coverage < COVERED_SHARE);
  const yes = answered.map(({ features }) => features);
  const no = [...offTopic, ...missed].map(({ features }) => features);
  const classifier = fitLogistic(yes, no);
  const unanswered = no.map((features) => logOdds(classifier, features)).sort((a, b) => a - b);
  const threshold = unanswered[Math.floor(RECOGNISED * unanswered.length)] ?? 0;
  return { modelId, papers, ...classifier, threshold };
}

/** The topics of machine learning that may not be treated here: in many papers hardly any, which saves asking them. */
async function rareTopics({ lexical }: SearchEngine): Promise<string[]> {
  const rare: string[] = [];
  for (const topic of await linesOf('data/machine-learning-topics.txt')) {
    if (Math.min(...(await lexical.documentFrequencies(queryTerms(topic)))) < COVERED_PAPERS)
      rare.push(topic);
  }
  return rare;
}

const linesOf = async (path: string): Promise<string[]> =>
  (await readFile(projectPath(path), 'utf8')).trim().split('\n');

/** The features of each question, and the share of its weight that one paper holds. */
async function featuresOf(
  engine: SearchEngine,
  questions: readonly string[],
): Promise<{ features: number[]; coverage: number }[]> {
  const asked: { features: number[]; coverage: number }[] = [];
  for (const question of questions) {
    const words = contentWords(question);
    const understood = { words, embedded: question, synonyms: [] };
    const fused = await retrieveFused(engine, understood, engine.ranking.query);
    const nearest = await engine.field.nearestTitle(engine.embedder, fused.retrieved.query);
    asked.push({
      features: answerabilityFeatures(fused, engine.vectors, nearest),
      coverage: queryCoverage(fused.retrieved.lexical),
    });
    // Others may ask meanwhile.
    await new Promise(setImmediate);
  }
  return asked;
}

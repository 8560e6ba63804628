/**
 * `paperboy eval`: measures how well models find what graded questions ask for. It never touches the user's database.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { type Config, parseConfig } from '../config/config.ts';
import { ConfigError, describeError } from '../domain/errors.ts';
import { describeDownload } from '../embedding/download.ts';
import { loadEmbedder } from '../embedding/load.ts';
import { evaluate, RANKERS } from '../eval/evaluate.ts';
import { drawPicture } from '../eval/picture.ts';
import { readGradedQuestions } from '../eval/questions.ts';
import { createRandom } from '../eval/random.ts';
import { backfillEmbeddings } from '../ingest/embedding/backfill.ts';
import { createSearchEngine } from '../retrieval/open-search-engine.ts';
import { openSqliteStores } from '../store/sqlite/open.ts';
import { type ModelEvaluation, reportText } from './eval-report.ts';
import { MISUSE } from './failure.ts';
import { createProgress } from './progress.ts';

export interface EvalOptions {
  /** In the form of EMBEDDING_MODEL; the configured model if empty. */
  readonly models?: readonly string[];
  readonly json?: true;
  readonly svg?: string;
}

const SEED = 1;
const BATCH_PAPERS = 500;

/**
 * Prints the figures. Returns the exit code of the first failed evaluation, which reports its error and doesn't stop
 * the others; else 0.
 */
export async function evalCommand(
  config: Config,
  file: string,
  { models = [], json, svg }: EvalOptions,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const evaluations: ModelEvaluation[] = [];
  let exitCode = 0;
  if (models.length <= 1) {
    const [model] = models;
    const { model: choice } = model === undefined ? config : parseConfig({ ...env, EMBEDDING_MODEL: model });
    evaluations.push(await evaluateModel(choice, file));
  } else {
    for (const model of models) parseConfig({ ...env, EMBEDDING_MODEL: model });
    for (const model of models) {
      const { code, line } = await evaluateApart(file, { ...env, EMBEDDING_MODEL: model });
      if (code === 0) evaluations.push(JSON.parse(line) as ModelEvaluation);
      exitCode ||= code;
      // The file itself is at fault, so no other model will do better.
      if (code === MISUSE) break;
    }
    if (evaluations.length === 0) return exitCode;
  }
  process.stdout.write(
    json ? evaluations.map((one) => `${JSON.stringify(one)}\n`).join('') : reportText(evaluations),
  );
  if (svg !== undefined) await savePicture(svg, evaluations);
  return exitCode;
}

async function evaluateModel(choice: Config['model'], file: string): Promise<ModelEvaluation> {
  const { papers, questions } = await readGradedQuestions(file);
  const stores = openSqliteStores(':memory:');
  try {
    for (let from = 0; from < papers.length; from += BATCH_PAPERS) {
      await stores.papers.add(papers.slice(from, from + BATCH_PAPERS));
    }
    const embedder = await loadEmbedder(choice, fetch, (...fetched) =>
      process.stderr.write(`${describeDownload(...fetched)}\n`),
    );
    const progress = createProgress('Embedding', papers.length);
    await backfillEmbeddings(stores, embedder, (done) => progress.update(done));
    progress.stop();
    const engine = createSearchEngine(stores, embedder);
    await engine.refreshAll();
    const evaluation = await evaluate(engine, questions, () => performance.now(), createRandom(SEED));
    // maxRSS is in KiB on every system: https://nodejs.org/docs/latest-v20.x/api/process.html#processresourceusage.
    return { ...evaluation, peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024) };
  } finally {
    await stores.close();
  }
}

/** Runs each model in a process of its own: memory of one would count against the next. */
async function evaluateApart(file: string, env: NodeJS.ProcessEnv): Promise<{ code: number; line: string }> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, process.argv[1] ?? '', 'eval', file, '--json'],
    {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { code: typeof code === 'number' ? code : 1, line };
}

async function savePicture(path: string, evaluations: readonly ModelEvaluation[]): Promise<void> {
  const points = evaluations.flatMap(({ modelId, rankers }, i) =>
    // Lexical figures don't depend on the model.
    RANKERS.filter((ranker) => i === 0 || ranker !== 'lexical').flatMap((ranker) => {
      const { ndcg, p50Ms } = rankers[ranker];
      const label = ranker === 'lexical' ? 'words alone' : `${modelId.replace(/@.*/, '')}, ${ranker}`;
      return ndcg === undefined ? [] : { label, ranker, ndcg, p50Ms };
    }),
  );
  if (points.length === 0) {
    throw new ConfigError(
      'There is nothing to draw: no question of the file has an answer. Leave out --svg.',
    );
  }
  try {
    await writeFile(path, drawPicture('Quality against time', points));
  } catch (cause) {
    throw new ConfigError(`The picture can't be written to ${path} (${describeError(cause)}).`, { cause });
  }
}

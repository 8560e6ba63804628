/** Headings of reading lists on the whole corpus and on a pool, and questions asked in public threads. */
import { loadEmbedder } from '../../../src/embedding/load.ts';
import { mean } from '../../../src/eval/metrics.ts';
import type { GradedQuestion } from '../../../src/eval/questions.ts';
import { backfillEmbeddings } from '../../../src/ingest/embedding/backfill.ts';
import { halfOf, type Setting } from '../setting.ts';
import { bm25, dense, outsideFusion, paperboy, readVectors, type System } from '../systems.ts';
import { describeInterval, printRanking, runSystems } from '../tables.ts';

const POOL_PAPERS = 3_600;

export async function lists(setting: Setting): Promise<void> {
  const questions = await listQuestions(setting);
  const engine = questions && (await setting.corpus());
  if (!engine) return;
  const systems = [paperboy(engine), bm25(engine), dense(engine)];
  printRanking(
    `Reading lists, whole corpus (${setting.half})`,
    await runSystems(systems, halfOf(questions, setting.half)),
  );
}

/** All papers of all lists, and others sampled evenly, few enough for an outside model to embed in minutes. */
export async function pool(setting: Setting): Promise<void> {
  const questions = await listQuestions(setting);
  if (!questions || !(await setting.corpus())) return;
  const papers = await setting.papers();
  const listed = new Set(questions.flatMap(({ grades }) => [...grades.keys()]));
  const others = papers.filter(({ id }) => !listed.has(id));
  const step = Math.ceil(others.length / Math.max(1, POOL_PAPERS - listed.size));
  const pooled = [...papers.filter(({ id }) => listed.has(id)), ...others.filter((_, i) => i % step === 0)];
  const engine = await setting.engineOver(pooled);
  const systems: System[] = [paperboy(engine), bm25(engine), dense(engine)];
  if (setting.outside !== undefined) {
    const embedder = await loadEmbedder({ kind: 'folder', path: setting.outside });
    await backfillEmbeddings(engine.stores, embedder);
    systems.push(outsideFusion(engine, embedder, await readVectors(engine, embedder)));
  }
  printRanking(
    `Reading lists, pool of ${pooled.length} papers (${setting.half})`,
    await runSystems(systems, halfOf(questions, setting.half)),
  );
}

export async function asked(setting: Setting): Promise<void> {
  const questions = (await setting.questions('asked'))?.graded;
  const engine = questions && (await setting.corpus());
  if (!engine) return;
  const systems = [paperboy(engine), bm25(engine), dense(engine)];
  const run = await runSystems(systems, questions);
  printRanking('Asked in threads, all (few, pooled by two systems)', run);
  const fiveGood = run.answers.map((ofSystem) =>
    ofSystem.map(({ ids }, i) => ids.slice(0, 5).filter((id) => run.grades[i]?.has(id)).length / 5),
  );
  systems.forEach(({ name }, i) => {
    const better = (fiveGood[0] ?? []).map((value, q) => value - (fiveGood[i]?.[q] ?? 0));
    const beside = i === 0 ? '' : `; Paperboy less it ${describeInterval(better)}`;
    console.log(`  best five with a grade: ${name} ${(100 * mean(fiveGood[i] ?? [])).toFixed(0)} %${beside}`);
  });
}

async function listQuestions(setting: Setting): Promise<readonly GradedQuestion[] | undefined> {
  return (await setting.questions('lists'))?.graded;
}

/**
 * Measures search quality while a new model embeds the papers, by the method that answers until it is done, and the
 * delays meanwhile. Vectors only, because words find the same with either model.
 */
import { existsSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { Paper } from '../src/domain/paper.ts';
import type { Embedder } from '../src/embedding/embedder.ts';
import { loadEmbedder } from '../src/embedding/load.ts';
import { paperText } from '../src/embedding/paper-text.ts';
import { backfillEmbeddings } from '../src/ingest/embedding/backfill.ts';
import { openLines, readPapers } from '../src/ingest/sources/file.ts';
import { projectPath } from '../src/lib/package-root.ts';
import { openSqliteStores } from '../src/store/sqlite/open.ts';
import { CORPUS } from './corpus.ts';
import { leastSquares, type Matrix, procrustes, through } from './linear-map.ts';

const MINILM = projectPath('../shared/models/all-MiniLM-L6-v2');
const PAPERS = 1_000;
const KNOWN_ITEMS = 300;
const SHARES = [0, 0.05, 0.5, 1];
const RIDGE = 0.1;

interface Question {
  readonly query: string;
  /** Grades of papers by id. */
  readonly relevant: Readonly<Record<string, number>>;
}

/** The papers and questions as one model embeds them. */
interface Seen {
  readonly papers: Matrix;
  readonly known: Matrix;
  readonly judged: Matrix;
}

export async function run(): Promise<void> {
  if (!existsSync(MINILM) || !existsSync(CORPUS)) {
    console.log('\nreembed: skipped, for the larger model or the corpus is not beside the checkout');
    return;
  }
  const [papers, judged] = await readData();
  const known = papers
    .slice(-KNOWN_ITEMS)
    .map((paper) => ({ query: hint(paper), relevant: { [paper.id]: 1 } }));
  const models = [
    await loadEmbedder({ kind: 'bundled' }),
    await loadEmbedder({ kind: 'folder', path: MINILM }),
  ];
  console.log(
    `\nreembed: ${papers.length} papers, ${known.length} known items, ${judged.length} judged questions`,
  );
  const seen: Seen[] = [];
  for (const model of models) {
    const embed = async (texts: string[], kind: 'query' | 'passage'): Promise<Matrix> =>
      (await model.embed(texts, kind)).map((vector) => Float64Array.from(vector));
    seen.push({
      papers: await embed(papers.map(paperText), 'passage'),
      known: await embed(
        known.map(({ query }) => query),
        'query',
      ),
      judged: await embed(
        judged.map(({ query }) => query),
        'query',
      ),
    });
  }
  const [bundled, minilm] = seen as [Seen, Seen];
  for (const [title, before, after] of [
    ['bundled -> MiniLM', bundled, minilm],
    ['MiniLM -> bundled', minilm, bundled],
  ] as const) {
    console.log(`  ${title.padEnd(26)}${SHARES.map((share) => `${100 * share} %`.padStart(14)).join('')}`);
    for (const [name, rank] of Object.entries(strategies)) {
      const cells = SHARES.map((share) => {
        const score = rank(before, after, share);
        if (!score) return '-';
        const recall = meanOver(known, (question, i) => recallAt10(papers, question, score('known', i)));
        const ndcg = meanOver(judged, (question, i) => ndcgAt10(papers, question, score('judged', i)));
        return `${recall.toFixed(3)} ${ndcg.toFixed(3)}`;
      });
      console.log(`    ${name.padEnd(24)}${cells.map((cell) => cell.padStart(14)).join('')}`);
    }
  }
  console.log('  (known-item recall@10, nDCG@10 of the judged questions)');
  await measureDelay(papers.slice(0, 300), models as [Embedder, Embedder]);
}

/** The score of every paper for a question, or undefined if not available yet. */
type Rank = (
  before: Seen,
  after: Seen,
  share: number,
) => ((which: 'known' | 'judged', question: number) => Float64Array) | undefined;

const strategies: Readonly<Record<string, Rank>> = {
  'the old one until done': (before, after, share) => {
    const { papers, ...questions } = share < 1 ? before : after;
    return (which, i) => cosines(papers, questions[which][i]);
  },
  'each paper by its own': (before, after, share) => (which, i) =>
    mixed(cosines(before.papers, before[which][i]), cosines(after.papers, after[which][i]), share),
  'the same, standardised': (before, after, share) => (which, i) =>
    mixed(
      standardised(cosines(before.papers, before[which][i])),
      standardised(cosines(after.papers, after[which][i])),
      share,
    ),
  'least squares to the old': mappedBy((from, to) => leastSquares(from, to, RIDGE)),
  'procrustes to the old': mappedBy(procrustes),
};

/** The new model's query vector, mapped into the old space; learned from the papers that have both. */
function mappedBy(learn: (from: Matrix, to: Matrix) => Matrix): Rank {
  return (before, after, share) => {
    if (share === 1) return (which, i) => cosines(after.papers, after[which][i]);
    const rows = before.papers.flatMap((_, row) => (isDone(row, share) ? [row] : []));
    if (rows.length === 0) return undefined;
    const pick = (all: Matrix): Matrix => rows.map((row) => all[row] as Float64Array);
    const map = learn(pick(after.papers), pick(before.papers));
    return (which, i) => cosines(before.papers, through(map, after[which][i] ?? []));
  };
}

/** The papers with a new vector; spread evenly, but unlike the known items. */
const isDone = (row: number, share: number): boolean => ((row * 7919) % 1_000) / 1_000 < share;

const mixed = (before: Float64Array, after: Float64Array, share: number): Float64Array =>
  before.map((score, row) => (isDone(row, share) ? (after[row] ?? 0) : score));

function standardised(scores: Float64Array): Float64Array {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const deviation = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length);
  return scores.map((score) => (score - mean) / deviation);
}

const cosines = (papers: Matrix, question: ArrayLike<number> = []): Float64Array =>
  Float64Array.from(papers, (paper) => {
    let sum = 0;
    for (let i = 0; i < paper.length; i++) sum += (paper[i] as number) * (question[i] as number);
    return sum;
  });

function top10(papers: readonly Paper[], scores: Float64Array): string[] {
  const rows = [...scores.keys()].sort((a, b) => (scores[b] as number) - (scores[a] as number));
  return rows.slice(0, 10).map((row) => papers[row]?.id ?? '');
}

const recallAt10 = (papers: readonly Paper[], { relevant }: Question, scores: Float64Array): number =>
  top10(papers, scores).some((id) => id in relevant) ? 1 : 0;

/** With gains 2^grade - 1 (Burges et al. 2005). */
function ndcgAt10(papers: readonly Paper[], { relevant }: Question, scores: Float64Array): number {
  const gain = (grades: number[]): number =>
    grades.reduce((sum, grade, rank) => sum + (2 ** grade - 1) / Math.log2(rank + 2), 0);
  const best = Object.values(relevant).sort((a, b) => b - a);
  return gain(top10(papers, scores).map((id) => relevant[id] ?? 0)) / gain(best.slice(0, 10));
}

const meanOver = (questions: readonly Question[], of: (question: Question, i: number) => number): number =>
  questions.reduce((sum, question, i) => sum + of(question, i), 0) / questions.length;

/** A hint at a paper: four words from the middle of its abstract. */
const hint = ({ abstract }: Paper): string => {
  const words = abstract.match(/[\p{L}-]{5,}/gu) ?? [];
  return words.slice(words.length / 2, words.length / 2 + 4).join(' ');
};

/** The judged papers plus others up to the wanted number, with the answerable questions. */
async function readData(): Promise<[Paper[], Question[]]> {
  const papers = new Map<string, Paper>();
  for (const file of [projectPath('test/relevance/papers.jsonl'), CORPUS]) {
    for await (const line of readPapers(openLines(file))) {
      if ('paper' in line && line.paper.abstract) papers.set(line.paper.id, line.paper);
      if (papers.size === PAPERS) break;
    }
  }
  const { questions } = JSON.parse(readFileSync(projectPath('test/relevance/questions.json'), 'utf8')) as {
    questions: Question[];
  };
  return [[...papers.values()], questions.filter(({ relevant }) => Object.keys(relevant ?? {}).length > 0)];
}

/** The longest event-loop delay and the longest query by the old model while the new one embedded. */
async function measureDelay(papers: readonly Paper[], [old, next]: [Embedder, Embedder]): Promise<void> {
  for (const [answering, embedding] of [
    [old, next],
    [next, old],
  ] as const) {
    const stores = openSqliteStores(':memory:');
    await stores.papers.add(papers);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const questionMs: number[] = [];
    let isDone = false;
    const start = performance.now();
    const work = backfillEmbeddings(stores, embedding).then(() => {
      isDone = true;
    });
    while (!isDone) {
      const asked = performance.now();
      await answering.embed(['how are large language models made smaller'], 'query');
      questionMs.push(performance.now() - asked);
      await setTimeout(20);
    }
    await work;
    delay.disable();
    questionMs.sort((a, b) => a - b);
    const perSecond = papers.length / ((performance.now() - start) / 1_000);
    const p95 = questionMs[Math.floor(0.95 * (questionMs.length - 1))] ?? 0;
    console.log(
      `  ${embedding.modelId} embeds ${perSecond.toFixed(0)} papers/s: the loop waited at most ${(delay.max / 1e6).toFixed(0)} ms (p99 ${(delay.percentile(99) / 1e6).toFixed(0)}); a question embeds in ${p95.toFixed(1)} ms (p95)`,
    );
    await stores.close();
  }
}

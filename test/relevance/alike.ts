/**
 * `npx tsx test/relevance/alike.ts`: nDCG@10 of similar papers over those of test/relevance that share a judged question
 * with at least three others.
 */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { mean, ndcgAt } from '../../src/eval/metrics.ts';
import { type GradedQuestion, readGradedQuestions } from '../../src/eval/questions.ts';
import { backfillEmbeddings } from '../../src/ingest/embedding/backfill.ts';
import { createSearchEngine } from '../../src/retrieval/open-search-engine.ts';
import { similarPapers } from '../../src/retrieval/similar.ts';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';

const DEPTH = 10;
const MIN_ALIKE = 3;
// Names, titles and pasted texts don't tell which papers share a topic.
const LEFT_OUT = ['author', 'title', 'long'];
const CLEARLY = 2;

/** By paper, the others that are clearly relevant to the same question, with the lower of both grades. */
export function alike(questions: readonly GradedQuestion[]): Map<string, Map<string, number>> {
  const alikeTo = new Map<string, Map<string, number>>();
  for (const { kind, grades } of questions) {
    if (LEFT_OUT.includes(kind)) continue;
    const clear = [...grades].filter(([, grade]) => grade >= CLEARLY);
    for (const [paperId, grade] of clear) {
      const others = alikeTo.get(paperId) ?? new Map<string, number>();
      alikeTo.set(paperId, others);
      for (const [other, ofOther] of clear) {
        if (other !== paperId) others.set(other, Math.max(others.get(other) ?? 0, Math.min(grade, ofOther)));
      }
    }
  }
  return new Map([...alikeTo].filter(([, others]) => others.size >= MIN_ALIKE));
}

/** nDCG@10 of each paper that has similar ones. */
export async function measureAlike(): Promise<number[]> {
  const set = await readGradedQuestions(fileURLToPath(new URL('questions.json', import.meta.url)));
  const stores = openSqliteStores(':memory:');
  await stores.papers.add(set.papers);
  const embedder = await loadEmbedder({ kind: 'bundled' });
  await backfillEmbeddings(stores, embedder);
  const engine = createSearchEngine(stores, embedder);
  const figures: number[] = [];
  for (const [paperId, others] of alike(set.questions)) {
    const paper = await stores.papers.get(paperId);
    if (!paper) continue;
    const { matches } = await similarPapers(engine, paper, { from: 0, count: DEPTH });
    figures.push(
      ndcgAt(
        DEPTH,
        matches.map((match) => match.paper.id),
        others,
      ),
    );
  }
  await stores.close();
  return figures;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const figures = await measureAlike();
  process.stdout.write(`${figures.length} papers, nDCG@10 ${mean(figures).toFixed(3)}\n`);
}

/** `npm run eval:llm -- rewriting`: what other words do for the graded questions of test/relevance. */
import Keyv from 'keyv';
import { openSqliteCatalog } from '../src/catalog/sqlite/open.ts';
import { loadEmbedder } from '../src/embedding/load.ts';
import { readGradedQuestions } from '../src/eval/questions.ts';
import { evaluateRewriting, type RewritingFigures } from '../src/eval/rewriting.ts';
import { embedMissing } from '../src/jobs/embed-missing.ts';
import { projectPath } from '../src/lib/package-root.ts';
import type { ChatModel } from '../src/llm/chat-model.ts';
import { createLibrary } from '../src/search/library.ts';
import { createPlainRewriter } from './plain-rewriter.ts';

const PATIENCE_MS = 60_000;

/** With the given model, and with one that only strips and expands words, as what any model should be better than. */
export async function run(model: ChatModel | undefined): Promise<void> {
  const { papers, questions } = await readGradedQuestions(projectPath('test/relevance/questions.json'));
  const catalog = openSqliteCatalog(':memory:');
  try {
    await catalog.addPapers(papers);
    const embedder = await loadEmbedder({ kind: 'bundled' });
    await embedMissing(catalog, embedder);
    const library = createLibrary(catalog, embedder, new Keyv<string>());
    await library.refresh();
    await library.lexicon.refresh(new AbortController().signal);
    for (const one of [createPlainRewriter(library), ...(model ? [model] : [])]) {
      const { byKind, modelId, failed, unsure, wronglyAnswered, ...all } = await evaluateRewriting(
        library,
        one,
        questions,
        PATIENCE_MS,
      );
      console.log(`\nrewriting by ${modelId}: nDCG@10 on ${papers.length} papers`);
      console.log(`  ${'kind'.padEnd(16)}${'questions'.padStart(10)}     plain  if unsure  together`);
      for (const [kind, figures] of Object.entries(byKind)) print(kind, figures);
      print('all', all);
      console.log(
        `  ${unsure} of ${questions.length} found nothing in their own words; ${wronglyAnswered} without an answer here got one in others; ${failed} times no words came`,
      );
    }
  } finally {
    await catalog.close();
  }
}

function print(name: string, { questions, plain, whereUnsure, together }: RewritingFigures): void {
  const columns = [plain, whereUnsure, together].map((value) => value.toFixed(3).padStart(10));
  console.log(`  ${name.padEnd(16)}${`${questions}`.padStart(10)}${columns.join('')}`);
}

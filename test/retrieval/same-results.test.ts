/** The results of many queries as they were when last looked at: shows everything that a change of search changes. */
import { expect, test } from 'vitest';
import { UserError } from '../../src/domain/errors.ts';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { readGradedQuestions } from '../../src/eval/questions.ts';
import { backfillEmbeddings } from '../../src/ingest/embedding/backfill.ts';
import { projectPath } from '../../src/lib/package-root.ts';
import type { SearchResult } from '../../src/retrieval/match.ts';
import { createSearchEngine } from '../../src/retrieval/open-search-engine.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { searchPapers } from '../../src/retrieval/search.ts';
import { similarPapers } from '../../src/retrieval/similar.ts';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';

const SHOWN = 4;
/** Forms of asking that the graded questions lack. */
const FURTHER = [
  'papers by ryan cotterel',
  'tokenizers by Ryan Cotterell',
  'language models by Noseong Prak',
  'silvia cascianelli on handwriting',
  'Cascianeli',
  'Conmy et al. on interpretability',
  'papers from Barath',
  'transfomer langauge modles',
  'quantisation of modle wieghts',
  'RAG',
  'LoRA',
  'MoE routing',
  'chain of thought',
  'fine tuning with-out forgetting',
  'finetuning embeddings',
  'embeddings -retrieval',
  'unlearning without retraining',
  'reasoning without training',
  'latest reinforcement learning',
  'agents in 2025',
  'agents since:2025-06 category:cs.CL',
  'category:cs.CV',
  'author:cotterel',
  'author:"Kai Hansen" learning',
  'lidar point cloud segmentation',
  'text to video generation',
  'speech recognition for low resource languages',
  'sourdough bread',
  'mortgage rates',
  'EmbeddingGemma',
  'papers like 2509.20354',
  'attention is all you need',
  'réduire la mémoire des modèles de langue',
  'Sprachmodelle mit weniger Speicher trainieren',
  'modelos de lenguaje más pequeños',
  '減少語言模型的幻覺',
  '強化学習による推論',
  'обучение с подкреплением',
  'large language model',
  'the',
  'GPU',
];

function described({ confident, matches, hasMore, ...result }: SearchResult): string[] {
  const { corrected, translated, unreadLanguage, absent, excluded, missing, topics, by } = result;
  const notes = {
    corrected,
    english: translated?.english,
    unreadLanguage,
    absent: absent?.title,
    by,
    excluded,
    missing,
    topics,
  };
  return [
    `  ${confident ? 'fits' : 'nothing fits'}${hasMore ? ', and more' : ''}`,
    ...Object.entries(notes).flatMap(([name, value]) =>
      value === undefined ? [] : [`  ${name}: ${JSON.stringify(value)}`],
    ),
    ...matches.map(
      ({ paper, score, snippet }) =>
        `  ${score.toFixed(2)} ${paper.id} ${paper.title.slice(0, 60)} | ${snippet?.slice(0, 60)}`,
    ),
  ];
}

test('every query gets the same results as before', async () => {
  const { papers, questions } = await readGradedQuestions(projectPath('test/relevance/questions.json'));
  const stores = openSqliteStores(':memory:');
  await stores.papers.add(papers);
  const embedder = await loadEmbedder({ kind: 'bundled' });
  await backfillEmbeddings(stores, embedder);
  const engine = createSearchEngine(stores, embedder);
  await engine.refreshAll();
  const lines: string[] = [];
  for (const typed of [...questions.map(({ query }) => query), ...FURTHER]) {
    lines.push(typed.slice(0, 100));
    try {
      lines.push(...described(await searchPapers(engine, parseQuery(typed), { from: 0, count: SHOWN })));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      lines.push(`  ${error.message}`);
    }
  }
  for (const paper of papers.slice(0, 20)) {
    lines.push(
      `like ${paper.id}`,
      ...described(await similarPapers(engine, paper, { from: 0, count: SHOWN })),
    );
  }
  await stores.close();
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/same-results.txt');
});

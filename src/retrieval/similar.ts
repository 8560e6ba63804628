/** Similar papers, by a paper's vector and its characteristic words. */

import type { Paper } from '../domain/paper.ts';
import { paperText } from '../embedding/paper-text.ts';
import { isStopWord } from '../text/stop-words.ts';
import { type LexicalResult, wordsInOrder } from './lexical.ts';
import { loadPage } from './load-page.ts';
import { MAX_RANKED, type Page, type SearchResult } from './match.ts';
import { rankByRelevanceFeedback } from './relevance-feedback.ts';
import { searchBothWays } from './retrieve.ts';
import type { SearchEngine } from './search-engine.ts';
import type { SearchedWords } from './searched-words.ts';
import { selectSnippets } from './snippet.ts';
import { fuseWeighted } from './weighted-fusion.ts';

const MAX_WORDS = 24;
const TITLE_TIMES = 2;

/** Ranks all other papers by similarity. There is always a nearest one, so the result is always confident. */
export async function similarPapers(engine: SearchEngine, paper: Paper, page: Page): Promise<SearchResult> {
  await engine.refresh();
  const { stores, embedder, vectors, ranking } = engine;
  const vector = vectors.get(paper.id) ?? (await embedder.embed([paperText(paper)], 'passage'))[0];
  const query = vector ?? new Float32Array(embedder.dims);
  const words = await topicWords(engine, paper);
  const { lexical, dense } = await searchBothWays(
    { stores, lexical: engine.lexical, vectors },
    query,
    words,
    MAX_RANKED + 1,
  );
  const fused = fuseWeighted(relativeToBest(lexical, paper.id), dense, {
    ...ranking.similar,
    lexicalPower: ranking.lexicalPower,
  });
  const others = rankByRelevanceFeedback(
    vectors,
    fused.filter(({ paperId }) => paperId !== paper.id),
    ranking.feedbackOfSimilar,
  );
  const { papers, hasMore } = await loadPage(engine, others, page);
  const sentences = await selectSnippets(
    embedder,
    query,
    words,
    papers.map((found) => found.paper),
  );
  return {
    confident: papers.length > 0,
    words,
    matches: papers.map((found, i) => ({ ...found, snippet: sentences[i] })),
    hasMore,
  };
}

/**
 * Scores words against the best other paper. No other paper has most of a paper's words, so against the ceiling they
 * would count for almost nothing.
 */
function relativeToBest(lexical: LexicalResult, paperId: string): LexicalResult {
  const best = lexical.hits.find((hit) => hit.paperId !== paperId);
  return { ...lexical, ceiling: best?.score ?? 0 };
}

/** The characteristic words of a paper by tf-idf, with extra weight for its title. */
async function topicWords(engine: SearchedWords, paper: Paper): Promise<string[]> {
  const frequencies = new Map<string, number>();
  const add = (text: string, times: number): void => {
    for (const word of wordsInOrder(text)) {
      if (!isStopWord(word)) frequencies.set(word, (frequencies.get(word) ?? 0) + times);
    }
  };
  add(paper.title, TITLE_TIMES);
  add(paper.abstract, 1);
  const words = [...frequencies.keys()];
  const papers = engine.lexical.size;
  const counts = await engine.lexical.documentFrequencies(words);
  const worth = (i: number): number =>
    (frequencies.get(words[i] ?? '') ?? 0) * Math.log((papers + 1) / ((counts[i] ?? 0) + 0.5));
  return (
    [...words.keys()]
      // Words of this paper alone find no other.
      .filter((i) => (counts[i] ?? 0) > 1)
      .sort((a, b) => worth(b) - worth(a))
      .slice(0, MAX_WORDS)
      .map((i) => words[i] ?? '')
  );
}

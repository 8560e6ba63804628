/** Opens the indexes over a catalog and keeps them up to date. */
import Keyv from 'keyv';
import type { Embedder } from '../embedding/embedder.ts';
import { createTitleIndex } from '../index/titles/title-index.ts';
import { createVectorIndex, type VectorIndex } from '../index/vector/vector-index.ts';
import type { PaperFetcher } from '../store/paper-fetcher.ts';
import type { Stores } from '../store/stores.ts';
import type { TrainedAnswerability } from './answerability/classifier.ts';
import { createFieldTitles } from './answerability/field.ts';
import { createAnswerability } from './answerability/train.ts';
import { createQueryTranslator } from './query/translate.ts';
import { createVocabulary } from './query/vocabulary.ts';
import { RANKING, type RankingOptions } from './ranking-options.ts';
import type { SearchEngine } from './search-engine.ts';

interface Dense {
  readonly embedder: Embedder;
  readonly vectors: VectorIndex;
  cursor: number;
}

const PAGE_ROWS = 5_000;

export function createSearchEngine(
  stores: Stores,
  embedder: Embedder,
  questions: Keyv<string>,
  answerabilities = new Keyv<TrainedAnswerability>(),
  ranking: RankingOptions = RANKING,
  fetchPaper?: PaperFetcher,
): SearchEngine {
  let dense = emptyDense(embedder);
  const titles = createTitleIndex();
  const answerability = createAnswerability(answerabilities);
  let titleCursor = 0;
  let seen: number | undefined; // of the catalog's changes, those that are taken in

  const takeInVectors = async (into: Dense): Promise<void> => {
    for (;;) {
      const feed = await stores.vectors.since(into.embedder.modelId, into.cursor, PAGE_ROWS);
      into.vectors.remove(feed.removed);
      into.vectors.add(feed.items);
      into.cursor = feed.cursor;
      if (feed.items.length < PAGE_ROWS) break;
    }
  };
  const takeIn = async (): Promise<void> => {
    const last = await stores.changes.last();
    if (last === seen) return;
    await stores.lexical.load();
    await takeInVectors(dense);
    for (;;) {
      const feed = await stores.papers.titlesSince(titleCursor, PAGE_ROWS);
      titles.remove(feed.removed);
      titles.add(feed.items);
      titleCursor = feed.cursor;
      if (feed.items.length < PAGE_ROWS) break;
    }
    seen = last;
  };

  // One at a time: two that run at once would read the same rows from the same cursor.
  let turn: Promise<void> = Promise.resolve();
  const vocabulary = createVocabulary(stores);
  const engine: SearchEngine = {
    stores,
    get embedder() {
      return dense.embedder;
    },
    get vectors() {
      return dense.vectors;
    },
    titles,
    vocabulary,
    questions,
    ranking,
    fetchPaper,
    field: createFieldTitles(),
    translate: createQueryTranslator((word) => vocabulary.speller.isEnglish(word)),
    answerability: () => answerability(engine),
    refresh() {
      turn = turn.then(takeIn, takeIn);
      return turn;
    },
    async switchTo(next) {
      const read = emptyDense(next);
      await takeInVectors(read);
      dense = read;
      // Between that reading and now a vector may have come that only the former's cursor has passed.
      seen = undefined;
    },
  };
  return engine;
}

const emptyDense = (embedder: Embedder): Dense => ({
  embedder,
  vectors: createVectorIndex(embedder.dims),
  cursor: 0,
});

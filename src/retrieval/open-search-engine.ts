/** Opens the indexes over the stored papers and keeps them up to date. */
import { setImmediate } from 'node:timers/promises';
import Keyv from 'keyv';
import type { Embedder } from '../embedding/embedder.ts';
import type { LexicalIndex } from '../index/lexical/lexical-index.ts';
import { createPaperIndexes, type PaperIndexes } from '../index/paper-indexes.ts';
import type { Snapshots } from '../index/snapshot/snapshots.ts';
import type { TitleIndex } from '../index/titles/title-index.ts';
import { createVectorIndex, type VectorIndex } from '../index/vector/vector-index.ts';
import type { VocabularyIndex } from '../index/vocabulary/vocabulary-index.ts';
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

// Some 10 ms of work each, after which others have their turn.
const PAGE_PAPERS = 200;
const PAGE_VECTORS = 2_000;

export function createSearchEngine(
  stores: Stores,
  embedder: Embedder,
  answerabilities = new Keyv<TrainedAnswerability>(),
  ranking: RankingOptions = RANKING,
  fetchPaper?: PaperFetcher,
  snapshots?: Snapshots,
): SearchEngine {
  let dense = emptyDense(embedder);
  let indexes = createPaperIndexes();
  const answerability = createAnswerability(answerabilities);
  let seen: number | undefined; // the change feed's end when it was last read
  let saved: number | undefined; // the change feed's end when it was last saved
  let isRestored = snapshots === undefined;
  const backlog = createBacklog();

  const takeInVectors = async (into: Dense): Promise<void> => {
    for (;;) {
      const page = await stores.vectors.since(into.embedder.modelId, into.cursor, PAGE_VECTORS);
      into.vectors.remove(page.removed);
      into.vectors.add(page.items);
      into.cursor = page.cursor;
      if (page.items.length < PAGE_VECTORS) break;
      backlog.count(page.items.length);
      await setImmediate();
    }
  };
  const takeInPapers = async (into: PaperIndexes): Promise<void> => {
    for (;;) {
      const page = await stores.papers.since(into.cursor, PAGE_PAPERS);
      into.apply(page);
      if (page.items.length < PAGE_PAPERS) break;
      backlog.count(page.items.length);
      await setImmediate();
    }
  };
  /** Begins with what was saved; what of that is of no use is built from the stores. */
  const restore = async (last: number): Promise<void> => {
    const papers = await snapshots?.load('papers');
    if (papers && papers.number('cursor') <= last) indexes = createPaperIndexes(papers);
    const { embedder: current } = dense;
    const vectors = await snapshots?.load('vectors');
    const isOurs = vectors && new TextDecoder().decode(vectors.bytes('model')) === current.modelId;
    if (vectors && isOurs && vectors.number('cursor') <= last)
      dense = {
        embedder: current,
        vectors: createVectorIndex(current.dims, vectors),
        cursor: vectors.number('cursor'),
      };
    if (papers && isOurs) saved = Math.max(papers.number('cursor'), vectors.number('cursor'));
  };
  const takeIn = async (): Promise<void> => {
    const last = await stores.changes.last();
    if (last === seen) return;
    try {
      if (!isRestored) {
        isRestored = true;
        await restore(last);
      }
      const papers = indexes.lexical.needsCompaction ? createPaperIndexes() : indexes;
      await takeInPapers(papers);
      indexes = papers;
      await takeInVectors(dense);
      seen = last;
    } finally {
      backlog.end();
    }
  };
  const save = async (minChanges: number): Promise<void> => {
    if (!snapshots || seen === undefined) return;
    if (saved !== undefined && seen - saved < minChanges) return;
    // Nothing may be taken in meanwhile, so nobody waits for that.
    backlog.begin();
    try {
      const { embedder: current, vectors, cursor } = dense;
      await snapshots.save('papers', indexes.save());
      const model = new TextEncoder().encode(current.modelId);
      await snapshots.save('vectors', { ...vectors.save(), cursor, model });
      saved = seen;
    } finally {
      backlog.end();
    }
  };

  // One at a time: two that run at once would read the same rows from the same cursor.
  let turn: Promise<void> = Promise.resolve();
  const words = currentWords(() => indexes);
  const vocabulary = createVocabulary(words.vocabulary, () => indexes.lexical.size);
  const engine: SearchEngine = {
    stores,
    get embedder() {
      return dense.embedder;
    },
    get vectors() {
      return dense.vectors;
    },
    lexical: words.lexical,
    titles: words.titles,
    vocabulary,
    ranking,
    fetchPaper,
    field: createFieldTitles(),
    translate: createQueryTranslator((word) => vocabulary.speller.isEnglish(word)),
    answerability: () => answerability(engine),
    refresh() {
      turn = turn.then(takeIn, takeIn);
      return backlog.unlessLong(turn);
    },
    refreshAll() {
      turn = turn.then(takeIn, takeIn);
      return turn;
    },
    isComplete: () => !backlog.isLong(),
    saveSnapshot(minChanges = 1) {
      const saveNow = () => save(minChanges);
      const own = turn.then(saveNow, saveNow);
      turn = own.catch(() => {});
      return own;
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

// Taking these in holds up a question for a tenth of a second; of more, it is answered by what was taken in so far.
const MAX_WAITED = 2_000;

/** Tells those who wait for changes to be taken in once that takes longer than a person would wait. */
function createBacklog() {
  let taken = 0;
  let isLong = false;
  const waiting = new Set<() => void>();
  function begin(): void {
    isLong = true;
    for (const resolve of waiting) resolve();
    waiting.clear();
  }
  return {
    begin,
    count(items: number): void {
      taken += items;
      if (taken > MAX_WAITED) begin();
    },
    end(): void {
      taken = 0;
      isLong = false;
    },
    isLong: () => isLong,
    /** Resolves as `work` does, or as soon as it takes long. */
    unlessLong: (work: Promise<void>): Promise<void> =>
      new Promise((resolve, reject) => {
        const settle = (): void => {
          waiting.delete(settle);
          resolve();
        };
        waiting.add(settle);
        work.then(settle, (error) => {
          waiting.delete(settle);
          reject(error);
        });
        if (isLong) settle();
      }),
  };
}

const emptyDense = (embedder: Embedder): Dense => ({
  embedder,
  vectors: createVectorIndex(embedder.dims),
  cursor: 0,
});

/** The indexes as they are at each call: they are replaced once most of them stands for papers that are gone. */
function currentWords(current: () => PaperIndexes): {
  lexical: LexicalIndex;
  titles: Pick<TitleIndex, 'find' | 'titleOf' | 'size'>;
  vocabulary: VocabularyIndex;
} {
  return {
    lexical: {
      get size() {
        return current().lexical.size;
      },
      documentFrequencies: (words) => current().lexical.documentFrequencies(words),
      search: (words, limit, options) => current().lexical.search(words, limit, options),
      positions: (words, paperIds) => current().lexical.positions(words, paperIds),
    },
    titles: {
      find: (typed, count) => current().titles.find(typed, count),
      titleOf: (paperId) => current().titles.titleOf(paperId),
      get size() {
        return current().titles.size;
      },
    },
    vocabulary: {
      commonWords: (minPapers) => current().vocabulary.commonWords(minPapers),
      papersWith: (word) => current().vocabulary.papersWith(word),
      meaningsOf: (shorts) => current().vocabulary.meaningsOf(shorts),
      abbreviationsOf: (longKeys) => current().vocabulary.abbreviationsOf(longKeys),
    },
  };
}

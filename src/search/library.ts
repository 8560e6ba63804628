/** The catalog together with what is held in memory to search it. */
import type Keyv from 'keyv';
import type { Catalog } from '../catalog/catalog.ts';
import type { Embedder } from '../embedding/embedder.ts';
import { createTitleIndex, type TitleIndex } from './titles.ts';
import { createVectorIndex, type VectorIndex } from './vectors.ts';

export interface Library {
  readonly catalog: Catalog;
  readonly embedder: Embedder;
  readonly vectors: VectorIndex;
  readonly titles: TitleIndex;
  /** Questions behind short keys, so that a button can carry one: Discord allows it 100 characters. */
  readonly questions: Keyv<string>;
  /** Takes in what was added since the last call, by this process or another one on the same catalog. */
  refresh(): Promise<void>;
}

const PAGE_ROWS = 5_000;

export function createLibrary(catalog: Catalog, embedder: Embedder, questions: Keyv<string>): Library {
  const vectors = createVectorIndex(embedder.dims);
  const titles = createTitleIndex();
  let vectorCursor = 0;
  let titleCursor = 0;

  const takeIn = async (): Promise<void> => {
    for (;;) {
      const feed = await catalog.vectorsSince(embedder.modelId, vectorCursor, PAGE_ROWS);
      vectors.remove(feed.gone);
      vectors.add(feed.items);
      vectorCursor = feed.cursor;
      if (feed.items.length < PAGE_ROWS) break;
    }
    for (;;) {
      const feed = await catalog.titlesSince(titleCursor, PAGE_ROWS);
      titles.remove(feed.gone);
      titles.add(feed.items);
      titleCursor = feed.cursor;
      if (feed.items.length < PAGE_ROWS) break;
    }
  };

  let turn: Promise<void> = Promise.resolve();
  return {
    catalog,
    embedder,
    vectors,
    titles,
    questions,
    refresh() {
      // One at a time: two that run at once would read the same rows from the same cursor.
      turn = turn.then(takeIn, takeIn);
      return turn;
    },
  };
}

/** The catalog together with what is held in memory to search it. */
import Keyv from 'keyv';
import type { Catalog } from '../catalog/catalog.ts';
import type { Embedder } from '../embedding/embedder.ts';
import { createLexicon, type Lexicon } from '../query/lexicon.ts';
import { type Calibration, createCalibration } from './calibration.ts';
import { createTitleIndex, type TitleIndex } from './titles.ts';
import { createVectorIndex, type VectorIndex } from './vectors.ts';

export interface Library {
  readonly catalog: Catalog;
  /** The model whose vectors answer, and these vectors. Both may change between two awaits, together: take them at once. */
  readonly embedder: Embedder;
  readonly vectors: VectorIndex;
  readonly titles: TitleIndex;
  /** What the papers' own text has taught about words. */
  readonly lexicon: Lexicon;
  /** Questions behind short keys, so that a button can carry one: Discord allows it 100 characters. */
  readonly questions: Keyv<string>;
  /** How to tell a question that has an answer here from one that hasn't. */
  calibration(): Promise<Calibration>;
  /** Takes in what was added since the last call, by this process or another one on the same catalog. */
  refresh(): Promise<void>;
  /** Answers with another model from now on, once all its vectors that are stored have been read. */
  switchTo(embedder: Embedder): Promise<void>;
}

interface Dense {
  readonly embedder: Embedder;
  readonly vectors: VectorIndex;
  cursor: number;
}

const PAGE_ROWS = 5_000;

export function createLibrary(
  catalog: Catalog,
  embedder: Embedder,
  questions: Keyv<string>,
  calibrations = new Keyv<Calibration>(),
): Library {
  let dense = emptyDense(embedder);
  const titles = createTitleIndex();
  const calibration = createCalibration(calibrations);
  let titleCursor = 0;
  let seen: number | undefined; // of the catalog's changes, those that are taken in

  const takeInVectors = async (into: Dense): Promise<void> => {
    for (;;) {
      const feed = await catalog.vectorsSince(into.embedder.modelId, into.cursor, PAGE_ROWS);
      into.vectors.remove(feed.gone);
      into.vectors.add(feed.items);
      into.cursor = feed.cursor;
      if (feed.items.length < PAGE_ROWS) break;
    }
  };
  const takeIn = async (): Promise<void> => {
    const last = await catalog.lastChange();
    if (last === seen) return;
    await catalog.readWords();
    await takeInVectors(dense);
    for (;;) {
      const feed = await catalog.titlesSince(titleCursor, PAGE_ROWS);
      titles.remove(feed.gone);
      titles.add(feed.items);
      titleCursor = feed.cursor;
      if (feed.items.length < PAGE_ROWS) break;
    }
    seen = last;
  };

  // One at a time: two that run at once would read the same rows from the same cursor.
  let turn: Promise<void> = Promise.resolve();
  const library: Library = {
    catalog,
    get embedder() {
      return dense.embedder;
    },
    get vectors() {
      return dense.vectors;
    },
    titles,
    lexicon: createLexicon(catalog),
    questions,
    calibration: () => calibration(library),
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
  return library;
}

const emptyDense = (embedder: Embedder): Dense => ({
  embedder,
  vectors: createVectorIndex(embedder.dims),
  cursor: 0,
});

/**
 * Where to draw the line between a question that has an answer here and one that hasn't. It depends on the catalog (of
 * many papers one is near to anything by chance) and on the model, so it is measured on both, not written down.
 */
import { readFile } from 'node:fs/promises';
import type Keyv from 'keyv';
import { projectPath } from '../lib/package-root.ts';
import { splitSentences } from '../lib/sentences.ts';
import { suitability } from './confidence.ts';
import type { Library } from './library.ts';
import { retrieve } from './retrieve.ts';

export interface Calibration {
  readonly modelId: string;
  /** How many papers there were. */
  readonly papers: number;
  /** A question that the catalog suits less has no answer here. */
  readonly threshold: number;
}

const SAMPLED_PAPERS = 30;
const TITLE_WORDS = 3;
const MIN_WORD_CHARS = 4;
// Of the questions with an answer at most this share may fall below the line, of the others at least that share should.
const TURNED_AWAY = 0.05;
const RECOGNISED = 0.9;
// Nearer to the unanswered ones: people's own words hit less well than the papers' words do.
const MARGIN = 1 / 3;
const STALE_GROWTH = 1.2;

/** Whether the catalog or the model is no longer what it was when this was measured. */
function isStale({ modelId, papers }: Calibration, library: Library): boolean {
  const ratio = library.vectors.size / Math.max(1, papers);
  return modelId !== library.embedder.modelId || ratio > STALE_GROWTH || ratio < 1 / STALE_GROWTH;
}

const KEY = 'line';

/**
 * Gives the line for the library as it is now: measured once and kept, and measured again in the background when the
 * catalog has grown. Whoever asks meanwhile gets the former line; only where there is none do they wait for it.
 */
export function createLine(kept: Keyv<Calibration>): (library: Library) => Promise<number> {
  let current: Calibration | undefined;
  let measuring: Promise<Calibration> | undefined;
  return async (library) => {
    current ??= await kept.get(KEY);
    if (current && !isStale(current, library)) return current.threshold;
    measuring ??= calibrate(library)
      .then(async (measured) => {
        current = measured;
        await kept.set(KEY, measured);
        return measured;
      })
      .finally(() => {
        measuring = undefined;
      });
    if (current?.modelId !== library.embedder.modelId) return (await measuring).threshold;
    // What goes wrong with the measuring is met by whoever waits for it.
    measuring.catch(() => {});
    return current.threshold;
  };
}

/**
 * Asks the catalog questions from other fields, and questions made of its own papers (three words of a title, a sentence
 * of an abstract), and draws the line between what nearly all of these reach and what few of those do.
 */
async function calibrate(library: Library): Promise<Calibration> {
  const offTopic = (await readFile(projectPath('data/off-topic-questions.txt'), 'utf8')).trim().split('\n');
  const unanswered = await suitabilities(library, offTopic);
  const answered = await suitabilities(library, await ownQuestions(library));
  const recognised = quantile(unanswered, RECOGNISED);
  const lowest = quantile(answered, TURNED_AWAY);
  return {
    modelId: library.embedder.modelId,
    papers: library.vectors.size,
    threshold: recognised + Math.max(0, lowest - recognised) * MARGIN,
  };
}

async function ownQuestions({ vectors, catalog }: Library): Promise<string[]> {
  const questions: string[] = [];
  for (let i = 0; i < Math.min(SAMPLED_PAPERS, vectors.size); i++) {
    // Evenly over all papers, so that the same catalog always gives the same line.
    const row = Math.floor(((i + 0.5) * vectors.size) / Math.min(SAMPLED_PAPERS, vectors.size));
    const paper = await catalog.getPaper(vectors.paperAt(row));
    if (!paper) continue;
    const titleWords = paper.title.split(/\s+/).filter((word) => word.length >= MIN_WORD_CHARS);
    const sentences = splitSentences(paper.abstract);
    questions.push(titleWords.slice(0, TITLE_WORDS).join(' ') || paper.title);
    questions.push(sentences[Math.floor(sentences.length / 2)]?.text ?? paper.title);
  }
  return questions;
}

/** How well the catalog suits some questions, lowest first. */
async function suitabilities(library: Library, questions: readonly string[]): Promise<number[]> {
  const found: number[] = [];
  for (const question of questions) {
    found.push(suitability(await retrieve(library, question), library.vectors.size));
    // Others may ask meanwhile.
    await new Promise(setImmediate);
  }
  return found.sort((a, b) => a - b);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

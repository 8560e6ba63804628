/**
 * `npm run bench -- sentence`: the share of one-line summaries with a flaw that the checker finds, on 3,000 papers of
 * the corpus that the rules were made with and on 1,000 others, and the grades of those of 100 more papers.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Embedder } from '../src/embedding/embedder.ts';
import { loadEmbedder } from '../src/embedding/load.ts';
import { openLines, readPapers } from '../src/ingest/sources/file.ts';
import { projectPath } from '../src/lib/package-root.ts';
import { plainText } from '../src/text/plain-text.ts';
import { CORPUS } from './corpus.ts';
import { type Abstract, ONE_LINE_SUMMARISERS } from './eval/one-line-summaries.ts';
import { type Flaw, findFlaws } from './eval/sentence-flaws.ts';
import { percent } from './figures.ts';

/** Takes every nth record of the corpus; the offsets separate the samples. */
const EVERY = 75;
const SAMPLES = { 'that the rules were made with': [0, 37, 56], 'held out': [19] } as const;

export interface GradedAbstract extends Abstract {
  readonly paperId: string;
  readonly split: 'tuned' | 'heldOut';
  readonly sentences: readonly { readonly text: string; readonly faults: readonly Fault[] }[];
}

/** `beside the point`: background, a detail or a score in place of the paper's contribution. */
type Fault = 'unclear' | 'incomplete' | 'untrue' | 'beside the point';

export const readGraded = async (): Promise<readonly GradedAbstract[]> =>
  JSON.parse(await readFile(projectPath('test/summary/graded-sentences.json'), 'utf8'));

/** Shares, 0 to 1, of all abstracts of the split; a missing sentence counts as bad. */
export interface GradeFigures {
  /** Clear, complete and true. */
  readonly sound: number;
  /** Sound, and names the paper's contribution. */
  readonly good: number;
  /** Ungraded sentences, which count as bad. */
  readonly ungraded: number;
}

export async function gradeSentences(
  graded: readonly GradedAbstract[],
  summarise: (paper: Abstract, embedder: Embedder) => Promise<string | undefined>,
  embedder: Embedder,
): Promise<GradeFigures> {
  let [sound, good, ungraded] = [0, 0, 0];
  for (const abstract of graded) {
    const sentence = await summarise(abstract, embedder);
    if (!sentence) continue;
    const found = abstract.sentences.find(({ text }) => text === sentence);
    if (!found) ungraded++;
    else if (found.faults.every((fault) => fault === 'beside the point')) {
      sound++;
      if (found.faults.length === 0) good++;
    }
  }
  return { sound: sound / graded.length, good: good / graded.length, ungraded };
}

async function readSample(offsets: readonly number[]): Promise<Abstract[]> {
  const papers: Abstract[] = [];
  let at = 0;
  for await (const line of readPapers(openLines(CORPUS))) {
    if (offsets.includes(at % EVERY) && 'paper' in line) {
      const { title, abstract } = line.paper;
      papers.push({ title: plainText(title), abstract: plainText(abstract) });
    }
    at++;
  }
  return papers;
}

async function printFlaws(embedder: Embedder): Promise<void> {
  if (!existsSync(CORPUS)) {
    console.log('\nskipped on the corpus: ../shared/corpus is not here');
    return;
  }
  for (const [name, offsets] of Object.entries(SAMPLES)) {
    const papers = await readSample(offsets);
    console.log(`\none-line summaries with a flaw, of ${papers.length} papers ${name}`);
    for (const [maker, { room, summarise }] of Object.entries(ONE_LINE_SUMMARISERS)) {
      const counts = new Map<Flaw, number>();
      let flawed = 0;
      for (const paper of papers) {
        const sentence = await summarise(paper, embedder);
        const flaws = findFlaws({ sentence, abstract: paper.abstract, room });
        if (flaws.length > 0) flawed++;
        for (const flaw of flaws) counts.set(flaw, (counts.get(flaw) ?? 0) + 1);
      }
      const kinds = [...counts].sort((a, b) => b[1] - a[1]).map(([flaw, count]) => `${flaw} ${count}`);
      console.log(
        `  ${maker.padEnd(22)} ${(100 * (flawed / papers.length)).toFixed(1).padStart(5)} %   ${kinds.join(', ')}`,
      );
    }
  }
}

async function printGrades(embedder: Embedder): Promise<void> {
  const graded = await readGraded();
  for (const split of ['tuned', 'heldOut'] as const) {
    const ofSplit = graded.filter((abstract) => abstract.split === split);
    console.log(
      `\none-line summaries as a reader graded them, of ${ofSplit.length} abstracts ${split === 'tuned' ? 'that the rules were made with' : 'held out'}`,
    );
    console.log('                         clear, complete, true   and tells the contribution');
    for (const [maker, { room, summarise }] of Object.entries(ONE_LINE_SUMMARISERS)) {
      const { sound, good, ungraded } = await gradeSentences(ofSplit, summarise, embedder);
      const isGraded = ungraded < ofSplit.length / 2;
      const cells = isGraded
        ? `${percent(sound).padStart(10)} ${percent(good).padStart(24)}`
        : `  not graded in ${room} characters`;
      console.log(
        `  ${maker.padEnd(22)} ${cells}${isGraded && ungraded > 0 ? `   (${ungraded} not graded)` : ''}`,
      );
    }
  }
}

export async function run(): Promise<void> {
  const embedder = await loadEmbedder({ kind: 'bundled' });
  await printGrades(embedder);
  await printFlaws(embedder);
  const papers = await readGraded();
  const summarise = ONE_LINE_SUMMARISERS['one sentence']?.summarise;
  const start = performance.now();
  for (const paper of papers) await summarise?.(paper, embedder);
  console.log(`\noneSentence: ${((performance.now() - start) / papers.length).toFixed(1)} ms an abstract`);
}

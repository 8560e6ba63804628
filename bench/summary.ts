/**
 * `npm run bench -- summary`: the share of a summary's sentences that a reader would have chosen. The abstracts are a
 * random sample of the arXiv listings of 2025-03 to 2026-07, labelled by reading them; the held-out ones after the last
 * change to cues and weights.
 */
import { readFile } from 'node:fs/promises';
import { loadEmbedder } from '../src/embedding/load.ts';
import { projectPath } from '../src/lib/package-root.ts';
import { extractSummary } from '../src/summary/extract.ts';
import {
  evaluateSummariser,
  type LabelledAbstract,
  SUMMARISERS,
  type ToldFigures,
} from './eval/summarisers.ts';
import { percent } from './figures.ts';

export const readLabelled = async (): Promise<readonly LabelledAbstract[]> =>
  JSON.parse(await readFile(projectPath('test/summary/labelled.json'), 'utf8'));

export type ByName = Readonly<Record<string, ToldFigures>>;

/** Each summariser's figures by its name, for both parts of the set. */
export async function compareSummarisers(): Promise<{ readonly tuned: ByName; readonly heldOut: ByName }> {
  const labelled = await readLabelled();
  const embedder = await loadEmbedder({ kind: 'bundled' });
  const on = async (split: LabelledAbstract['split']) => {
    const ofSplit = labelled.filter((abstract) => abstract.split === split);
    const figures: Record<string, ToldFigures> = {};
    for (const [name, summarise] of Object.entries(SUMMARISERS))
      figures[name] = await evaluateSummariser(summarise, ofSplit, embedder);
    return figures;
  };
  return { tuned: await on('tuned'), heldOut: await on('heldOut') };
}

/** Prints the share of abstracts in which each role is covered, and correctly labelled. */
export function printSummarisers(of: Awaited<ReturnType<typeof compareSummarisers>>): void {
  for (const [split, figures] of Object.entries(of)) {
    console.log(
      `\nsummaries without a language model, on abstracts ${split === 'tuned' ? 'that weights were chosen on' : 'held out'}`,
    );
    console.log('                       problem  method  result     all   right label');
    for (const [name, { problem, method, result, all, rightLabel }] of Object.entries(figures)) {
      const cells = [problem, method, result, all, rightLabel].map((share) => percent(share).padStart(7));
      console.log(`  ${name.padEnd(20)} ${cells.join(' ')}`);
    }
  }
}

export async function run(): Promise<void> {
  printSummarisers(await compareSummarisers());
  const abstracts = (await readLabelled()).map(({ abstract }) => abstract);
  const embedder = await loadEmbedder({ kind: 'bundled' });
  const start = performance.now();
  for (const abstract of abstracts) await extractSummary(abstract, embedder);
  console.log(
    `\nextractSummary: ${((performance.now() - start) / abstracts.length).toFixed(1)} ms an abstract`,
  );
}

/**
 * How often a summary's sentences are ones that a reader would have chosen, against the first three sentences and
 * TextRank (Mihalcea and Tarau 2004) on the same sentences and embeddings. The abstracts are random ones of the arXiv
 * listings of 2025-03 to 2026-07, labelled by reading them; the held-out ones after the last change to cues and weights.
 */
import { readFile } from 'node:fs/promises';
import type { Embedder } from '../src/embedding/embedder.ts';
import { loadEmbedder } from '../src/embedding/load.ts';
import { splitSentences } from '../src/lib/sentences.ts';
import { extractSummary } from '../src/summary/extract.ts';

const ROLES = ['problem', 'method', 'result'] as const;

interface Labelled {
  readonly paperId: string;
  readonly split: 'tuned' | 'heldOut';
  readonly abstract: string;
  /** The sentences of the abstract, by number, that tell this well; none where the abstract doesn't tell it. */
  readonly problem: readonly number[];
  readonly method: readonly number[];
  readonly result: readonly number[];
}

interface Chosen {
  readonly role: (typeof ROLES)[number];
  readonly at: number;
}

type Summariser = (abstract: string, embedder: Embedder) => Promise<Chosen[]>;

const SUMMARISERS: Readonly<Record<string, Summariser>> = {
  extractSummary: async (abstract, embedder) => {
    const sentences = splitSentences(abstract);
    const summary = await extractSummary(abstract, embedder);
    return summary.sentences.map(({ role, text }) => ({
      role,
      at: sentences.findIndex((s) => text.endsWith(s.text)),
    }));
  },
  'first three': async (abstract) =>
    inOrder(
      splitSentences(abstract)
        .map((_, i) => i)
        .slice(0, 3),
    ),
  'first, middle, last': async (abstract) => {
    const last = splitSentences(abstract).length - 1;
    return inOrder([0, Math.round(last / 2), last]);
  },
  TextRank: async (abstract, embedder) => {
    const ranks = textRank(
      await embedder.embed(
        splitSentences(abstract).map(({ text }) => text),
        'passage',
      ),
    );
    const best = ranks
      .map((rank, at) => ({ rank, at }))
      .sort((a, b) => b.rank - a.rank)
      .slice(0, 3);
    return inOrder(best.map(({ at }) => at).sort((a, b) => a - b));
  },
};

/** Prints, for each summariser, in how many abstracts each role was told, and told as that role. */
export async function run(): Promise<void> {
  const file = new URL('../test/summary/labelled.json', import.meta.url);
  const labelled: readonly Labelled[] = JSON.parse(await readFile(file, 'utf8'));
  const embedder = await loadEmbedder({ kind: 'bundled' });
  for (const split of ['tuned', 'heldOut'] as const) {
    const ofSplit = labelled.filter((abstract) => abstract.split === split);
    console.log(
      `\nsummaries, ${ofSplit.length} abstracts ${split === 'tuned' ? 'that weights were chosen on' : 'held out'}`,
    );
    console.log('                       problem  method  result     all   right label');
    for (const [name, summarise] of Object.entries(SUMMARISERS)) {
      const told = { problem: 0, method: 0, result: 0 };
      const asked = { problem: 0, method: 0, result: 0 };
      let rightLabel = 0;
      for (const abstract of ofSplit) {
        const chosen = await summarise(abstract.abstract, embedder);
        for (const role of ROLES) {
          if (abstract[role].length === 0) continue;
          asked[role]++;
          const hits = chosen.filter(({ at }) => abstract[role].includes(at));
          if (hits.length > 0) told[role]++;
          if (hits.some((hit) => hit.role === role)) rightLabel++;
        }
      }
      const percent = (part: number, of: number) => `${((100 * part) / of).toFixed(0)} %`.padStart(7);
      const all = ROLES.reduce((sum, role) => sum + asked[role], 0);
      const cells = ROLES.map((role) => percent(told[role], asked[role]));
      const sum = ROLES.reduce((total, role) => total + told[role], 0);
      console.log(
        `  ${name.padEnd(20)} ${[...cells, percent(sum, all), percent(rightLabel, all)].join(' ')}`,
      );
    }
  }

  const abstracts = labelled.map(({ abstract }) => abstract);
  const start = performance.now();
  for (const abstract of abstracts) await extractSummary(abstract, embedder);
  console.log(
    `\nextractSummary: ${((performance.now() - start) / abstracts.length).toFixed(1)} ms an abstract`,
  );
}

const inOrder = (sentences: readonly number[]): Chosen[] =>
  sentences.map((at, i) => ({ role: ROLES[i] ?? 'result', at }));

/** PageRank over the sentences, linked by cosine similarity; damping .85 as in the paper. */
function textRank(vectors: readonly Float32Array[]): number[] {
  const links = vectors.map((a, i) =>
    vectors.map((b, j) =>
      i === j
        ? 0
        : Math.max(
            0,
            a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0),
          ),
    ),
  );
  const out = links.map((row) => row.reduce((sum, link) => sum + link, 0));
  let ranks = vectors.map(() => 1 / vectors.length);
  for (let step = 0; step < 50; step++) {
    ranks = ranks.map((_, i) => {
      const given = ranks.reduce((sum, rank, j) => sum + (rank * (links[j]?.[i] ?? 0)) / (out[j] || 1), 0);
      return 0.15 / vectors.length + 0.85 * given;
    });
  }
  return ranks;
}

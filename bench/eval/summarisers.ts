/**
 * The share of a summary's sentences that a reader marked: Paperboy's, the first three, and TextRank's (Mihalcea and
 * Tarau 2004, https://aclanthology.org/W04-3252) on the same sentences and embeddings.
 */
import type { Embedder } from '../../src/embedding/embedder.ts';
import { shareOf } from '../../src/eval/metrics.ts';
import { extractSummary } from '../../src/summary/extract.ts';
import { splitSentences } from '../../src/text/sentences.ts';

const ROLES = ['problem', 'method', 'result'] as const;

export interface LabelledAbstract {
  readonly paperId: string;
  readonly title: string;
  /** Tuned: weights were chosen on it. Held out: labelled after the last change to them. */
  readonly split: 'tuned' | 'heldOut';
  readonly abstract: string;
  /** The numbers of the sentences that express this role well; none if the abstract doesn't. */
  readonly problem: readonly number[];
  readonly method: readonly number[];
  readonly result: readonly number[];
}

/** A sentence of the abstract by its number, with its assigned role. */
export interface Chosen {
  readonly role: (typeof ROLES)[number];
  readonly at: number;
}

export type Summariser = (abstract: string, embedder: Embedder) => Promise<Chosen[]>;

export const SUMMARISERS: Readonly<Record<string, Summariser>> = {
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

/** Shares, 0 to 1, of the abstracts in which a reader found the role; undefined if there are none. */
export interface ToldFigures extends Readonly<Record<(typeof ROLES)[number], number | undefined>> {
  /** All roles together: expressed by any chosen sentence. */
  readonly all: number | undefined;
  /** Expressed by a chosen sentence with that role's label. */
  readonly rightLabel: number | undefined;
}

export async function evaluateSummariser(
  summarise: Summariser,
  labelled: readonly LabelledAbstract[],
  embedder: Embedder,
): Promise<ToldFigures> {
  const rows: { role: Chosen['role']; isTold: boolean; isRight: boolean }[] = [];
  for (const abstract of labelled) {
    const chosen = await summarise(abstract.abstract, embedder);
    for (const role of ROLES) {
      if (abstract[role].length === 0) continue;
      const hits = chosen.filter(({ at }) => abstract[role].includes(at));
      rows.push({ role, isTold: hits.length > 0, isRight: hits.some((hit) => hit.role === role) });
    }
  }
  const told = (of: typeof rows) => shareOf(of, ({ isTold }) => isTold);
  const ofRole = (role: Chosen['role']) => told(rows.filter((row) => row.role === role));
  return {
    problem: ofRole('problem'),
    method: ofRole('method'),
    result: ofRole('result'),
    all: told(rows),
    rightLabel: shareOf(rows, ({ isRight }) => isRight),
  };
}

const inOrder = (sentences: readonly number[]): Chosen[] =>
  sentences.map((at, i) => ({ role: ROLES[i] ?? 'result', at }));

/** PageRank over the sentences, linked by cosine similarity; damping .85 as in the paper. */
export function textRank(vectors: readonly Float32Array[]): number[] {
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

/** The rates at which grounding shows false statements and refuses true ones, by kind. */
import type { Embedder } from '../../src/embedding/embedder.ts';
import { type Doubt, findDoubt, readEvidence } from '../../src/grounding/entailment.ts';
import { isWholeSentence } from '../../src/grounding/lexical-overlap.ts';
import { sanitizeOutput } from '../../src/llm/sanitize-output.ts';

/** One paper of test/grounding/statements.json. */
export interface StatementsOfPaper {
  readonly title: string;
  readonly abstract: string;
  readonly split: 'build' | 'held-out';
  /** Sentences by kind: `true`, or the way in which they are false. */
  readonly statements: Readonly<Record<string, readonly string[]>>;
}

export interface Judged {
  readonly kind: string;
  readonly sentence: string;
  /** Undefined if it would be shown. */
  readonly doubt: Doubt | 'sanitiser' | undefined;
}

export async function judgeStatements(
  papers: readonly StatementsOfPaper[],
  embedder: Embedder,
  isWord: (word: string) => boolean,
): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const { title, abstract, statements } of papers) {
    const evidence = await readEvidence({ title, abstract }, embedder);
    for (const [kind, sentences] of Object.entries(statements)) {
      for (const sentence of sentences) {
        const isClean =
          sanitizeOutput(sentence, { maxChars: 900, instructions: '', tags: [] }) === sentence &&
          isWholeSentence(sentence);
        judged.push({ kind, sentence, doubt: isClean ? findDoubt(sentence, evidence, isWord) : 'sanitiser' });
      }
    }
  }
  return judged;
}

/** The share of the statements of these kinds that would be shown, 0 to 1. */
export function shownShare(judged: readonly Judged[], isOfKind: (kind: string) => boolean): number {
  const those = judged.filter(({ kind }) => isOfKind(kind));
  return those.filter(({ doubt }) => doubt === undefined).length / Math.max(1, those.length);
}

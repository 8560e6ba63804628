/** Whether anything in the catalog fits the question at all. */
import type { DenseResult } from './dense.ts';
import type { LexicalResult } from './lexical.ts';

export function isConfident(lexical: LexicalResult, dense: DenseResult, papers: number): boolean {
  const z = dense.deviation > 0 ? ((dense.hits[0]?.score ?? 0) - dense.mean) / dense.deviation : 0;
  const held = lexical.ceiling > 0 ? (lexical.hits[0]?.score ?? 0) / lexical.ceiling : 0;
  return z > Math.sqrt(2 * Math.log(Math.max(2, papers))) || held > 0.5;
}

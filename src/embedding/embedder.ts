/** The seam between the program and an embedding model. */

import type { TokenRows } from './static/token-table.ts';

/** What a text is: models are trained to bring a question near to the passages that answer it, and treat them unlike. */
export type TextKind = 'query' | 'passage';

export interface Embedder {
  /** Changes whenever the model's output would: vectors of different ids are never compared. */
  readonly modelId: string;
  readonly dims: number;
  /** Of a model without layers, the vector of each word piece. */
  readonly table?: TokenRows;
  /** One unit vector a text, [dims] each, in order; all zeros for a text in which the model knows no token. */
  embed(texts: readonly string[], kind: TextKind): Promise<Float32Array[]>;
}

/** The seam between the program and an embedding model. */

import type { TokenRows } from './static/token-table.ts';

/** Models are trained to bring queries close to the passages that answer them, and treat the two differently. */
export type TextKind = 'query' | 'passage';

export interface Embedder {
  /** Changes whenever the model's output would. Vectors of different ids are never compared. */
  readonly modelId: string;
  readonly dims: number;
  /** Token vectors of a model without layers. */
  readonly table?: TokenRows;
  /** One unit vector per text, [dims] each, in order; zeros for a text without known tokens. */
  embed(texts: readonly string[], kind: TextKind): Promise<Float32Array[]>;
}

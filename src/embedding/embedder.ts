/** The seam between the program and an embedding model. */

export interface Embedder {
  /** Changes whenever the model's output would: vectors of different ids are never compared. */
  readonly modelId: string;
  readonly dims: number;
  /** One unit vector a text, [dims] each, in order; all zeros for a text in which the model knows no token. */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
}

/** A paper and its score, whose scale depends on the function that returns it. */
export interface Scored {
  readonly paperId: string;
  readonly score: number;
}

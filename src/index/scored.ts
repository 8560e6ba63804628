/** A paper and how well it fits; what the score means is said where it is given. */
export interface Scored {
  readonly paperId: string;
  readonly score: number;
}

/** A line of `paperboy doctor`'s report, and how its checks report one. */

export interface Finding {
  readonly what: string;
  /** Says how to fix it, where something is wrong. */
  readonly found: string;
  readonly isWrong?: true;
}

export type Report = (finding: Finding) => void;

/** A line of `paperboy doctor`'s report, and how its checks report one. */

export interface Finding {
  readonly what: string;
  /** For a problem, says how to fix it. */
  readonly found: string;
  readonly isWrong?: true;
}

export type Report = (finding: Finding) => void;

/** An answer as data: statements, each with its papers. The bot adds brackets and links. */
import type { Paper } from '../domain/paper.ts';

export interface Statement {
  /** Plain text, without brackets, links or active Markdown. */
  readonly text: string;
  /** Numbers of papers, from 1, at least one, each once, ascending. */
  readonly papers: readonly number[];
}

/** The cited papers, numbered by their first citation, and the statements with these numbers. */
export function citedOnly(
  statements: readonly Statement[],
  papers: readonly Paper[],
): { readonly statements: readonly Statement[]; readonly papers: readonly Paper[] } {
  const order = [...new Set(statements.flatMap((statement) => statement.papers))];
  return {
    statements: statements.map(({ text, papers: cited }) => ({
      text,
      papers: cited.map((number) => order.indexOf(number) + 1).sort((a, b) => a - b),
    })),
    papers: order.flatMap((number) => papers[number - 1] ?? []),
  };
}

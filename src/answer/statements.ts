/** An answer as data: statements, each with the papers that it stands on. Brackets and links are put there by us. */
import type { Paper } from '../domain/paper.ts';

export interface Statement {
  /** Plain text, without brackets, links or Markdown that mean anything. */
  readonly text: string;
  /** Numbers of papers, from 1, at least one, each once, ascending. */
  readonly papers: readonly number[];
}

/** The papers that are cited, numbered by their first citation, and the statements with these numbers. */
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

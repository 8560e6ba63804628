/** Figures side by side, each with its ratio to the first system's. */

export interface Row {
  readonly label: string;
  /** One number per system, undefined if not measured. */
  readonly values: readonly (number | undefined)[];
  readonly digits: number;
  /** Shares get no ratio: differences are easier to compare. */
  readonly isShare?: boolean;
  /** What stands where there is no number. */
  readonly missing?: string;
}

export function formatTable(systems: readonly string[], rows: readonly Row[]): string {
  const cells = rows.map(({ label, values, digits, isShare, missing = '-' }) => {
    const [base] = values;
    return [
      label,
      ...values.map((value, i) => {
        if (value === undefined) return missing;
        const shown = Number.isFinite(value) ? value.toFixed(digits) : 'not found';
        return isShare || i === 0 || !base || !Number.isFinite(value)
          ? shown
          : `${shown} (x${(value / base).toFixed(value / base < 10 ? 1 : 0)})`;
      }),
    ];
  });
  const lines = [['', ...systems], ...cells];
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

/** The given quantile of the numbers, or undefined for none. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

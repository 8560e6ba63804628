/** Long forms of the field's abbreviations. */
import { readFileSync } from 'node:fs';
import { projectPath } from '../lib/package-root.ts';
import type { Abbreviations } from './analysis.ts';

/** Reads data/abbreviations.tsv: an abbreviation and its long form, separated by a tab. */
export function readAbbreviations(file = projectPath('data/abbreviations.tsv')): Abbreviations {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return new Map(
    lines.map((line) => {
      const [short = '', long = ''] = line.split('\t');
      return [short.toLowerCase(), long] as const;
    }),
  );
}

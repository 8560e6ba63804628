/** Five months of real daily lists: test/fixtures/make-daily-lists.ts says what of them is kept. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface ListedPaper {
  /** When the page was looked at, as that day began in UTC. */
  readonly date: string;
  readonly id: string;
  readonly title: string;
  readonly stars: number | null;
}

export function readDailyLists(): ListedPaper[] {
  const file = new URL('../fixtures/daily-lists.jsonl.gz', import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

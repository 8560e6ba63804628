/** Five months of real daily lists; test/fixtures/make-daily-lists.ts says what they contain. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface ListedPaper {
  /** The time of the page's visit, at the start of that UTC day. */
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

/** `paperboy import`: stores papers from a file, so that they can be found at once, then embeds them. */
import { statSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { type ImportCounts, importPapers } from '../ingest/import.ts';
import { openLines, readPapers } from '../ingest/sources/file.ts';
import { openOnTerminal, prepareAll, saveIndexes } from './open-for-search.ts';
import { createProgress } from './progress.ts';

const INTERRUPTED = 130;

/** Returns the exit code: 1 if a record was bad, 130 if interrupted. A new run continues where this one stopped. */
export async function importCommand(config: Config, file: string): Promise<number> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const total = await countRecords(file);
  const opened = await openOnTerminal(config);
  const { stores } = opened.engine;
  const progress = createProgress('Reading', total);
  try {
    const counts = await importPapers(stores, readPapers(openLines(file)), {
      onBad: (line, problem) => progress.say(`line ${line}: ${problem}`),
      onProgress: ({ read, bad }) => progress.update(read + bad),
      signal: stopping.signal,
    });
    progress.stop();
    const embedded = await prepareAll(opened, stopping.signal);
    if (!stopping.signal.aborted) await saveIndexes(opened.engine);
    process.stdout.write(`${summarise(counts, embedded)}\n`);
    if (stopping.signal.aborted) {
      process.stderr.write('Interrupted. Nothing is lost: run the same command again to go on.\n');
      return INTERRUPTED;
    }
    return counts.bad > 0 ? 1 : 0;
  } finally {
    progress.stop();
    await stores.close();
  }
}

/** The number of records; undefined for a pipe, which can be read only once. */
async function countRecords(file: string): Promise<number | undefined> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
  let records = 0;
  for await (const line of openLines(file)) if (line.trim()) records++;
  return records;
}

function summarise({ read, added, updated, bad }: ImportCounts, embedded: number): string {
  const known = read - added - updated;
  const leftOut = bad === 0 ? '' : `, ${bad} bad ${bad === 1 ? 'record' : 'records'} left out`;
  return `Read ${read} ${read === 1 ? 'paper' : 'papers'}: ${added} new, ${updated} updated, ${known} known already${leftOut}; ${embedded} embedded.`;
}

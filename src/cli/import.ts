/** `paperboy import`: papers from a file, stored first, so that they are there at once, then embedded. */
import type { Config } from '../config.ts';
import { importPapers } from '../jobs/import-papers.ts';
import { openLibrary } from '../main.ts';
import { openLines, readPapers } from '../sources/file.ts';
import { embedAll } from './open-for-search.ts';
import { createProgress } from './progress.ts';

/** The exit code: 1 where a record was bad, 130 where it was interrupted. Running it again goes on where it stopped. */
export async function importCommand(config: Config, file: string): Promise<number> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const library = await openLibrary(config);
  const progress = createProgress('Reading', undefined);
  try {
    const counts = await importPapers(library.catalog, readPapers(openLines(file)), {
      onBad: (line, problem) => process.stderr.write(`line ${line}: ${problem}\n`),
      onProgress: ({ read }) => progress.update(read),
      signal: stopping.signal,
    });
    progress.stop();
    const embedded = await embedAll(library, stopping.signal);
    const bad = counts.bad > 0 ? `, ${counts.bad} bad records left out` : '';
    process.stderr.write(
      `Read ${counts.read} papers: ${counts.added} new, ${counts.updated} updated${bad}; ${embedded} embedded.\n`,
    );
    if (stopping.signal.aborted) {
      process.stderr.write('Interrupted. Nothing is lost: run the same command again to go on.\n');
      return 130;
    }
    return counts.bad > 0 ? 1 : 0;
  } finally {
    progress.stop();
    await library.catalog.close();
  }
}

/** The library as the command line needs it: every paper embedded, so that a search misses none. */
import type { Config } from '../config.ts';
import { embedMissing } from '../jobs/embed-missing.ts';
import { openLibrary } from '../main.ts';
import type { Library } from '../search/library.ts';
import { createProgress } from './progress.ts';

export async function withLibrary<T>(config: Config, use: (library: Library) => Promise<T>): Promise<T> {
  const library = await openLibrary(config);
  try {
    await embedAll(library);
    return await use(library);
  } finally {
    await library.catalog.close();
  }
}

/** Embeds what has no vector yet, with a progress bar where that takes a while. */
export async function embedAll({ catalog, embedder }: Library, signal?: AbortSignal): Promise<number> {
  const missing = (await catalog.countPapers()) - (await catalog.countVectors(embedder.modelId));
  const progress = createProgress('Embedding', missing);
  try {
    return await embedMissing(catalog, embedder, (done) => progress.update(done), signal);
  } finally {
    progress.stop();
  }
}

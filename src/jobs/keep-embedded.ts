/** Embeds papers that were left without a vector while the bot runs, as by an import beside it that was killed. */
import type { Log } from '../lib/log.ts';
import type { Library } from '../search/library.ts';
import { embedMissing } from './embed-missing.ts';

/** Looks once for each of `looks`. As long as their number changes, whoever brought the papers is still at work on them. */
export async function keepEmbedded(
  library: Library,
  looks: AsyncIterable<unknown>,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const { catalog } = library;
  let before = 0;
  for await (const _ of looks) {
    try {
      const { embedder } = library;
      const missing = (await catalog.countPapers()) - (await catalog.countVectors(embedder.modelId));
      if (missing > 0 && missing === before) {
        const done = await embedMissing(catalog, embedder, () => {}, signal);
        log.info({ done }, 'embedded papers that had been left without');
      }
      before = missing;
    } catch (error) {
      log.error({ error }, 'could not look for papers to embed; tried again later');
    }
  }
}

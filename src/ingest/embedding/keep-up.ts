/** Looks after papers that came in while the bot runs: embeds those left without a vector, and takes them in. */
import type { Log } from '../../lib/log.ts';
import type { SearchEngine } from '../../retrieval/search-engine.ts';
import type { backfillEmbeddings } from './backfill.ts';

/** Looks once for each of `looks`. As long as their number changes, whoever brought the papers is still at work on them. */
export async function keepBackfilled(
  engine: SearchEngine,
  looks: AsyncIterable<unknown>,
  embed: typeof backfillEmbeddings,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const { stores } = engine;
  let before = 0;
  for await (const _ of looks) {
    try {
      const { embedder } = engine;
      const missing = (await stores.papers.count()) - (await stores.vectors.count(embedder.modelId));
      if (missing > 0 && missing === before) {
        const done = await embed(stores, embedder, () => {}, signal);
        log.info({ done }, 'embedded papers that had been left without');
      }
      before = missing;
      await engine.refresh();
      if (missing === 0) await engine.saveSnapshot();
    } catch (error) {
      log.error({ error }, 'could not look for papers to embed; tried again later');
    }
  }
}

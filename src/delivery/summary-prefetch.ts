/** Has the language model write the daily posts' sentences beforehand, so that no post ever waits for it. */
import { LanguageModelError } from '../domain/errors.ts';
import type { Paper } from '../domain/paper.ts';
import type { Log } from '../lib/log.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import { nextPost } from '../subscriptions/local-time.ts';
import type { Summaries } from '../summary/summaries.ts';
import { composeWith, postedLately } from './compose.ts';

/** The rest waits for the next run, an hour later. */
const MAX_PAPERS = 200;
/** The time that one sentence may take; nobody waits for it. */
const PATIENCE_MS = 60_000;

/**
 * Writes a sentence for each paper that a subscription's next post would show now, one at a time. Stops if the model is
 * away or out of budget, and continues the next time. Never throws.
 */
export async function prefetchSummaries(
  engine: SearchEngine,
  summaries: Pick<Summaries, 'keptSentence' | 'writeSentence'>,
  nowMs: number,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  let written = 0;
  try {
    for (const paper of await papersOfNextPosts(engine, new Date(nowMs))) {
      if (signal.aborted) return;
      if ((await summaries.keptSentence(paper)) !== undefined) continue;
      const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
      try {
        await summaries.writeSentence(paper, patience);
        written += 1;
      } catch (error) {
        // The model may do better on the next paper.
        if (error instanceof LanguageModelError && error.reason === 'unusable') continue;
        throw error;
      }
    }
  } catch (error) {
    if (!signal.aborted) log.warn({ error, written }, 'could not write all sentences of the daily posts');
  }
}

async function papersOfNextPosts(engine: SearchEngine, now: Date): Promise<readonly Paper[]> {
  const papers = new Map<string, Paper>();
  const seen = new Set<string>();
  for (const subscription of await engine.stores.subscriptions.active()) {
    const due = nextPost(subscription, now);
    if (!due || papers.size >= MAX_PAPERS) continue;
    const { id, size, topics, categories, lagDays, cadence } = subscription;
    const posted = await postedLately(engine, id, due.day);
    const key = JSON.stringify([due.day, size, topics, categories, lagDays, cadence, posted]);
    if (seen.has(key)) continue;
    seen.add(key);
    const composed = await composeWith(engine, subscription, posted, due);
    for (const { paper } of composed.papers) papers.set(paper.id, paper);
  }
  return [...papers.values()].slice(0, MAX_PAPERS);
}

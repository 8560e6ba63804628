/** Opens the feeds, with an identity that outlives restarts. */
import { createFeeds } from '../http/feeds.ts';
import type { PublicRoutes } from '../http/server.ts';
import type { Clock } from '../lib/clock.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import type { Summaries } from '../summary/summaries.ts';
import { openKeyValues } from './open-store.ts';

export const openFeeds = (deps: {
  readonly engine: SearchEngine;
  readonly clock: Clock;
  readonly summaries: Summaries;
  readonly publicUrl: string | undefined;
}): PublicRoutes => ({
  path: '/feeds',
  app: createFeeds({
    ...deps,
    identities: openKeyValues(deps.engine.stores, 'feeds'),
    newId: () => crypto.randomUUID(),
    sentenceOf: deps.summaries.keptSentence,
  }),
});

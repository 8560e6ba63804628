/** The feeds: today's trending papers at `trending.atom` and `trending.json`. */
import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import type Keyv from 'keyv';
import type { ReadySentence } from '../delivery/compose.ts';
import type { Clock } from '../lib/clock.ts';
import { utcDay } from '../lib/days.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import { composeFeed, type FeedIdentity, type TrendingFeed } from './feed.ts';
import { atomText, type FeedPlace, jsonFeedText } from './feed-formats.ts';

const FORMATS = {
  '/trending.atom': { type: 'application/atom+xml; charset=utf-8', write: atomText },
  '/trending.json': { type: 'application/feed+json; charset=utf-8', write: jsonFeedText },
} as const;
// Lists are read hourly, so readers and caches may reuse a feed this long.
const FRESH_SECONDS = 900;
// Composing takes milliseconds of the thread that answers people, however often feeds are fetched.
const COMPOSED_FOR_MS = 60_000;

export function createFeeds({
  engine,
  clock,
  identities,
  newId,
  sentenceOf,
  publicUrl,
}: {
  readonly engine: SearchEngine;
  readonly clock: Clock;
  /** Keeps the feed's identity across restarts. */
  readonly identities: Keyv<FeedIdentity>;
  /** A new UUID. */
  readonly newId: () => string;
  readonly sentenceOf?: ReadySentence;
  /** The public address, without trailing slash. Without it, the request's own host is used. */
  readonly publicUrl?: string | undefined;
}): Hono {
  let kept: { readonly feed: Promise<TrendingFeed>; readonly composedAtMs: number } | undefined;

  async function identity(): Promise<FeedIdentity> {
    const known = await identities.get('trending');
    if (known) return known;
    const made = { id: newId(), since: new Date(clock.now()).toISOString() };
    await identities.set('trending', made);
    return made;
  }

  function currentFeed(): Promise<TrendingFeed> {
    const nowMs = clock.now();
    // In the playground, time may have moved either way.
    if (kept && Math.abs(nowMs - kept.composedAtMs) < COMPOSED_FOR_MS) return kept.feed;
    const due = { day: utcDay(nowMs), at: new Date(nowMs) };
    const feed = identity().then((known) => composeFeed(engine, known, due, sentenceOf));
    kept = { feed, composedAtMs: nowMs };
    feed.catch(() => {
      kept = undefined;
    });
    return feed;
  }

  const app = new Hono();
  app.use(etag());
  for (const [path, { type, write }] of Object.entries(FORMATS)) {
    app.get(path, async (context) => {
      const text = write(await currentFeed(), placeOf(context, publicUrl));
      return context.body(text, 200, {
        'Content-Type': type,
        'Cache-Control': `public, max-age=${FRESH_SECONDS}`,
      });
    });
  }
  return app;
}

/** Without `publicUrl`, the host that the request names, which the server has checked. */
function placeOf({ req }: Context, publicUrl: string | undefined): FeedPlace {
  const { origin, pathname } = new URL(req.url);
  const home = publicUrl ?? origin;
  return { self: `${home}${pathname}`, home: `${home}/` };
}

/** `paperboy digest list`: every subscription to the daily post, for whoever runs the bot. */
import type { Config } from '../config/config.ts';
import { nativeId } from '../domain/person.ts';
import type { Subscription } from '../domain/subscription.ts';
import { scheduleOf } from '../reply/digest.ts';
import { openSqliteStores } from '../store/sqlite/open.ts';
import { nextPost } from '../subscriptions/local-time.ts';

export interface DigestListOptions {
  readonly json?: boolean;
}

/** Addresses of mail are left out: the output may end up in a log. */
export async function digestListCommand(config: Config, { json }: DigestListOptions): Promise<void> {
  const stores = openSqliteStores(config.database.path);
  try {
    const now = new Date();
    const subscriptions = await stores.subscriptions.all();
    const lines = subscriptions.map((subscription) =>
      json ? JSON.stringify(recordOf(subscription, now)) : lineOf(subscription, now),
    );
    if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
    else if (!json)
      process.stdout.write('There are no subscriptions. /digest subscribe makes one on Discord.\n');
  } finally {
    await stores.close();
  }
}

const nextOf = (subscription: Subscription, now: Date): string | undefined =>
  subscription.state.kind === 'active' ? nextPost(subscription, now)?.at.toISOString() : undefined;

function lineOf(subscription: Subscription, now: Date): string {
  const { state, topics } = subscription;
  const next = nextOf(subscription, now);
  return [
    whereOf(subscription),
    scheduleOf(subscription),
    ...(topics.length > 0 ? [topics.join('; ')] : []),
    next === undefined ? state.kind : `next ${next}`,
  ].join(' · ');
}

function recordOf(subscription: Subscription, now: Date): object {
  const { target, time, timeZone, days, cadence, size, topics, categories, state } = subscription;
  const place =
    target.kind === 'channel'
      ? { server: nativeId('discord', target.serverId), channel: nativeId('discord', target.channelId) }
      : {};
  const next = nextOf(subscription, now);
  return {
    kind: target.kind,
    ...place,
    time,
    timeZone,
    days,
    cadence,
    size,
    topics,
    categories,
    state,
    next,
  };
}

function whereOf({ target }: Subscription): string {
  switch (target.kind) {
    case 'channel':
      return `channel ${nativeId('discord', target.channelId)} of server ${nativeId('discord', target.serverId)}`;
    case 'direct':
      return 'direct messages';
    case 'email':
      return 'email';
  }
}

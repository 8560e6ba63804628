/** A new database with a list of today, and the daily post running on it, for one test. */
import { onTestFinished } from 'vitest';
import type { Subscription } from '../../src/domain/subscription.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import type { Stores } from '../../src/store/stores.ts';
import { openTestStores } from '../store/helpers.ts';
import { addList, plainLibrary, startTestPosting, type TestPosting } from './posting.ts';
import { makeSubscription } from './subscriptions.ts';

export const TODAY = { subscriptionId: 'sub1', day: '2025-06-02' };

export interface PostingDay {
  readonly stores: Stores;
  readonly engine: SearchEngine;
  start(options?: Parameters<typeof startTestPosting>[1]): TestPosting;
  subscribe(given?: Partial<Subscription>): Promise<void>;
  stateOf(subscriptionId: string): Promise<Subscription['state'] | undefined>;
}

export async function openPostingDay(): Promise<PostingDay> {
  const stores = openTestStores();
  const engine = plainLibrary(stores);
  await addList(stores, TODAY.day);
  return {
    stores,
    engine,
    start(options) {
      const posting = startTestPosting(engine, options);
      onTestFinished(() => posting.close(0));
      return posting;
    },
    subscribe: (given = {}) => stores.subscriptions.add(makeSubscription(given)),
    stateOf: async (id) => (await stores.subscriptions.get(id))?.state,
  };
}

export const inChannel = (channelId: string) =>
  ({ kind: 'channel', serverId: 'discord:10', channelId: `discord:${channelId}` }) as const;

export const daysSent = ({ poster }: TestPosting): string[] =>
  poster.sent.map(({ composed }) => composed.day);

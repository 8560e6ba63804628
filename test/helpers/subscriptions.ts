/** Subscriptions for tests, with everything one can have unless told otherwise. */
import type { Subscription } from '../../src/domain/subscription.ts';

export function makeSubscription(given: Partial<Subscription> = {}): Subscription {
  return {
    id: 'sub1',
    target: { kind: 'channel', serverId: 'discord:10', channelId: 'discord:20' },
    createdBy: 'discord:30',
    time: '09:00',
    timeZone: 'UTC',
    days: [1, 2, 3, 4, 5, 6, 7],
    cadence: 'daily',
    size: 5,
    topics: [],
    categories: [],
    lagDays: 0,
    isSilentWhenQuiet: false,
    opensThread: false,
    showsPicture: true,
    isPublished: false,
    state: { kind: 'active' },
    createdAt: new Date('2025-05-01T00:00:00Z'),
    ...given,
  };
}

import { describe, expect, it } from 'vitest';
import { parseNewMessage } from '../../playground/limits.ts';
import type { ServerId } from '../../src/domain/place.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import {
  describeDays,
  digestListReply,
  digestReply,
  duplicateReply,
  removedReply,
} from '../../src/reply/digest.ts';

const subscription: Subscription = {
  id: 'k3y',
  target: { kind: 'channel', serverId: 'discord:1', channelId: 'discord:1234567890123456789' },
  createdBy: 'discord:7',
  time: '09:00',
  timeZone: 'America/New_York',
  days: [1, 2, 3, 4, 5],
  cadence: 'daily',
  size: 5,
  topics: ['prompt compression', 'agents *that* <@7> plan'],
  categories: ['cs.CL', 'cs.LG'],
  lagDays: 1,
  isSilentWhenQuiet: true,
  opensThread: true,
  showsPicture: true,
  isPublished: false,
  state: { kind: 'active' },
  createdAt: new Date(0),
};
const direct: Subscription = {
  ...subscription,
  id: 'd1r',
  target: { kind: 'direct', personId: 'discord:7' },
  topics: [],
  categories: [],
  size: 1,
  lagDays: 0,
  isSilentWhenQuiet: false,
  opensThread: false,
};
const stopped: Subscription = {
  ...direct,
  id: 'st0',
  state: { kind: 'stopped', reason: 'the channel is gone' },
};
const next = new Date('2026-11-27T14:00:00Z');

const golden = (reply: unknown, name: string): Promise<void> =>
  expect(`${JSON.stringify(reply, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);

describe('the message about a subscription', () => {
  it('after it was made', () => golden(digestReply('made', subscription, next), 'digest-made'));
  it('after it was made with a guessed time zone', () =>
    golden(digestReply('made', direct, next, 'language'), 'digest-made-direct'));
  it('after it was paused', () =>
    golden(
      digestReply('paused', { ...subscription, state: { kind: 'paused' } }, undefined),
      'digest-paused',
    ));
  it('after it has stopped', () => golden(digestReply('shown', stopped, undefined), 'digest-stopped'));
  it('after it was removed', () => golden(removedReply(subscription, 0), 'digest-removed'));

  it('after it was removed and others in its channel go on', () => {
    expect(removedReply(subscription, 1).content).toContain(
      'Another subscription in <#1234567890123456789> goes on.',
    );
    expect(removedReply(subscription, 2).content).toContain(
      '2 other subscriptions in <#1234567890123456789> go on.',
    );
  });

  it('before a new one that would repeat it', () =>
    golden(duplicateReply(subscription, next, 'k3y'), 'digest-duplicate'));
  it('in a list', () =>
    golden(
      digestListReply(
        [
          { subscription, next },
          { subscription: direct, next },
          { subscription: stopped, next: undefined },
        ],
        { serverId: 'discord:1', mayManageServer: true },
      ),
      'digest-list',
    ));
  it('if there is none', () => {
    const none = (serverId: ServerId | undefined, mayManageServer: boolean) =>
      digestListReply([], { serverId, mayManageServer }).content;
    expect(none('discord:1', true)).toContain('`/digest subscribe`');
    expect(none('discord:1', false)).not.toContain('subscribe');
    expect(none(undefined, false)).toContain('`/digest me`');
  });
});

it('fits into a message with the longest possible values', () => {
  const long: Subscription = {
    ...subscription,
    topics: Array.from({ length: 10 }, (_, i) => `${i}${'*'.repeat(99)}`),
    categories: Array.from({ length: 10 }, () => 'physics.class-ph'),
    timeZone: 'America/Argentina/ComodRivadavia',
    days: [1, 3, 5, 7],
    state: { kind: 'stopped', reason: 'x'.repeat(1_000) },
  };
  parseNewMessage(digestReply('made', long, next, 'earlier'), 0);
  for (const length of [15, 30]) {
    const list = Array.from({ length }, (_, i) => ({
      subscription: { ...long, id: `id-${i}`, days: [1, 2, 4, 5, 6, 7] },
      next: undefined,
    }));
    parseNewMessage(digestListReply(list, { serverId: 'discord:1', mayManageServer: true }), 0);
  }
});

it.each([
  [[1, 2, 3, 4, 5, 6, 7], 'every day'],
  [[1, 2, 3, 4, 5], 'on weekdays'],
  [[6, 7], 'at weekends'],
  [[1], 'on Mon'],
  [[1, 3, 5], 'on Mon, Wed and Fri'],
])('says %j as “%s”', (days, words) => expect(describeDays(days)).toBe(words));

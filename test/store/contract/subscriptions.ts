/** Subscriptions: stored, listed oldest first, changed, removed. */
import { describe, expect, test } from 'vitest';
import { makeSubscription } from '../../helpers/subscriptions.ts';
import { type NewDatabase, storesForTest } from './database.ts';

const email = { kind: 'email', address: 'ada.lovelace@example.net', secret: 's3cret' } as const;
const direct = { kind: 'direct', personId: 'discord:30' } as const;

export function subscriptionContract(newDatabase: NewDatabase): void {
  const open = async () => (await storesForTest(newDatabase)).subscriptions;
  const idsOf = (subscriptions: readonly { readonly id: string }[]) => subscriptions.map(({ id }) => id);

  test('a subscription is returned as stored; one that is missing is undefined', async () => {
    const subscriptions = await open();
    const stored = makeSubscription({
      topics: ['agents', 'größere “Modelle”'],
      categories: ['cs.CL'],
      mentionedRole: 'discord:77',
      state: { kind: 'stopped', reason: 'the channel is gone' },
      createdAt: new Date('2025-05-01T10:11:12.345Z'),
    } as never);
    await subscriptions.add(stored);
    expect(await subscriptions.get('sub1')).toEqual(stored);
    expect(await subscriptions.get('sub2')).toBeUndefined();
  });

  test('they are listed by server, by person and by being active, oldest first', async () => {
    const subscriptions = await open();
    const otherServer = { kind: 'channel', serverId: 'discord:11', channelId: 'discord:22' } as const;
    for (const each of [
      makeSubscription({ id: 'z' }),
      makeSubscription({ id: 'a', state: { kind: 'paused' } }),
      makeSubscription({ id: 'other server', target: otherServer }),
      makeSubscription({ id: 'direct', target: direct }),
      makeSubscription({ id: 'email', target: email }),
      makeSubscription({ id: 'other person', target: email, createdBy: 'discord:31' }),
    ])
      await subscriptions.add(each);
    expect(idsOf(await subscriptions.ofServer('discord:10'))).toEqual(['z', 'a']);
    expect(idsOf(await subscriptions.ofPerson('discord:30'))).toEqual(['direct', 'email']);
    expect(idsOf(await subscriptions.all())).toEqual([
      'z',
      'a',
      'other server',
      'direct',
      'email',
      'other person',
    ]);
    expect(idsOf(await subscriptions.active())).toEqual([
      'z',
      'other server',
      'direct',
      'email',
      'other person',
    ]);
  });

  test('a change replaces all of it, also what it is listed by, and only if it is still there', async () => {
    const subscriptions = await open();
    await subscriptions.add(makeSubscription());
    const changed = makeSubscription({ target: direct, time: '10:30', state: { kind: 'paused' } });
    expect(await subscriptions.update(changed)).toBe(true);
    expect(await subscriptions.get('sub1')).toEqual(changed);
    expect(await subscriptions.ofServer('discord:10')).toEqual([]);
    expect(idsOf(await subscriptions.ofPerson('discord:30'))).toEqual(['sub1']);
    expect(await subscriptions.active()).toEqual([]);
    expect(await subscriptions.remove('sub1')).toBe(true);
    expect(await subscriptions.remove('sub1')).toBe(false);
    expect(await subscriptions.update(changed)).toBe(false);
    expect(await subscriptions.get('sub1')).toBeUndefined();
  });

  test('only unconfirmed ones made before the given moment are deleted', async () => {
    const subscriptions = await open();
    const at = (moment: string) => ({ target: email, createdAt: new Date(moment) });
    const unconfirmed = { state: { kind: 'unconfirmed' } } as const;
    await subscriptions.add(makeSubscription({ id: 'old', ...at('2025-06-01T08:59:59Z'), ...unconfirmed }));
    await subscriptions.add(makeSubscription({ id: 'new', ...at('2025-06-01T09:00:00Z'), ...unconfirmed }));
    await subscriptions.add(makeSubscription({ id: 'active', ...at('2025-05-01T09:00:00Z') }));
    await subscriptions.add(
      makeSubscription({ id: 'paused', ...at('2025-05-01T09:00:00Z'), state: { kind: 'paused' } }),
    );
    expect(await subscriptions.removeUnconfirmed(new Date('2025-06-01T09:00:00Z'))).toBe(1);
    expect(idsOf(await subscriptions.ofPerson('discord:30'))).toEqual(['new', 'active', 'paused']);
  });

  describe('Email addresses', () => {
    test('are rewritten where they change, and nothing else is', async () => {
      const subscriptions = await open();
      await subscriptions.add(makeSubscription({ id: 'channel' }));
      await subscriptions.add(makeSubscription({ id: 'ada', target: email, time: '07:15' }));
      await subscriptions.add(makeSubscription({ id: 'bob', target: { ...email, address: 'sealed:bob' } }));
      const seal = (address: string) => (address.startsWith('sealed:') ? address : `sealed:${address}`);
      expect(await subscriptions.changeAddresses(seal)).toBe(1);
      expect(await subscriptions.get('ada')).toEqual(
        makeSubscription({
          id: 'ada',
          target: { ...email, address: 'sealed:ada.lovelace@example.net' },
          time: '07:15',
        }),
      );
      expect(await subscriptions.changeAddresses(seal)).toBe(0);
    });

    test('are all left as they were if one of them fails', async () => {
      const subscriptions = await open();
      await subscriptions.add(makeSubscription({ id: 'a', target: email }));
      await subscriptions.add(makeSubscription({ id: 'b', target: { ...email, address: 'bad' } }));
      const failing = (address: string) => {
        if (address === 'bad') throw new Error('no key fits');
        return 'sealed';
      };
      await expect(subscriptions.changeAddresses(failing)).rejects.toThrow('no key fits');
      expect((await subscriptions.get('a'))?.target).toEqual(email);
    });
  });
}

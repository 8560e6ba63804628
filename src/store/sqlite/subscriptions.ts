/** Subscriptions: a row each, as JSON beside the columns for lookups. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { PersonId } from '../../domain/person.ts';
import type { ServerId } from '../../domain/place.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { inTransaction } from './transaction.ts';

interface Row {
  readonly settings: string;
}

export function createSubscriptionTable(db: DatabaseSyncInstance) {
  const insert = db.prepare(
    'INSERT INTO subscriptions (target, server_id, person_id, is_active, settings, id) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const replace = db.prepare(
    'UPDATE subscriptions SET target = ?, server_id = ?, person_id = ?, is_active = ?, settings = ? WHERE id = ?',
  );
  const byId = db.prepare('SELECT settings FROM subscriptions WHERE id = ?');
  const byServer = db.prepare('SELECT settings FROM subscriptions WHERE server_id = ? ORDER BY key');
  const byPerson = db.prepare('SELECT settings FROM subscriptions WHERE person_id = ? ORDER BY key');
  const all = db.prepare('SELECT settings FROM subscriptions ORDER BY key');
  const active = db.prepare('SELECT settings FROM subscriptions WHERE is_active ORDER BY key');
  const byEmail = db.prepare(
    "SELECT settings FROM subscriptions WHERE target >= 'email:' AND target < 'email;'",
  );
  const remove = db.prepare('DELETE FROM subscriptions WHERE id = ?');
  const removeUnconfirmed = db.prepare(`
    DELETE FROM subscriptions
    WHERE NOT is_active AND settings ->> '$.state.kind' = 'unconfirmed' AND settings ->> '$.createdAt' < ?
  `);
  return {
    add(subscription: Subscription): void {
      insert.run(...columnsOf(subscription));
    },
    update: (subscription: Subscription): boolean => replace.run(...columnsOf(subscription)).changes > 0,
    get(id: string): Subscription | undefined {
      const row: Row | undefined = byId.get(id);
      return row && subscriptionOf(row);
    },
    ofServer: (serverId: ServerId): Subscription[] => byServer.all(serverId).map(subscriptionOf),
    ofPerson: (personId: PersonId): Subscription[] => byPerson.all(personId).map(subscriptionOf),
    all: (): Subscription[] => all.all().map(subscriptionOf),
    active: (): Subscription[] => active.all().map(subscriptionOf),
    remove: (id: string): boolean => remove.run(id).changes > 0,
    removeUnconfirmed: (before: Date): number => Number(removeUnconfirmed.run(before.toISOString()).changes),
    changeAddresses: (change: (address: string) => string): number =>
      inTransaction(db, () => {
        let count = 0;
        for (const subscription of byEmail.all().map(subscriptionOf)) {
          const { target } = subscription;
          if (target.kind !== 'email') continue;
          const address = change(target.address);
          if (address === target.address) continue;
          replace.run(...columnsOf({ ...subscription, target: { ...target, address } }));
          count += 1;
        }
        return count;
      }),
  };
}

function columnsOf(subscription: Subscription) {
  const { id, target, createdBy, state } = subscription;
  return [
    targetOf(target),
    target.kind === 'channel' ? target.serverId : null,
    target.kind === 'channel' ? null : createdBy,
    Number(state.kind === 'active'),
    JSON.stringify(subscription),
    id,
  ];
}

function targetOf(target: Subscription['target']): string {
  switch (target.kind) {
    case 'channel':
      return `channel:${target.channelId}`;
    case 'direct':
      return `direct:${target.personId}`;
    case 'email':
      return `email:${target.address}`;
  }
}

/** Settings that older versions did not store. */
const DEFAULTS = { cadence: 'daily', showsPicture: true, isPublished: false } satisfies Partial<Subscription>;

function subscriptionOf({ settings }: Row): Subscription {
  const stored = JSON.parse(settings);
  return { ...DEFAULTS, ...stored, createdAt: new Date(stored.createdAt) };
}

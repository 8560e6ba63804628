/** Subscriptions, tokens and conversations of a database from before ids named their platform. */
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import { QUALIFY_IDS } from '../../src/store/sqlite/qualify-ids.ts';
import { createSubscriptionTable } from '../../src/store/sqlite/subscriptions.ts';

// Verbatim as that version stored them.
const COMMON =
  '"time":"09:00","timeZone":"Europe/Berlin","days":[1,2,3,4,5],"size":5,"topics":["agents"],"categories":["cs.CL"],"lagDays":1,"isSilentWhenQuiet":false,"opensThread":true,"state":{"kind":"active"},"createdAt":"2025-06-01T08:00:00.000Z"';
const OLD_SUBSCRIPTIONS = [
  `{"id":"c","target":{"kind":"channel","guildId":"10","channelId":"20"},"createdBy":"30",${COMMON}}`,
  `{"id":"d","target":{"kind":"direct","userId":"30"},"createdBy":"30",${COMMON}}`,
  `{"id":"e","target":{"kind":"email","address":"direct:ada@example.net","secret":"s3cret"},"createdBy":"30",${COMMON}}`,
];
const OLD_ROWS = [
  ['channel:20', '10', null],
  ['direct:30', null, '30'],
  ['email:direct:ada@example.net', null, '30'],
] as const;

function openOld() {
  const db = new DatabaseSync(':memory:');
  db.exec(`
    CREATE TABLE subscriptions (
      key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, target TEXT NOT NULL, guild_id TEXT, person_id TEXT,
      is_active INTEGER NOT NULL, settings TEXT NOT NULL
    ) STRICT;
    CREATE INDEX subscriptions_by_guild ON subscriptions (guild_id) WHERE guild_id IS NOT NULL;
    CREATE TABLE key_values (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires_ms INTEGER) STRICT;
  `);
  const insert = db.prepare('INSERT INTO subscriptions VALUES (NULL, ?, ?, ?, ?, 1, ?)');
  for (const [i, settings] of OLD_SUBSCRIPTIONS.entries())
    insert.run(JSON.parse(settings).id, ...(OLD_ROWS[i] ?? []), settings);
  return db;
}

test('Subscriptions keep all settings, and their people, servers and channels are on Discord', () => {
  const db = openOld();
  db.exec(QUALIFY_IDS);
  const subscriptions = createSubscriptionTable(db);
  const common = { timeZone: 'Europe/Berlin', topics: ['agents'], opensThread: true };
  const channel = { kind: 'channel', serverId: 'discord:10', channelId: 'discord:20' };
  expect(subscriptions.ofServer('discord:10')).toMatchObject([{ id: 'c', target: channel, ...common }]);
  expect(subscriptions.ofPerson('discord:30')).toMatchObject([
    { id: 'd', target: { kind: 'direct', personId: 'discord:30' }, createdBy: 'discord:30' },
    { id: 'e', target: { kind: 'email', address: 'direct:ada@example.net', secret: 's3cret' } },
  ]);
  expect(subscriptions.active().map(({ createdAt }) => createdAt.toISOString())).toEqual(
    Array(3).fill('2025-06-01T08:00:00.000Z'),
  );
  const stored = JSON.stringify(db.prepare('SELECT * FROM subscriptions').all());
  expect(stored).not.toMatch(/guildId|userId/);
  // After a change of only the address the row stays findable: columns and JSON agree.
  expect(subscriptions.changeAddresses((address) => `sealed:${address}`)).toBe(1);
});

test('The day’s tokens, conversations, alerts and confirmation mails are found under the new keys', () => {
  const db = openOld();
  const keys = {
    'tokens:2025-06-02:all': 'tokens:2025-06-02:all',
    'tokens:2025-06-02:person:30': 'tokens:2025-06-02:person:discord:30',
    'tokens:2025-06-02:server:10': 'tokens:2025-06-02:server:discord:10',
    'talks:here:20:30': 'talks:here:discord:20:discord:30',
    'talks:Vq3kd-_x': 'talks:Vq3kd-_x',
    'alarms:missing:2025-06-02': 'alarms:hugging-face:missing:2025-06-02',
    'alarms:away:arxiv:2025-06-01': 'alarms:away:arxiv:2025-06-01',
    'confirmations:person:30': 'confirmations:person:discord:30',
    'confirmations:address:a1b2': 'confirmations:address:a1b2',
    'questions:x:person:30': 'questions:x:person:30',
  };
  const insert = db.prepare('INSERT INTO key_values VALUES (?, ?, NULL)');
  for (const key of Object.keys(keys)) insert.run(key, key);
  db.exec(QUALIFY_IDS);
  const rows: { key: string; value: string }[] = db.prepare('SELECT * FROM key_values').all();
  expect(Object.fromEntries(rows.map(({ key, value }) => [value, key]))).toEqual(keys);
});

/** /privacy through the real discord.js client, and what stays readable in the database’s files. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { APIMessage } from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import { platformId } from '../../src/domain/person.ts';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import { useDiscord } from '../helpers/discord.ts';
import type { TestEngine } from '../helpers/library.ts';
import { customIdsOf, headingOf } from '../helpers/message-texts.ts';
import type { TestPlayground } from '../helpers/playground.ts';
import { newFolder } from '../helpers/program.ts';

let discord: TestPlayground;
let engine: TestEngine;
useDiscord((started) => {
  ({ discord, engine } = started);
});

const SECRET = 'machine unlearning for a merger';

/** The exported file. */
const exportedBy = ({ attachments }: APIMessage) => {
  const [, base64 = ''] = attachments[0]?.url.split(';base64,') ?? [];
  return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
};

test('shows, exports and deletes what is kept about a person, and nobody else’s', async () => {
  const ana = { user: discord.addPerson('Ana') };
  const ben = { user: discord.addPerson('Ben') };
  const list = await discord.command('papers', { query: SECRET }, ana);
  const bensList = await discord.command('papers', { query: SECRET }, ben);
  await discord.command('digest me', { topics: 'unlearning' }, ana);
  await discord.command('digest me', { topics: 'agents' }, ben);

  const shown = await discord.command('privacy show', {}, ana);
  expect(shown.flags).toBe(64);
  expect(shown.content).toMatchInlineSnapshot(`
    "**What I keep about you**
    - 1 subscription of your own: \`/digest list\` shows them
    - 1 question, each for 90 days, so that the buttons below its answer work
    For limits, I count how many tokens of the language model you use (kept for three days) and how many confirmation mails you ask for (kept for a day).
    I keep neither your name nor messages that are not meant for me.
    -# \`/privacy export\` gives you all of it as a file, \`/privacy forget\` deletes it."
  `);
  const file = exportedBy(await discord.command('privacy export', {}, ana));
  expect(file.questions).toEqual([SECRET]);
  expect(file.subscriptions).toEqual([expect.objectContaining({ topics: ['unlearning'] })]);
  expect(JSON.stringify(file)).not.toContain('agents');

  const asked = await discord.command('privacy forget', {}, ana);
  expect(asked.content).toContain('Delete all of this?');
  const done = await discord.press(asked, customIdsOf(asked)[0] ?? '', ana);
  expect(done.content).toContain('**Deleted.** Your subscription has ended.');
  expect((await discord.command('privacy show', {}, ana)).content).toContain('- nothing at the moment');
  const expired = await discord.press(
    list,
    customIdsOf(list).findLast((id) => id.startsWith('turn|')) ?? '',
    ana,
  );
  expect(expired.content).toContain('this one has expired');

  const bens = exportedBy(await discord.command('privacy export', {}, ben));
  expect(bens.questions).toEqual([SECRET]);
  const turned = await discord.press(
    bensList,
    customIdsOf(bensList).findLast((id) => id.startsWith('turn|')) ?? '',
    ben,
  );
  expect(headingOf(turned)).not.toContain('expired');
  expect(await engine.stores.subscriptions.ofPerson(platformId('discord', ben.user.user.id))).toHaveLength(1);
});

test('a person of whom nothing is kept is told so', async () => {
  const cleo = { user: discord.addPerson('Cleo') };
  expect((await discord.command('privacy show', {}, cleo)).content).toContain('- nothing at the moment');
  expect(exportedBy(await discord.command('privacy export', {}, cleo))).toEqual({
    subscriptions: [],
    questions: [],
    answers: [],
    searches: [],
    languageModelToday: {},
  });
});

test('deleted text is overwritten in the database and its log, which only their owner may read', async () => {
  const path = join(newFolder(), 'paperboy.db');
  const stores = openSqliteStores(path);
  for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o777).toBe(0o600);
  const { keyValues } = stores;
  await keyValues.set('questions:k', JSON.stringify({ value: SECRET }));
  expect(readFileSync(`${path}-wal`, 'utf8')).toContain(SECRET);
  await keyValues.set('questions:k', '{}');
  await keyValues.delete('questions:k');
  await stores.eraseDeleted();
  for (const file of [path, `${path}-wal`]) expect(readFileSync(file, 'utf8')).not.toContain(SECRET);
  await stores.close();
});

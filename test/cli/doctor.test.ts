/** `paperboy doctor`: its findings and the advice that it prints. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import { startPlayground } from '../helpers/playground.ts';
import { addList } from '../helpers/posting.ts';
import { newDatabase, newFolder, runProgram } from '../helpers/program.ts';

const APPLICATION = '123456789012345678';

/** The parts of Discord that doctor uses, with a bot in these servers; it records every requested path. */
async function startDiscord(guilds: { id: string; name: string; permissions: bigint }[]) {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const after = BigInt(new URL(url, 'http://discord').searchParams.get('after') ?? 0);
    const page = guilds.filter(({ id }) => BigInt(id) > after).slice(0, 200);
    const body = url.startsWith('/v10/users/@me/guilds')
      ? page.map((guild) => ({ ...guild, permissions: `${guild.permissions}` }))
      : { id: APPLICATION, name: 'Paperboy' };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

test('all is well with a new database, the bundled model, and a valid token', async () => {
  const discord = await startPlayground();
  onTestFinished(() => discord.close());
  const { code, stdout, stderr } = await runProgram(['doctor'], {
    DISCORD_TOKEN: discord.playground.token,
    DISCORD_API_URL: discord.apiUrl,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(/^Paperboy \d+\.\d+\.\d+ on Node\.js v\d+\.\d+\.\d+, \w+ \w+$/),
    expect.stringMatching(/^✓ Embedding model: paper-static-256@[0-9a-f]{12}, 256 numbers a text$/),
    expect.stringMatching(/^✓ Database: .*paperboy\.db, sound, 119 papers$/),
    '✓ Vectors: 0 of 119 papers; the rest are embedded at the next start',
    '✓ Newest list: the list that comes with Paperboy, of no particular day',
    '✓ Language model: none, so summaries and answers are the papers’ own sentences',
    `✓ Discord: ${discord.playground.bot.username}, in 1 server`,
    'All is well. Start with: npm start',
    '',
  ]);
  expect(stdout).not.toContain(discord.playground.token);
});

test('every problem is named, with its fix', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'broken.db'), 'Dear diary, '.repeat(1000));
  const discord = await startPlayground();
  onTestFinished(() => discord.close());
  const { code, stdout } = await runProgram(
    ['doctor'],
    {
      EMBEDDING_MODEL: './nowhere',
      DATABASE_URL: 'file:broken.db',
      DISCORD_TOKEN: 'not-the-token',
      DISCORD_API_URL: discord.apiUrl,
    },
    folder,
  );
  expect(code).toBe(1);
  expect(stdout.split('\n').slice(1)).toEqual([
    expect.stringMatching(
      /^✗ Embedding model: There is no model folder .*nowhere\. Check the path in EMBEDDING_MODEL/,
    ),
    expect.stringMatching(
      /^✗ Database: The catalog broken\.db is not a database\. Move it away and start again/,
    ),
    '✓ Language model: none, so summaries and answers are the papers’ own sentences',
    '✗ Discord: the token is refused. Copy DISCORD_TOKEN again from https://discord.com/developers/applications, Bot, Reset Token.',
    '3 things to mend.',
    '',
  ]);
  expect(stdout).not.toContain('not-the-token');
});

test('another application’s id and missing permissions are named, for every server', async () => {
  const { ViewChannel, SendMessages, EmbedLinks, ReadMessageHistory, Administrator } = PermissionFlagsBits;
  const well = Array.from({ length: 200 }, (_, i) => ({
    id: `${i + 1}`,
    name: `Reading group ${i}`,
    permissions: i === 0 ? Administrator : ViewChannel | SendMessages | EmbedLinks | ReadMessageHistory,
  }));
  const { apiUrl } = await startDiscord([...well, { id: '999', name: 'Lab', permissions: ViewChannel }]);
  const { code, stdout } = await runProgram(['doctor'], {
    DISCORD_TOKEN: 'token',
    DISCORD_API_URL: apiUrl,
    DISCORD_APPLICATION_ID: '876543210987654321',
  });
  expect(code).toBe(1);
  expect(stdout).toContain(
    [
      '✓ Discord: Paperboy, in 201 servers',
      `✗ Application: DISCORD_APPLICATION_ID is 876543210987654321, but the token belongs to ${APPLICATION}. Leave it out.`,
      '✗ Server Lab: the bot lacks SendMessages, EmbedLinks, ReadMessageHistory. Give its role these in Server Settings, Roles.',
      '2 things to mend.\n',
    ].join('\n'),
  );
});

test('a bot without servers is shown its invite link, and Discord’s absence is reported as such', async () => {
  const { apiUrl } = await startDiscord([]);
  const [lonely, unreachable] = await Promise.all([
    runProgram(['doctor'], { DISCORD_TOKEN: 'token', DISCORD_API_URL: apiUrl }),
    runProgram(['doctor'], { DISCORD_TOKEN: 'token', DISCORD_API_URL: 'http://127.0.0.1:1' }),
  ]);
  expect(lonely.code).toBe(0);
  expect(lonely.stdout).toContain(
    '✓ Discord: Paperboy, in no server yet; at the start the link that invites it is printed\n',
  );
  expect(unreachable.code).toBe(1);
  expect(unreachable.stdout).toContain(
    "✗ Discord: http://127.0.0.1:1 can't be reached (connect ECONNREFUSED 127.0.0.1:1). Check the network, a proxy, and DISCORD_API_URL.\nOne thing to mend.\n",
  );
});

test('the newest list’s age is shown, and problems with it only if Hugging Face is a source', async () => {
  const url = newDatabase();
  const day = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  const stores = openSqliteStores(url.replace('file:', ''));
  await addList(stores, day);
  await stores.ingestRuns.save({
    source: 'hugging-face',
    part: '',
    day,
    readAt: new Date(),
    items: 5,
    skipped: 0,
    fingerprint: 'five',
  });
  await stores.close();
  const [reading, resting] = await Promise.all(
    ['hugging-face', ''].map((SOURCES) => runProgram(['doctor'], { DATABASE_URL: url, SOURCES })),
  );
  expect(reading?.stdout).toMatch(
    new RegExp(`^✓ Newest list: Hugging Face daily papers of ${day}, (30|31) days old$`, 'm'),
  );
  expect(reading?.stdout).toMatch(
    /^✗ Lists: Nothing new has come from Hugging Face for more than a week; this is the list of /m,
  );
  expect(reading?.code).toBe(1);
  expect(resting?.stdout).not.toContain('Lists:');
  expect(resting?.code).toBe(0);
});

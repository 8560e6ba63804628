/** The program as people start it, with a mail server: mail goes out, its links work, and no secret is logged. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startMailServer } from '../helpers/mail-server.ts';
import { startPlayground } from '../helpers/playground.ts';
import { newDatabase, runProgram, startProgram } from '../helpers/program.ts';

const LOGIN = { user: 'paperboy', pass: 'p@ss/word' };

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `${port}`;
}

async function setUp() {
  const mailServer = await startMailServer(LOGIN);
  onTestFinished(() => mailServer.close());
  const env = {
    DATABASE_URL: newDatabase(),
    SMTP_URL: mailServer.url,
    MAIL_FROM: 'Paperboy <papers@example.org>',
    MAIL_KEY: Buffer.alloc(32, 3).toString('base64'),
    PUBLIC_URL: 'https://papers.example.org',
    LOG_LEVEL: 'debug',
  };
  return { mailServer, env };
}

test('/digest email sends the link, which confirms on the program’s own port', async () => {
  const { mailServer, env } = await setUp();
  const discord = await startPlayground();
  onTestFinished(() => discord.close());
  // With a token, the greeting doesn't name the port.
  const port = await freePort();
  const program = startProgram(['start'], {
    ...env,
    PORT: port,
    DISCORD_TOKEN: discord.playground.token,
    DISCORD_API_URL: discord.apiUrl,
  });
  await program.says('stdout', /ready/);
  await discord.command('digest email', { address: 'ada@example.net' });
  await expect.poll(() => mailServer.received.length).toBe(1);
  const link = /https:\/\/papers\.example\.org(\/mail\/confirm\S+)/.exec(
    `${mailServer.received[0]?.mail.text}`,
  );
  const answer = await fetch(`http://127.0.0.1:${port}${link?.[1]}`, { method: 'POST' });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('<h1>Confirmed</h1>');
  expect(answer.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none', frame-ancestors 'none'$/,
  );
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect((await discord.command('digest list')).embeds[0]?.description).toContain('by email');
  program.signal('SIGTERM');
  const { code, stderr } = await program.exit;
  expect(code).toBe(0);
  for (const secret of ['ada@', 'p@ss', 'p%40ss', env.MAIL_KEY, env.SMTP_URL])
    expect(stderr).not.toContain(secret);
});

test('without SMTP_URL, /digest email names the settings that the operator must add', async () => {
  const discord = await startPlayground();
  onTestFinished(() => discord.close());
  const program = startProgram(['start'], {
    PUBLIC_URL: 'https://papers.example.org',
    DISCORD_TOKEN: discord.playground.token,
    DISCORD_API_URL: discord.apiUrl,
  });
  await program.says('stdout', /ready/);
  expect((await discord.command('digest email', { address: 'ada@example.net' })).content).toMatch(
    /^Email is not set up here: whoever runs this bot can do that by setting SMTP\\_URL, MAIL\\_FROM\. <\/digest me:\d+> brings the papers to your direct messages\.$/,
  );
  program.signal('SIGTERM');
  expect((await program.exit).code).toBe(0);
});

test('doctor logs in at the mail server, and says what is missing', async () => {
  const { env, mailServer } = await setUp();
  const well = await runProgram(['doctor'], env);
  expect(well.stdout).toMatch(/^✓ Mail: 127\.0\.0\.1:\d+ lets us in$/m);
  expect(well.code).toBe(0);
  const wrong = await runProgram(['doctor'], {
    DATABASE_URL: env.DATABASE_URL,
    SMTP_URL: mailServer.url.replace('word', 'wrong'),
    MAIL_FROM: env.MAIL_FROM,
  });
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toMatch(
    /^✗ Mail: 127\.0\.0\.1:\d+: the mail server refuses the name or the password in SMTP_URL \(AUTH \w+ 535\)\.$/m,
  );
  expect(wrong.stdout).toMatch(/^✗ Mail: PUBLIC_URL is not set, which \/digest email needs\.$/m);
  expect(wrong.stdout + wrong.stderr).not.toMatch(/wrong|p@ss|p%40ss/);
});

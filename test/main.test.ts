/** The bot as a process: started, used, told to stop, and started where something is wrong. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { GatewayCloseCodes, MessageFlags } from 'discord-api-types/v10';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { listed } from './helpers/message-texts.ts';
import { startPlayground, type TestPlayground } from './helpers/playground.ts';
import { newDatabase, newFolder, type Program, runProgram, startProgram } from './helpers/program.ts';

async function newPlayground(): Promise<TestPlayground> {
  const playground = await startPlayground();
  onTestFinished(() => playground.close());
  return playground;
}

/** Stands before Discord's REST interface and can hold its answers to acknowledgements back. */
async function startGate(discord: TestPlayground): Promise<{ apiUrl: string; hold(): () => void }> {
  let opened: Promise<void> = Promise.resolve();
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '', headers } = request;
    const { authorization = '', 'content-type': type = '' } = headers;
    const answer = await fetch(`${discord.url}${url}`, {
      method,
      headers: { authorization, 'content-type': type },
      ...(method === 'GET' ? {} : { body: await buffer(request) }),
    });
    if (url.includes('/callback')) await opened;
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    hold() {
      let release = () => {};
      opened = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
}

/** The lines of the log; it holds nothing but JSON where nobody looks on. */
const logOf = (stderr: string): Record<string, unknown>[] =>
  stderr
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** A failed start: one sentence or two, nothing else, no stack. */
async function expectRefusal(env: Record<string, string>, code: number, ...says: RegExp[]): Promise<string> {
  const exit = await runProgram(['start'], { LOG_LEVEL: 'warn', ...env });
  expect(exit).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(/^paperboy: .*\n$/s) });
  for (const pattern of says) expect(exit.stderr).toMatch(pattern);
  expect(exit.stderr).not.toMatch(/^ +at /m);
  return exit.stderr;
}

describe('Started without a token', () => {
  const database = newDatabase();
  let program: Program;
  let url: string;

  beforeAll(async () => {
    program = startProgram(['start'], { DATABASE_URL: database });
    [url] = await program.says('stdout', /http:\/\/127\.0\.0\.1:\d+/);
  });

  const get = (path: string): Promise<Response> => fetch(`${url}${path}`);
  const metrics = async (): Promise<string> => (await get('/metrics')).text();

  /** Uses a command as the page does and resolves once the metrics have counted its answer. */
  async function use(name: string, options: { name: string; value: string }[]): Promise<string> {
    const events = await get('/playground/events');
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    const body = JSON.stringify({ type: 'command', name, options });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${url}/playground/interactions`, { method: 'POST', headers, body });
    let seen = '';
    while (!/event: message\ndata: .*(?:"embeds":\[\{|"accent_color")/.test(seen)) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      if (done) throw new Error(`The stream ended: ${seen}`);
      seen += value;
    }
    await reader?.cancel();
    return seen;
  }

  test('it prints one line, with the address of a working page', async () => {
    expect(program.said.stdout).toBe(
      `Paperboy is ready: open ${url} and ask for papers. No Discord account is needed there.\n`,
    );
    const page = await get('/');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('Paperboy');
  });

  test('the playground serves its own page, which no other site may read, use or frame', async () => {
    const page = (await get('/')).headers;
    expect(page.get('content-security-policy')).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
    expect(page.get('x-content-type-options')).toBe('nosniff');
    const action = JSON.stringify({ type: 'command', name: 'none', options: [] });
    const statusFrom = async (origin: string) => {
      const headers = { origin, 'content-type': 'application/json' };
      return (await fetch(`${url}/playground/interactions`, { method: 'POST', headers, body: action }))
        .status;
    };
    expect(await statusFrom('https://evil.example')).toBe(403);
    expect(await statusFrom('null')).toBe(403);
    expect(await statusFrom(url)).toBe(400);
    const stream = await fetch(`${url}/playground/events`, { headers: { origin: 'https://evil.example' } });
    expect(stream.status).toBe(403);
  });

  test.skipIf(process.platform === 'win32')('its compiler ends with the compilation', async () => {
    await get('/page.js');
    await expect.poll(() => program.children()).toEqual([]);
  });

  test('/health says that every component is ready', async () => {
    const health = await get('/health');
    expect(health.status).toBe(200);
    expect(await health.json()).toEqual({ status: 'ok', gateway: true, catalog: true, model: true });
  });

  test('/metrics counts commands and papers', async () => {
    expect(await metrics()).toContain('paperboy_catalog_papers 119\n');
    expect(await metrics()).toContain('paperboy_queue_length{queue="embedding"} 0\n');
    await use('papers', [{ name: 'query', value: 'diffusion models' }]);
    expect(await metrics()).toMatch(
      /^paperboy_interactions_total\{command="papers",outcome="answered"\} 1$/m,
    );
    // A line of the log is read by people: tenths of a millisecond are enough.
    expect(program.said.stderr).toMatch(/"command":"papers",.*"deferredMs":\d+(\.\d)?,"ms":\d+(\.\d)?,/);
  });

  test('it listens on loopback only', async (context) => {
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    const outside = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
    if (!outside) return context.skip('this machine has no address but loopback');
    await expect(fetch(`http://${outside.address}:${new URL(url).port}/health`)).rejects.toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ code: 'ECONNREFUSED' }) }),
    );
  });

  test('it finds an import beside it at once', async () => {
    const file = join(newFolder(), 'papers.jsonl');
    const title = 'Quokka husbandry under zymurgic constraints';
    writeFileSync(file, JSON.stringify({ title, abstract: 'Quokkas thrive.' }));
    const imported = await runProgram(['import', file], { DATABASE_URL: database });
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    expect(await use('papers', [{ name: 'query', value: 'quokka husbandry' }])).toContain(title);
  });

  test('a second bot may not use its database, nor its port', async () => {
    await Promise.all([
      expectRefusal(
        { DATABASE_URL: database },
        2,
        /^paperboy: Another Paperboy is already running on .*paperboy\.db; stop it, or give this one its own DATABASE_URL\.$/m,
      ),
      expectRefusal(
        { PORT: new URL(url).port },
        2,
        /^paperboy: Port \d+ on 127\.0\.0\.1 is in use, perhaps by another Paperboy\. Stop it or set PORT/,
      ),
    ]);
  });

  test('SIGTERM ends it in order, even with an open page', async () => {
    const events = await get('/playground/events');
    program.signal('SIGTERM');
    const { code, stdout, stderr } = await program.exit;
    expect(code).toBe(0);
    expect(stdout.split('\n')).toHaveLength(2);
    expect(logOf(stderr).map(({ msg }) => msg)).toEqual(expect.arrayContaining(['stopping', 'stopped']));
    expect(logOf(stderr).filter(({ level }) => level !== 'info')).toEqual([]);
    await events.body?.cancel().catch(() => {});
  }, 5_000);
});

describe('Started with a token', () => {
  const database = { DATABASE_URL: newDatabase() };

  test('it logs in, registers once, answers, logs no secret, and finishes an answer before it stops', async () => {
    const discord = await newPlayground();
    const { token, applicationId, bot } = discord.playground;
    const gate = await startGate(discord);
    const env = { DISCORD_TOKEN: token, DISCORD_API_URL: gate.apiUrl, ...database };
    const registrations = () => discord.requests.filter(({ method }) => method === 'PUT');

    const first = startProgram(['start'], env);
    const [greeting] = await first.says('stdout', /^[\s\S]*account: .*\n/);
    expect(greeting).toMatch(
      new RegExp(
        `^Paperboy is ready as ${bot.username}\\.\nAdd it to a server: https://discord\\.com/oauth2/authorize\\?client_id=${applicationId}&integration_type=0&scope=bot\\+applications\\.commands&permissions=\\d+\nAdd it to your own account: https://discord\\.com/oauth2/authorize\\?client_id=${applicationId}&integration_type=1&scope=applications\\.commands\n$`,
      ),
    );
    expect(registrations()).toHaveLength(1);
    const answer = await discord.command('papers', { query: 'sesquipedalian diffusion' });
    expect(listed(answer).length).toBeGreaterThan(0);

    // Told to stop while Discord has yet to confirm the acknowledgement.
    const release = gate.hold();
    const underWay = discord.command('papers', { query: 'retrieval' });
    await discord.nextMessage(({ flags = 0 }) => Boolean(flags & MessageFlags.Loading));
    first.signal('SIGTERM');
    await first.says('stderr', /"msg":"stopping"/);
    release();
    expect(listed(await underWay).length).toBeGreaterThan(0);
    // It waited with everything else until then.
    expect(discord.playground.isBotOnline()).toBe(true);
    const ended = await first.exit;
    expect(ended).toMatchObject({ code: 0, stdout: greeting });
    const interactions = logOf(ended.stderr).filter(({ msg }) => msg === 'interaction');
    const answered = { level: 'info', command: 'papers', outcome: 'answered', ms: expect.any(Number) };
    expect(interactions).toEqual(Array(2).fill(expect.objectContaining(answered)));
    for (const secret of [token, 'sesquipedalian']) expect(ended.stderr).not.toContain(secret);

    const second = startProgram(['start'], env);
    await second.says('stdout', /ready/);
    expect(registrations()).toHaveLength(1);
    await discord.command('help');
    // The second signal may be of another kind; it doesn't wait for the first to be done.
    second.signal('SIGTERM');
    second.signal('SIGINT');
    const cut = await second.exit;
    expect(cut.code).toBe(1);
    expect(logOf(cut.stderr).map(({ msg }) => msg)).not.toContain('stopped');
  });

  test('a refused token is reported as such, without the token', async () => {
    const { apiUrl } = await newPlayground();
    const token = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.Gh1k2L.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
    const said = await expectRefusal(
      { ...database, DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl },
      2,
      /^paperboy: Discord refused DISCORD_TOKEN\. Copy it again from https:\/\/discord\.com\/developers\/applications, Bot, Reset Token\.\n$/,
    );
    expect(said).not.toContain(token);
  });

  test('another token’s application id is reported as such', async () => {
    const { apiUrl, playground } = await newPlayground();
    await expectRefusal(
      {
        ...database,
        DISCORD_TOKEN: playground.token,
        DISCORD_API_URL: apiUrl,
        DISCORD_APPLICATION_ID: '123456789012345678',
      },
      2,
      /^paperboy: DISCORD_APPLICATION_ID 123456789012345678 is not the application of DISCORD_TOKEN\. Leave it out: .*\n$/,
    );
  });

  test('an unreachable Discord is reported with the address as soon as it refuses', async () => {
    const { apiUrl } = await newPlayground();
    const timed = async (url: string, says: RegExp): Promise<number> => {
      const startMs = performance.now();
      await expectRefusal({ ...database, DISCORD_TOKEN: 'token', DISCORD_API_URL: url }, 2, says);
      return performance.now() - startMs;
    };
    // The first start may compile the program.
    await timed(apiUrl, /Discord refused DISCORD_TOKEN/);
    const refusedMs = await timed(apiUrl, /Discord refused DISCORD_TOKEN/);
    const unreachableMs = await timed(
      'http://127.0.0.1:1/api',
      /^paperboy: Discord can't be reached at http:\/\/127\.0\.0\.1:1\/api \(connect ECONNREFUSED 127\.0\.0\.1:1\)\. Check the network, a proxy, and DISCORD_API_URL\.\n$/,
    );
    // Asking again and again with pauses would take many times as long.
    expect(unreachableMs).toBeLessThan(3 * refusedMs);
  });
});

describe('While it runs or starts,', () => {
  test('a reset token ends it with one line that says so, everything closed', async () => {
    const discord = await newPlayground();
    const env = { DISCORD_TOKEN: discord.playground.token, DISCORD_API_URL: discord.apiUrl };
    const program = startProgram(['start'], env);
    await program.says('stdout', /ready/);
    const refusal = new WebSocketServer({ noServer: true });
    vi.spyOn(discord.playground, 'handleUpgrade').mockImplementation((request, socket, head) =>
      refusal.handleUpgrade(request, socket, head, (client) =>
        client.close(GatewayCloseCodes.AuthenticationFailed),
      ),
    );
    discord.cutGateway();
    const { code, stderr } = await program.exit;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^paperboy: Discord doesn't take DISCORD_TOKEN any more, .*Reset Token\.$/m);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('SIGTERM ends it in order while it waits for Discord', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    await once(silent, 'listening');
    const apiUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/api`;
    const program = startProgram(['start'], { DISCORD_TOKEN: 'token', DISCORD_API_URL: apiUrl });
    await once(silent, 'request');
    program.signal('SIGTERM');
    const { code, stdout, stderr } = await program.exit;
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(logOf(stderr).map(({ msg }) => msg)).toEqual(expect.arrayContaining(['stopping', 'stopped']));
  });

  test('/health reports a database that has become unreadable', async () => {
    const folder = newFolder();
    const file = join(folder, 'paperboy.db');
    const program = startProgram(['start'], { DATABASE_URL: `file:${file}` });
    const [url] = await program.says('stdout', /http:\/\/127\.0\.0\.1:\d+/);
    // Written by another process, it has to be read anew.
    const more = join(folder, 'more.jsonl');
    // Twice, as the bot's own first writes may come during the first import, and would leave the pages in its cache.
    for (const title of ['One more', 'And another']) {
      writeFileSync(more, JSON.stringify({ title }));
      await runProgram(['import', more], { DATABASE_URL: `file:${file}` });
    }
    for (const path of [file, `${file}-wal`]) writeFileSync(path, 'Dear diary, '.repeat(1000));
    const health = await fetch(`${url}/health`);
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({
      status: 'not ready',
      gateway: true,
      catalog: false,
      model: true,
    });
    program.signal('SIGTERM');
    await program.exit;
  });
});

describe('A failed start names the problem and the fix, and nothing else:', () => {
  test('a damaged database, a folder, or a path below a file', async () => {
    const folder = newFolder();
    const file = join(folder, 'diary.txt');
    writeFileSync(file, 'Dear diary, '.repeat(1000));
    await Promise.all([
      expectRefusal({ DATABASE_URL: `file:${file}` }, 2, /diary\.txt is not a database\. Move it away/),
      expectRefusal({ DATABASE_URL: `file:${folder}` }, 2, /cannot be opened\. Give DATABASE_URL a file/),
      expectRefusal(
        { DATABASE_URL: `file:${file}/paperboy.db` },
        2,
        /a file stands in its way\)\. Give DATABASE_URL/,
      ),
    ]);
  });

  test('settings, all at once, without their secrets', async () => {
    const said = await expectRefusal(
      {
        PORT: 'abc',
        EMBEDDING_MODEL: 'nowhere/',
        DATABASE_URL: 'postgres://me:opensesame@db/papers',
        DISCORD_TOKEN: '"quoted-secret"',
        LOG_LEVEL: 'loud',
      },
      2,
      /^ {2}PORT is "abc", .*for example PORT=8787/m,
      /^ {2}EMBEDDING_MODEL is "nowhere\/", .*for example EMBEDDING_MODEL=/m,
      /^ {2}DATABASE_URL asks for Postgres, .*for example DATABASE_URL=/m,
      /^ {2}DISCORD_TOKEN has quotation marks in it/m,
      /^ {2}LOG_LEVEL is "loud"\. Use one of/m,
    );
    expect(said).not.toMatch(/opensesame|quoted-secret/);
  });

  test('a model whose folder doesn’t exist', async () => {
    await expectRefusal(
      { EMBEDDING_MODEL: './nowhere' },
      1,
      /^paperboy: There is no model folder .*nowhere\. Check the path in EMBEDDING_MODEL, or set EMBEDDING_MODEL=bundled/,
    );
  });
});

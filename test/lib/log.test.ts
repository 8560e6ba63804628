import { DiscordAPIError } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/lib/log.ts';

// Invented, in the format of real ones. In pieces, so that no scanner reports them as leaked.
const TOKEN = ['MTIzNDU2Nzg5MDEyMzQ1Njc4', 'Gh1k2L', 'x7Yz0123456789_abcdefghijklmnopqrstu-v'].join('.');
const ODD_TOKEN = 'local-test-token';
const INTERACTION_TOKEN = `aW50ZXJhY3Rpb246${'MTIzNDU2'.repeat(12)}`;
const OTHER_TOKEN = 'short_Webhook-token';

function record(isTTY = false) {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line), isTTY };
  return { lines, log: createLog({ level: 'trace', secrets: [ODD_TOKEN], destination }) };
}

describe.each([
  ['JSON lines', false],
  ['the terminal', true],
])('no token reaches %s', (_where, isTTY) => {
  const cause = new Error(`gateway closed for ${TOKEN}`);
  const wrapped = Object.assign(new Error(`Logging in with ${ODD_TOKEN}`, { cause }), {
    url: `https://discord.com/api/v10/webhooks/123/${OTHER_TOKEN}/messages/@original?wait=true`,
    request: { headers: { authorization: `Bot ${TOKEN}` } },
  });

  test.each<[string, object, string]>([
    ['in the message', {}, `token ${TOKEN} and ${ODD_TOKEN} and ${INTERACTION_TOKEN}`],
    ['in a nested object', { a: { b: [{ c: TOKEN }, { d: ODD_TOKEN }, { token: OTHER_TOKEN }] } }, 'x'],
    ['in an error, its cause, its address and its headers', { err: wrapped }, 'failed'],
    ['in an error under the name error', { error: wrapped }, 'failed'],
    ['in an error of several', { err: new AggregateError([wrapped, cause], 'all failed') }, 'failed'],
    ['in a callback address', { url: `/api/v10/interactions/123/${OTHER_TOKEN}/callback` }, 'x'],
    ['in a webhook address', { path: `/webhooks/123/${OTHER_TOKEN}` }, `POST /webhooks/123/${OTHER_TOKEN}`],
    [
      'in a header',
      { headers: { Authorization: `Bot ${OTHER_TOKEN}` } },
      `authorization: Bot ${OTHER_TOKEN}`,
    ],
    ['in raw headers', { rawHeaders: ['Authorization', `Bearer ${'k'.repeat(30)}-${OTHER_TOKEN}`] }, 'x'],
    ['in JSON inside the text', { body: JSON.stringify({ token: OTHER_TOKEN, v: 10 }) }, 'x'],
    ['in an option', { argv: `login({ token: '${OTHER_TOKEN}' })` }, `token="${OTHER_TOKEN}"`],
    ['in a query', { url: `wss://gateway.discord.gg/?v=10&token=${OTHER_TOKEN}` }, 'x'],
  ])('%s', (_name, fields, message) => {
    const { lines, log } = record(isTTY);
    log.child({ bound: `child of ${TOKEN}` }).error(fields, message);
    expect(lines).toHaveLength(1);
    for (const token of [TOKEN, ODD_TOKEN, INTERACTION_TOKEN, OTHER_TOKEN])
      expect(lines[0]).not.toContain(token);
    expect(lines[0]).toContain('[hidden]');
    if (!isTTY) expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error' });
  });
});

test.each(['err', 'error'])('a refused secret is not shown in %s, only the reason', (key) => {
  const { lines, log } = record();
  const body = { content: 'Papers on “my private question”' };
  const error = new DiscordAPIError(
    { code: 50035, message: 'Invalid Form Body' },
    50035,
    400,
    'PATCH',
    '/x',
    {
      files: undefined,
      body,
    },
  );
  log.error({ [key]: error }, 'interaction');
  expect(lines[0]).not.toContain('private question');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ [key]: { message: 'Invalid Form Body', status: 400 } });
  expect(error.requestBody.json).toBe(body);
});

test('other text stays as it is', () => {
  const { lines, log } = record();
  log.info(
    { command: 'papers', ms: 12, paperId: '2509.20354', model: 'Xenova/all-MiniLM-L6-v2' },
    'Answered',
  );
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    command: 'papers',
    ms: 12,
    paperId: '2509.20354',
    model: 'Xenova/all-MiniLM-L6-v2',
    msg: 'Answered',
  });
});

test('a line stays JSON, whatever is called a token', () => {
  const { lines, log } = record();
  log.info(
    { token: null, authorization: { token: 5 }, list: [{ token: ['x'] }, { token: true }] },
    'token: {',
  );
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ token: null, authorization: { token: 5 } });
});

test('words about tokens are not mistaken for one, and their numbers stay', () => {
  const { lines, log } = record();
  log.info({ tokens: 512, title: 'A token is worth 16x16 words; bot detection' }, 'embedded');
  expect(lines[0]).not.toContain('[hidden]');
});

test('an error is logged with its kind, message, cause and stacks', () => {
  const { lines, log } = record();
  log.error({ err: new TypeError('Reading the catalog', { cause: new Error('disk full') }) }, 'failed');
  const { err } = JSON.parse(lines[0] ?? '');
  expect(err).toMatchObject({ type: 'TypeError', message: 'Reading the catalog: disk full' });
  expect(err.stack).toContain('caused by: Error: disk full');
});

test('on a terminal a line is short, and an error shows its stack below', () => {
  const { lines, log } = record(true);
  log.info({ command: 'papers', ms: 12 }, 'Answered');
  log.warn('Slow');
  log.error({ err: new Error('disk full') }, 'Failed');
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d info {2}Answered command="papers" ms=12\n$/);
  expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d warn {2}Slow\n$/);
  expect(lines[2]).toMatch(/^\d\d:\d\d:\d\d error Failed\nError: disk full\n {4}at /);
});

test('on a terminal nothing logged can send control characters', () => {
  const { lines, log } = record(true);
  log.error({ err: new Error('red \u001b[31m'), title: '\u009b2J' }, 'clear \u001b[2J\r');
  expect(lines[0]?.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
});

test('lines below the level are not written', () => {
  const lines: string[] = [];
  const log = createLog({ level: 'warn', destination: { write: (line) => lines.push(line) } });
  log.info('quiet');
  log.warn('heard');
  expect(lines).toEqual([expect.stringContaining('heard')]);
});

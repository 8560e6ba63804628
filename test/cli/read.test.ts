/** `paperboy ask`, `summary`, `remove` and `help`, typed and measured. */
import { expect, test } from 'vitest';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import { newDatabase, runProgram } from '../helpers/program.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';

const database = { DATABASE_URL: newDatabase() };
const run = (...args: string[]) => runProgram(args, database);

test('ask answers with quotes and the papers they are from', async () => {
  const { code, stdout } = await run('ask', 'how do I make a model forget private data?');
  expect(code).toBe(0);
  expect(stdout).toMatch(/\[1\]\n/);
  expect(stdout).toMatch(/\n\[1\] .+\n {4}https:\/\//);
});

test('ask answers a question about one paper from that paper, and small talk in a line', async () => {
  const answer = await run('ask', 'what does 2509.20354 say about quantization?');
  expect(answer.stdout).toMatch(/^.*quantiz.*\[1\]\n\n\[1\] EmbeddingGemma/i);
  expect(await run('ask', 'thanks')).toMatchObject({ code: 0, stdout: 'You’re welcome! 📰\n' });
});

test('summary prints the parts of one paper and where they are from; --json adds id, address and authors', async () => {
  const text = await run('summary', 'EmbeddingGemma: Powerful and Lightweight Text Representations');
  expect(text.stdout).toMatch(
    /^EmbeddingGemma: .*\nhttps:\/\/arxiv\.org\/abs\/2509\.20354\n\nProblem: |Method: /,
  );
  expect(text.stdout).toMatch(/\n\nQuoted from the abstract\n$/);
  const json = await run('summary', '2509.20354', '--length', 'line', '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({
    paperId: '2509.20354',
    url: 'https://arxiv.org/abs/2509.20354',
    sentences: [{ text: expect.any(String) }],
  });
});

test('remove takes an exact title, says what it removed, and refuses what is not there', async () => {
  const title = 'Large Language Models to Diffusion Finetuning';
  expect(await run('remove', title)).toMatchObject({ code: 0, stdout: `Removed “${title}”.\n` });
  const again = await run('remove', title);
  expect(again.code).not.toBe(0);
  expect(again.stderr).toContain(`There is no paper “${title}”. Give its arXiv id or its exact title.`);
});

test('digest list names every subscription, its next post, and no address', async () => {
  const own = { DATABASE_URL: newDatabase() };
  const list = (...args: string[]) => runProgram(['digest', 'list', ...args], own);
  expect(await list()).toMatchObject({
    code: 0,
    stdout: 'There are no subscriptions. /digest subscribe makes one on Discord.\n',
  });
  const { subscriptions, close } = openSqliteStores(own.DATABASE_URL.replace('file:', ''));
  await subscriptions.add(makeSubscription({ topics: ['agents'] }));
  const email = { kind: 'email', address: 'ada@example.net', secret: 's3cret' } as const;
  await subscriptions.add(makeSubscription({ id: 'sub2', target: email, state: { kind: 'paused' } }));
  await close();
  const text = await list();
  expect(text.stdout).toMatch(
    /^channel 20 of server 10 · every day at 09:00, UTC time · agents · next \d{4}-\d\d-\d\dT09:00:00\.000Z\nemail · .* · paused\n$/,
  );
  const json = await list('--json');
  expect(
    json.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { kind: 'channel', server: '10', channel: '20', topics: ['agents'], state: { kind: 'active' } },
    { kind: 'email', state: { kind: 'paused' } },
  ]);
  expect(text.stdout + json.stdout).not.toMatch(/ada|s3cret/);
});

test('help is a command too, also for one command', async () => {
  const [all, one] = await Promise.all([run('help'), run('help', 'search')]);
  expect(all).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: paperboy') });
  expect(one).toMatchObject({ code: 0, stdout: expect.stringContaining('paperboy search') });
});

/** `paperboy ask`, `summary`, `remove` and `help`, typed and measured. */
import { expect, test } from 'vitest';
import { newDatabase, runProgram } from '../helpers/program.ts';

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

test('help is a command too, also for one command', async () => {
  const [all, one] = await Promise.all([run('help'), run('help', 'search')]);
  expect(all).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: paperboy') });
  expect(one).toMatchObject({ code: 0, stdout: expect.stringContaining('paperboy search') });
});

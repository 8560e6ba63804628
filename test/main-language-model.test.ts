/** The bot as a process with a language model: it finds out what the server can do beside everything else. */
import { expect, onTestFinished, test } from 'vitest';
import { type LlmServer, startLlmServer } from './helpers/llm-server.ts';
import { newDatabase, type Program, startProgram } from './helpers/program.ts';

const KEY = 'sk-secret-0123456789abcdef';

async function start(
  answer: LlmServer['answer'],
  DATABASE_URL = newDatabase(),
): Promise<{ server: LlmServer; program: Program; url: string }> {
  const server = await startLlmServer(answer);
  onTestFinished(() => server.close());
  const program = startProgram(['start'], {
    DATABASE_URL,
    OPENAI_BASE_URL: server.baseUrl,
    OPENAI_API_KEY: KEY,
    OPENAI_MODEL: 'big',
  });
  const [url] = await program.says('stdout', /http:\/\/127\.0\.0\.1:\d+/);
  return { server, program, url };
}

async function stop(program: Program): Promise<void> {
  program.signal('SIGTERM');
  const { code, stdout, stderr } = await program.exit;
  expect(code).toBe(0);
  expect(stdout + stderr).not.toContain(KEY);
}

test('the server’s capabilities are detected, counted, and reported in the log and the metrics', async () => {
  const { server, program, url } = await start(() => ({ says: { word: 'paper' } }));
  const [line] = await program.says('stderr', /^\{.*the language model answers.*$/m);
  expect(JSON.parse(line)).toMatchObject({ model: 'big', format: 'schema', streams: true });
  expect(server.requests).toHaveLength(1);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  for (const expected of [
    'paperboy_language_model_questions_total{purpose="check",outcome="answered"} 1',
    'paperboy_language_model_tokens_total{purpose="check",direction="in"} 100',
    'paperboy_language_model_breaker{state="closed"} 1',
    'paperboy_queue_length{queue="language-model"} 0',
  ])
    expect(metrics).toContain(expected);
  await stop(program);
});

test('a hanging server delays neither the start nor the end', async () => {
  const { server, program, url } = await start(() => ({ hangs: true }));
  await server.received(1);
  await expect.poll(async () => (await fetch(`${url}/health`)).status).toBe(200);
  await stop(program);
});

test('a refusing server is reported once, and everything works without it', async () => {
  const { program, url } = await start(() => ({ status: 401, error: { message: `Not ${KEY}` } }));
  const [line] = await program.says('stderr', /^\{.*everything goes on without it.*$/m);
  expect(JSON.parse(line)).toMatchObject({ level: 'warn', why: expect.stringContaining('refuses the key') });
  await expect.poll(async () => (await fetch(`${url}/health`)).status).toBe(200);
  await stop(program);
});

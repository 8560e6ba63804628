/** `paperboy doctor` on the language model: a real round trip, and what mends it. */
import { expect, onTestFinished, test } from 'vitest';
import { type LlmServer, startLlmServer } from '../helpers/llm-server.ts';
import { runProgram } from '../helpers/program.ts';

const KEY = 'sk-secret-0123456789abcdef';

const SUMMARY = { problem: 'Long prompts are slow.', method: 'a', result: 'b', audience: 'c' };

async function doctorOn(answer: LlmServer['answer'], env: Record<string, string> = {}) {
  const server = await startLlmServer(answer);
  onTestFinished(() => server.close());
  const { code, stdout, stderr } = await runProgram(['doctor'], {
    OPENAI_BASE_URL: server.baseUrl,
    OPENAI_API_KEY: KEY,
    OPENAI_MODEL: 'big',
    ...env,
  });
  expect(stdout + stderr).not.toContain(KEY);
  return { code, server, lines: stdout.split('\n').filter((line) => line.includes('Language model')) };
}

test('each model is asked, and what it can do is told with the time it took', async () => {
  const { code, lines, server } = await doctorOn(
    ({ model, messages }) => ({
      says: messages[1]?.content.includes('<word>') ? { word: 'paper' } : SUMMARY,
      ...(model === 'big' ? { reasoning: 'Hm.' } : {}),
    }),
    { OPENAI_FAST_MODEL: 'small', LLM_PATIENCE_S: '100' },
  );
  expect(code).toBe(0);
  expect(lines).toEqual([
    expect.stringMatching(
      /^✓ Language model: small at 127\.0\.0\.1:\d+ answers in \d+ ms \(JSON by schema, streams, 8192 tokens of context\)$/,
    ),
    expect.stringMatching(
      /^✓ Language model: big at .* \(JSON by schema, streams, thinks before it answers, 8192 tokens of context\)$/,
    ),
    expect.stringMatching(/^✓ Language model: a summary took [\d.]+ s, an answer would take about [\d.]+ s$/),
  ]);
  expect(server.requests).toHaveLength(3);
});

test.each<[string, LlmServer['answer'], Record<string, string>, string]>([
  [
    'a wrong key',
    () => ({ status: 401, error: { message: `Wrong key ${KEY}` } }),
    {},
    'refuses the key (status 401). Copy OPENAI_API_KEY again, and see whether it may use big.',
  ],
  [
    'no key where one is wanted',
    () => ({ status: 401, error: { message: 'No key' } }),
    { OPENAI_API_KEY: '' },
    'wants a key (status 401). Set OPENAI_API_KEY.',
  ],
  [
    'an unknown model',
    () => ({ status: 404, error: { message: 'No such model' } }),
    {},
    "doesn't know the model big (status 404). Set OPENAI_MODEL or OPENAI_FAST_MODEL to one that it has, and check OPENAI_BASE_URL.",
  ],
  [
    'a model that does not answer as it is asked to',
    () => ({ says: '🍌 banana' }),
    {},
    'the answer did not have its shape, twice. See whether another model does better, such as a larger one or one made to follow instructions.',
  ],
  [
    'a server out of reach',
    () => ({ hangs: true }),
    { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' },
    'the connection to 127.0.0.1:1 failed. Check that the server runs, OPENAI_BASE_URL, the network and a proxy.',
  ],
])('%s is told with what mends it', async (_, answer, env, message) => {
  const { code, lines } = await doctorOn(answer, env);
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('✗ Language model: ');
  expect(lines[0]).toContain(message);
});

/**
 * Measures the bot's overhead with a language model that answers at once, and waiting times if it gives nothing. The
 * bot is a separate process with its own client and database, between a loopback Discord and a loopback server.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIMessage } from 'discord-api-types/v10';
import { projectPath } from '../src/lib/package-root.ts';
import { type LlmServer, startLlmServer } from '../test/helpers/llm-server.ts';
import { startPlayground, type TestPlayground } from '../test/helpers/playground.ts';
import { CORPUS } from './corpus.ts';
import { describeMs } from './figures.ts';
import { startPlainServer } from './plain-server.ts';
import { paperboy, startProgram, stop } from './program.ts';

const TIMES = 100;
const WARM_UP = 20;
const TIMES_FAILING = 5;
const PATIENCE_S = 2;
const USUAL_PATIENCE_S = 8;
const QUESTIONS = [
  'How can a language model forget private data?',
  'How do I fine-tune a model with few parameters?',
  'Which small models for text embeddings are good?',
  'How can retrieval be improved by rewriting queries?',
  'How is continual learning done without forgetting?',
];
/** The query itself finds nothing that fits, so it is rewritten. */
const UNSURE = 'at which temperature does sourdough bread bake?';

export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-bench-'));
  try {
    await measure('bundled papers', join(folder, 'bundled.db'), [measureOverhead, measureFailures]);
    if (!existsSync(CORPUS)) {
      console.log('whole corpus: skipped, ../shared/corpus is not there');
      return;
    }
    const database = join(folder, 'corpus.db');
    await paperboy({ DATABASE_URL: `file:${database}` }, 'import', CORPUS);
    await measure('whole corpus', database, [measureOverhead]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Place {
  readonly label: string;
  readonly database: string;
  /** Constant, because the database remembers the registered commands. */
  readonly discord: TestPlayground;
}

async function measure(
  label: string,
  database: string,
  parts: readonly ((place: Place) => Promise<void>)[],
): Promise<void> {
  const discord = await startPlayground();
  for (const part of parts) await part({ label, database, discord });
  await discord.close();
}

async function measureOverhead(place: Place): Promise<void> {
  const { label, discord } = place;
  const server = await startPlainServer((question) => ({
    isResearch: true,
    queries: [question.split(' ').slice(-4).join(' ')],
  }));
  const [paper = ''] = await bundledIds();
  await withBot(place, server.baseUrl, {}, async () => {
    await server.received(1);
    const kept = () => discord.command('summary', { paper });
    const ask = (i: number) => discord.command('ask', { question: QUESTIONS[i % QUESTIONS.length] ?? '' });
    const summaries = await repeat(WARM_UP + TIMES, kept, mustBeWritten);
    const asked = server.requests.length;
    const answers = await repeat(WARM_UP + TIMES, ask, mustBeWritten);
    const calls = (server.requests.length - asked) / answers.length;
    console.log(`${label}: /summary, kept: whole answer ${describeMs(summaries.slice(WARM_UP))}`);
    console.log(
      `${label}: /ask, a model that answers at once, ${calls} times: whole answer ${describeMs(answers.slice(WARM_UP))}`,
    );
  });
  await server.close();
}

async function measureFailures(place: Place): Promise<void> {
  const { discord } = place;
  const failing: Readonly<Record<string, LlmServer['answer'] | 'dead'>> = {
    hanging: () => ({ hangs: true }),
    dead: 'dead',
    garbage: () => ({ says: '🍌 {"statements": [[[ banana '.repeat(40) }),
  };
  const papers = await bundledIds();
  console.log(`\na server that gives nothing, LLM_PATIENCE_S=${PATIENCE_S}: until a useful answer`);
  for (const [name, answer] of Object.entries(failing)) {
    const server = await startLlmServer(answer === 'dead' ? () => ({ hangs: true }) : answer);
    if (answer === 'dead') await server.close();
    const commands: Readonly<Record<string, (i: number) => Promise<APIMessage>>> = {
      '/summary': (i) => discord.command('summary', { paper: papers[i] ?? '' }),
      '/ask': (i) => discord.command('ask', { question: QUESTIONS[i % QUESTIONS.length] ?? '' }),
      '/papers': () => discord.command('papers', { query: UNSURE }),
    };
    for (const [command, use] of Object.entries(commands)) {
      // A new bot each, which has yet to learn that the server is useless and opens its circuit breaker late.
      let times: number[] = [];
      await withBot(place, server.baseUrl, { LLM_PATIENCE_S: `${PATIENCE_S}` }, async () => {
        times = await repeat(TIMES_FAILING, use, mustBeUseful);
      });
      const slowest = Math.max(...times) / 1_000;
      // Only /summary has nothing to show earlier: /ask quotes the papers after two seconds anyway. Half a second of
      // the timeout is reserved for the answer without the model.
      const isWaitedFor = command === '/summary' && slowest >= PATIENCE_S - 0.5;
      const usual = slowest + (isWaitedFor ? USUAL_PATIENCE_S - PATIENCE_S : 0);
      console.log(
        `  ${name.padEnd(8)} ${command.padEnd(9)} ${describeMs(times)}; slowest ${slowest.toFixed(2)} s, with the usual ${USUAL_PATIENCE_S} s of patience ${usual.toFixed(2)} s`,
      );
    }
    if (answer !== 'dead') await server.close();
  }
}

async function withBot(
  { database, discord }: Place,
  baseUrl: string,
  env: NodeJS.ProcessEnv,
  use: () => Promise<void>,
): Promise<void> {
  const program = await startProgram({
    DATABASE_URL: `file:${database}`,
    DISCORD_TOKEN: discord.playground.token,
    DISCORD_API_URL: discord.apiUrl,
    OPENAI_BASE_URL: baseUrl,
    OPENAI_MODEL: 'bench',
    LLM_TOKENS_PER_PERSON: '2000000',
    LLM_TOKENS_PER_SERVER: '2000000',
    PORT: '0',
    SOURCES: '',
    LOG_LEVEL: 'error',
    ...env,
  });
  try {
    await use();
  } finally {
    await stop(program);
  }
}

async function repeat(
  times: number,
  use: (i: number) => Promise<APIMessage>,
  check: (message: APIMessage) => void,
): Promise<number[]> {
  const ms: number[] = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    const message = await use(i);
    ms.push(performance.now() - started);
    check(message);
  }
  return ms;
}

function mustBeWritten({ embeds }: APIMessage): void {
  if (!embeds[0]?.footer?.text.startsWith('Written by'))
    throw new Error('it was not the model that wrote it');
}

function mustBeUseful({ embeds, content }: APIMessage): void {
  if (embeds.length === 0) throw new Error(`nothing of use: ${content}`);
}

async function bundledIds(): Promise<string[]> {
  const lines = (await readFile(projectPath('data/papers.jsonl'), 'utf8')).trim().split('\n');
  return lines.slice(0, 20).map((line) => JSON.parse(line).id);
}

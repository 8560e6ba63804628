/**
 * Measures the bot as a separate process over a loopback Discord: time to ready, deferral and answer, and memory. Times
 * exclude the network to Discord.
 */
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPlayground } from '../test/helpers/playground.ts';
import { CORPUS } from './corpus.ts';
import { describeMs } from './figures.ts';
import { paperboy, startProgram, stop } from './program.ts';

const PEOPLE = 50;
const ROUNDS = 8;
const SINGLE_QUESTIONS = 200;
const QUESTIONS = [
  'query rewriting for retrieval',
  'parameter-efficient fine-tuning of vision transformers',
  'how can I make a language model forget private data',
  'small text embedding models',
  'continual learning without catastrophic forgetting',
  'legal text classification with little data',
  'prompt compression',
  'reinforcement learning from human feedback',
  'graph neural networks for molecules',
  'large language models',
];

export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-bench-'));
  try {
    await measure('bundled papers', join(folder, 'bundled.db'));
    if (!existsSync(CORPUS)) {
      console.log('whole corpus: skipped, ../shared/corpus is not there');
      return;
    }
    const database = join(folder, 'corpus.db');
    const started = performance.now();
    await paperboy({ DATABASE_URL: `file:${database}` }, 'import', CORPUS);
    console.log(
      `import of the corpus: ${((performance.now() - started) / 1000).toFixed(1)} s, embeddings included`,
    );
    await measure('whole corpus', database);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measure(label: string, database: string): Promise<void> {
  // The first start fills the database; the figure is for a normal start.
  const discord = await startPlayground();
  const env = {
    DATABASE_URL: `file:${database}`,
    DISCORD_TOKEN: discord.playground.token,
    DISCORD_API_URL: discord.apiUrl,
    PORT: '0',
    SOURCES: '',
    LOG_LEVEL: 'warn',
  };
  const readyMs: number[] = [];
  for (let i = 0; i < 4; i++) {
    const started = performance.now();
    const program = await startProgram(env);
    if (i > 0) readyMs.push(performance.now() - started);
    if (i < 3) await stop(program);
    else await ask(label, discord, program);
  }
  console.log(`${label}: start to ready ${describeMs(readyMs)}`);
  await discord.close();
}

async function ask(
  label: string,
  discord: Awaited<ReturnType<typeof startPlayground>>,
  program: ChildProcess,
): Promise<void> {
  const single: number[] = [];
  for (let i = 0; i < SINGLE_QUESTIONS; i++) {
    const started = performance.now();
    await discord.command('papers', { query: `${QUESTIONS[i % QUESTIONS.length]} ${i < 20 ? '' : i}` });
    if (i >= 20) single.push(performance.now() - started);
  }
  console.log(`${label}: one person asking, whole answer ${describeMs(single)}`);

  const people = Array.from({ length: PEOPLE }, (_, i) => discord.addPerson(`Person ${i}`));
  const acknowledged: number[] = [];
  const answered: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.all(
      people.map(async (user, i) => {
        const started = performance.now();
        const command = discord.command('papers', { query: `${QUESTIONS[i % QUESTIONS.length]}` }, { user });
        const thinking = discord.nextMessage(
          (message) => message.interaction_metadata?.user.id === user.user.id,
        );
        await thinking;
        acknowledged.push(performance.now() - started);
        await command;
        answered.push(performance.now() - started);
      }),
    );
  }
  console.log(`${label}: ${PEOPLE} people at once, acknowledged ${describeMs(acknowledged)}`);
  console.log(`${label}: ${PEOPLE} people at once, whole answer ${describeMs(answered)}`);
  const status = await readFile(`/proc/${program.pid}/status`, 'utf8').catch(() => '');
  const kilobytes = (name: string): string =>
    `${Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024)} MiB`;
  console.log(`${label}: memory ${kilobytes('VmRSS')} now, ${kilobytes('VmHWM')} at its highest`);
  await stop(program);
}

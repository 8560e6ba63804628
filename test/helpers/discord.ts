/** Everything for a test of the whole bot, per file: a search engine, its own Discord, and the bot connected to it. */
import { afterAll, beforeAll } from 'vitest';
import { startTestBot, type TestBot, type TestBotOptions } from './bot.ts';
import { openTestEngine, type TestEngine } from './library.ts';
import { startPlayground, type TestPlayground } from './playground.ts';

export interface TestDiscord {
  engine: TestEngine;
  discord: TestPlayground;
  bot: TestBot;
}

/** Starts them before the file's tests, provides them, and closes them in order afterwards. */
export function useDiscord(take: (started: TestDiscord) => void, options?: TestBotOptions): void {
  let started: TestDiscord;
  beforeAll(async () => {
    const engine = await openTestEngine();
    const discord = await startPlayground();
    started = { engine, discord, bot: await startTestBot(discord, engine, options) };
    take(started);
  });
  afterAll(async () => {
    await started.bot.close(1_000);
    await started.discord.close();
    await started.engine.close();
  });
}

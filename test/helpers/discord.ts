/** Everything a test of the whole bot needs, for one file: its library, its own Discord, and the bot connected to it. */
import { afterAll, beforeAll } from 'vitest';
import { startTestBot, type TestBot, type TestBotOptions } from './bot.ts';
import { openTestLibrary, type TestLibrary } from './library.ts';
import { startPlayground, type TestPlayground } from './playground.ts';

export interface TestDiscord {
  library: TestLibrary;
  discord: TestPlayground;
  bot: TestBot;
}

/** Starts them before the file's tests, hands them over, and closes them in order afterwards. */
export function useDiscord(take: (started: TestDiscord) => void, options?: TestBotOptions): void {
  let started: TestDiscord;
  beforeAll(async () => {
    const library = await openTestLibrary();
    const discord = await startPlayground();
    started = { library, discord, bot: await startTestBot(discord, library, options) };
    take(started);
  });
  afterAll(async () => {
    await started.bot.close(1_000);
    await started.discord.close();
    await started.library.close();
  });
}

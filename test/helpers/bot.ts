/** The bot as the program runs it, connected to a test's playground. */
import Keyv from 'keyv';
import PQueue from 'p-queue';
import { commands } from '../../commands/index.ts';
import { type Bot, startBot } from '../../src/discord/bot.ts';
import { createChannelAccess, openRest } from '../../src/discord/channel-access.ts';
import { createDispatch, type Handled } from '../../src/discord/dispatch.ts';
import { createLog } from '../../src/lib/log.ts';
import type { ChatModel } from '../../src/llm/chat-model.ts';
import type { Library } from '../../src/search/library.ts';
import { createSummaries } from '../../src/summary/summaries.ts';
import type { TestPlayground } from './playground.ts';

export interface TestBot extends Bot {
  /** What became of each interaction so far. */
  readonly handled: readonly Handled[];
}

export async function startTestBot(
  { playground, apiUrl, clock }: TestPlayground,
  library: Library,
  registered = new Keyv<string>(),
  languageModel?: ChatModel,
): Promise<TestBot> {
  const handled: Handled[] = [];
  let ids = 0;
  const bot = await startBot({
    token: playground.token,
    apiUrl,
    loginPatienceMs: 5_000,
    starting: new AbortController().signal,
    definitions: commands.map(({ definition }) => definition),
    registered,
    onInteraction: createDispatch({
      commands,
      services: {
        library,
        languageModel,
        summaries: createSummaries({ model: languageModel, store: new Keyv(), library, clock }),
        clock,
        channels: createChannelAccess(openRest({ token: playground.token, apiUrl })),
        preview: async ({ id }) => ({ content: `What ${id} would post` }),
        newId: () => `id-${++ids}`,
      },
      answers: new PQueue({ concurrency: 1 }),
      now: () => performance.now(),
      newErrorId: () => 'e0e0e0e0',
      onHandled: (done) => handled.push(done),
    }),
    log: createLog({ level: 'silent' }),
  });
  return { ...bot, handled };
}

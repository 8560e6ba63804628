/** The bot as the program runs it, connected to a test's playground. */
import Keyv from 'keyv';
import { definitionsOf } from '../../commands/definitions.ts';
import { commands } from '../../commands/index.ts';
import { createConversations } from '../../src/answer/conversation.ts';
import { composePost } from '../../src/delivery/compose.ts';
import { createAnswerQueue } from '../../src/discord/answer-queue.ts';
import { type Bot, startBot } from '../../src/discord/bot.ts';
import { createChannelAccess, openRest } from '../../src/discord/channel-access.ts';
import { createDispatch, type DispatchDeps, type Handled } from '../../src/discord/dispatch.ts';
import { createMessageDispatch } from '../../src/discord/messages.ts';
import { createWelcome } from '../../src/discord/welcome.ts';
import { createLog } from '../../src/lib/log.ts';
import type { ReadUsage } from '../../src/llm/budget.ts';
import type { ChatModel } from '../../src/llm/chat-model.ts';
import { createPersonalData } from '../../src/privacy/personal-data.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import type { EmailDesk } from '../../src/subscriptions/email-desk.ts';
import { createSummaries } from '../../src/summary/summaries.ts';
import type { TestPlayground } from './playground.ts';

export interface TestBot extends Bot {
  /** The outcome of each interaction so far. */
  readonly handled: readonly Handled[];
}

export interface TestBotOptions {
  readonly questionsPerMinute?: number;
  readonly languageModel?: ChatModel;
  readonly email?: EmailDesk;
  readonly readUsage?: ReadUsage;
  /** Replies name commands by their ids, as the program's own do; tests read plain names more easily. */
  readonly hasCommandIds?: true;
}

export async function startTestBot(
  { playground, apiUrl, clock }: TestPlayground,
  engine: SearchEngine,
  {
    questionsPerMinute = 0,
    languageModel,
    email = { missing: ['SMTP_URL', 'MAIL_FROM', 'PUBLIC_URL'] },
    readUsage,
    hasCommandIds,
  }: TestBotOptions = {},
): Promise<TestBot> {
  const handled: Handled[] = [];
  let ids = 0;
  const rest = openRest({ token: playground.token, apiUrl });
  const keyValues = () => engine.stores.keyValues;
  const personal = createPersonalData(keyValues);
  let bot: Bot | undefined;
  const dispatch: DispatchDeps = {
    commands,
    services: {
      engine,
      languageModel,
      readUsage,
      summaries: createSummaries({ model: languageModel, store: new Keyv(), engine, clock }),
      personal,
      conversations: createConversations(
        new Keyv({ store: keyValues(), namespace: 'talks' }),
        new Keyv({ store: keyValues(), namespace: 'searched' }),
        personal.keep,
      ),
      clock,
      channels: createChannelAccess(rest),
      email,
      composePost: (subscription) => composePost(engine, subscription, new Date(clock.now())),
      newId: () => `id-${++ids}`,
    },
    answers: createAnswerQueue(clock, questionsPerMinute),
    now: () => performance.now(),
    commandIds: () => (hasCommandIds && bot?.commandIds) || new Map(),
    newErrorId: () => 'e0e0e0e0',
    onHandled: (done) => handled.push(done),
  };
  bot = await startBot({
    token: playground.token,
    apiUrl,
    loginPatienceMs: 5_000,
    starting: new AbortController().signal,
    definitions: definitionsOf(commands),
    onInteraction: createDispatch(dispatch),
    onMessage: createMessageDispatch(dispatch, rest),
    onGuild: createWelcome({ rest, now: clock.now, commandIds: dispatch.commandIds }),
    log: createLog({ level: 'silent' }),
  });
  return { ...bot, handled };
}

/** The shape of a command. A command parses what was asked, calls one service, and replies; it knows nothing of Discord's client. */
import type {
  APIApplicationCommandOptionChoice,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord-api-types/v10';
import type { Conversations } from '../src/answer/conversation.ts';
import type { ComposedPost } from '../src/delivery/compose.ts';
import type { PersonId } from '../src/domain/person.ts';
import type { Place } from '../src/domain/place.ts';
import type { Subscription } from '../src/domain/subscription.ts';
import type { Clock } from '../src/lib/clock.ts';
import type { ReadUsage } from '../src/llm/budget.ts';
import type { ChatModel } from '../src/llm/chat-model.ts';
import type { Reply } from '../src/reply/reply.ts';
import type { SearchEngine } from '../src/retrieval/search-engine.ts';
import type { ChannelAccess } from '../src/subscriptions/channel-access.ts';
import type { EmailDesk } from '../src/subscriptions/email-desk.ts';
import type { Summaries } from '../src/summary/summaries.ts';

export type Definition = RESTPostAPIChatInputApplicationCommandsJSONBody;
export type Choice = APIApplicationCommandOptionChoice<string>;
/** What the person filled in, by option name. */
export type Options = Readonly<Record<string, string | number | boolean>>;

/** Who asks, and where. */
export interface Invoker extends Place {
  readonly personId: PersonId;
  readonly isInThread: boolean;
  /** Whether they have Manage Server in that server. */
  readonly mayManageServer: boolean;
  /** Discord's names of the person's language, and of the server's where there is one. */
  readonly locale: string;
  readonly serverLocale: string | undefined;
}

export interface Invocation {
  readonly options: Options;
  /** Of a command that has subcommands. */
  readonly subcommand: string | undefined;
  readonly invoker: Invoker;
}

/** What a person says to the bot in plain words: in a direct message, with a mention, or in reply to one of its messages. */
export interface UserMessage {
  readonly text: string;
  /** Of the bot's message that they reply to: the ids of its buttons and menus. */
  readonly repliedIds: readonly string[];
  readonly invoker: Pick<Invoker, keyof Place | 'personId' | 'isInThread'>;
}

/** What commands work with; each calls one of these. */
export interface Services {
  /** Undefined without a language model; whatever it would do has a plain way. */
  readonly languageModel: ChatModel | undefined;
  /** What it used today; undefined without one. */
  readonly readUsage: ReadUsage | undefined;
  readonly engine: SearchEngine;
  readonly conversations: Conversations;
  readonly summaries: Summaries;
  readonly clock: Clock;
  readonly channels: ChannelAccess;
  readonly email: EmailDesk;
  /** The post that a subscription would send now. */
  composePost(subscription: Subscription): Promise<ComposedPost>;
  /** A new short text that nobody can guess, safe in an address and in a button. */
  newId(): string;
}

/**
 * A reply; or several, each in place of the one before, from a command that waits for others and improves what it has.
 * What is to be done before anybody else gets their turn comes before the promise is kept.
 */
export type HandlerResult = Promise<Reply | AsyncIterable<Reply>> | AsyncIterable<Reply>;

export interface Command {
  readonly definition: Definition;
  /** A line for /help that a person can copy. */
  readonly example: string;
  /** Whether only the person who asked sees the answer. */
  readonly isPrivate?: true;
  chatInput(asked: Invocation, services: Services): HandlerResult;
  /** Suggestions for what is being typed into an option that has autocompletion; best first, at most 25. */
  autocomplete?(
    focused: { readonly name: string; readonly value: string },
    services: Services,
    invoker: Invoker,
  ): Promise<Choice[]>;
  /**
   * The answer to a press of one of this command's buttons, from the arguments in its id; of a menu, what was chosen comes
   * behind them.
   */
  component?(args: readonly string[], services: Services, invoker: Invoker): HandlerResult;
  /** The answer to plain words, of the one command that takes them. */
  message?(said: UserMessage, services: Services): HandlerResult;
}

/** In servers, in direct messages with the bot, and in any chat of a person who installed it for themselves. */
export const EVERYWHERE = {
  type: ApplicationCommandType.ChatInput,
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
} satisfies Partial<Definition>;

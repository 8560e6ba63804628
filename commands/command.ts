/**
 * The shape of a command: it parses the input, calls one service, and replies. It knows nothing of Discord's client.
 */
import type {
  APIApplicationCommandBasicOption,
  APIApplicationCommandOptionChoice,
  APIModalInteractionResponseCallbackData,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import {
  ApplicationCommandOptionType,
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
import type { PersonalData } from '../src/privacy/personal-data.ts';
import type { Reply } from '../src/reply/reply.ts';
import type { SearchEngine } from '../src/retrieval/search-engine.ts';
import type { ChannelAccess } from '../src/subscriptions/channel-access.ts';
import type { EmailDesk } from '../src/subscriptions/email-desk.ts';
import type { Summaries } from '../src/summary/summaries.ts';

export type Definition = RESTPostAPIChatInputApplicationCommandsJSONBody;
/** Anything that is registered: a slash command, or an entry in the menu of a message. */
export type Registered = Definition | RESTPostAPIContextMenuApplicationCommandsJSONBody;
export type Choice = APIApplicationCommandOptionChoice<string>;
/** The options a person filled in, by name. */
export type Options = Readonly<Record<string, string | number | boolean>>;

/** The person who uses a command, and the place. */
export interface Invoker extends Place {
  readonly personId: PersonId;
  readonly isInThread: boolean;
  /** True with the Manage Server permission there. */
  readonly mayManageServer: boolean;
  /** Discord's locale names: the person's, and the server's if there is one. */
  readonly locale: string;
  readonly serverLocale: string | undefined;
}

export interface Invocation {
  readonly options: Options;
  /** Set for commands with subcommands. */
  readonly subcommand: string | undefined;
  readonly invoker: Invoker;
}

/** A plain message to the bot: direct, a mention, or a reply to one of its messages. */
export interface UserMessage {
  readonly text: string;
  /** The component ids of the bot's message that this one replies to. */
  readonly repliedIds: readonly string[];
  readonly invoker: Pick<Invoker, keyof Place | 'personId' | 'isInThread'>;
}

/** A message whose menu was used: its own text, then that of its embeds and components. */
export interface MenuTarget {
  readonly content: string;
  readonly attached: readonly string[];
}

export type Form = APIModalInteractionResponseCallbackData;
/** What was filled in, by the ids of the form's fields; nothing for a field left empty. */
export type FormValues = Readonly<Record<string, readonly string[]>>;

/** An entry of Discord's "Apps" menu on a message. Only the person who used it sees the answer. */
export interface MessageMenu {
  readonly name: string;
  answer(target: MenuTarget, services: Services, invoker: Invoker): HandlerResult;
}

/** The services that commands call. */
export interface Services {
  /** Undefined without a language model; every feature then has another way. */
  readonly languageModel: ChatModel | undefined;
  /** Reads today's usage; undefined without a language model. */
  readonly readUsage: ReadUsage | undefined;
  readonly engine: SearchEngine;
  readonly conversations: Conversations;
  readonly personal: PersonalData;
  readonly summaries: Summaries;
  readonly clock: Clock;
  readonly channels: ChannelAccess;
  readonly email: EmailDesk;
  /** The post that a subscription would send now. */
  composePost(subscription: Subscription): Promise<ComposedPost>;
  /** A short, unguessable id, safe in an address and in a button. */
  newId(): string;
}

/**
 * One reply, or several that each replace the one before, from a command that waits for something and improves its
 * answer. Work done before the promise resolves holds the person's turn in the queue.
 */
export type HandlerResult = Promise<Reply | AsyncIterable<Reply>> | AsyncIterable<Reply>;

export interface Command {
  readonly definition: Definition;
  /** An example for /help, ready to copy. */
  readonly example: string;
  /** Only the person who asked sees the answer. */
  readonly isPrivate?: true;
  chatInput(asked: Invocation, services: Services): HandlerResult;
  /** Suggestions for the option being typed, best first, at most 25. */
  autocomplete?(
    focused: { readonly name: string; readonly value: string },
    services: Services,
    invoker: Invoker,
  ): Promise<Choice[]>;
  /**
   * Answers a press of one of this command's buttons, from the arguments in its id. A menu appends the chosen value.
   */
  component?(args: readonly string[], services: Services, invoker: Invoker): HandlerResult;
  /**
   * A form to show instead of an answer; undefined where enough was filled in. Discord waits three seconds for it, so it
   * asks nothing that takes long.
   */
  form?(asked: Invocation, services: Services): Promise<Form | undefined>;
  /** Answers a submitted form, from the arguments in its id. Only the person who sent it sees the answer. */
  submit?(args: readonly string[], values: FormValues, services: Services, invoker: Invoker): HandlerResult;
  readonly messageMenu?: MessageMenu;
  /** Answers plain messages; one command has this. */
  message?(said: UserMessage, services: Services): HandlerResult;
}

/** Servers, direct messages with the bot, and any chat of a person who installed it. */
export const CONTEXTS = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
};

/** Lets a person ask without the channel seeing it. */
export const PRIVATE_OPTION = {
  type: ApplicationCommandOptionType.Boolean,
  name: 'private',
  description: 'Show the answer only to you (default: false)',
} satisfies APIApplicationCommandBasicOption;

export const EVERYWHERE = {
  type: ApplicationCommandType.ChatInput,
  ...CONTEXTS,
} satisfies Partial<Definition>;

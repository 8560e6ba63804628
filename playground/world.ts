/** The playground's state: one guild with a few channels, its people and bot, the commands, and the messages so far. */
import type { APIApplicationCommand, APIMessage, APIUser } from 'discord-api-types/v10';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Clock } from '../src/lib/clock.ts';
import type { PlaygroundForm } from './form-limits.ts';

export const GUILD_NAME = 'Paperboy playground';
export const CHANNEL_NAME = 'papers';
const OTHER_CHANNEL_NAME = 'reading-group';
/** The bot may look but not post there, to show its reaction. */
const CLOSED_CHANNEL_NAME = 'announcements';

const MESSAGES_KEPT = 500;
const DISCORD_EPOCH_MS = 1_420_070_400_000;

/** The page's person may do everything, so that nothing in the playground is out of reach. */
const OWNER_PERMISSIONS = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);
const MEMBER_PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.UseApplicationCommands;

export interface Person {
  readonly user: APIUser;
  readonly permissions: bigint;
}

export interface WorldEvents {
  readonly created: { readonly message: APIMessage; readonly audience: string | undefined };
  readonly changed: { readonly message: APIMessage; readonly audience: string | undefined };
  readonly deleted: { readonly id: string; readonly audience: string | undefined };
  readonly failed: { readonly interactionId: string; readonly message: string; readonly audience: string };
  readonly form: { readonly interactionId: string; readonly form: PlaygroundForm; readonly audience: string };
  readonly commands: readonly APIApplicationCommand[];
  readonly presence: { readonly isBotOnline: boolean };
  /** The playground's time was moved. */
  readonly time: { readonly nowMs: number };
}
export type WorldEvent = {
  [Name in keyof WorldEvents]: { name: Name; data: WorldEvents[Name] };
}[keyof WorldEvents];

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly mayBotPost: boolean;
}

/** A message; the audience is the id of the only person who sees it, or undefined for everyone. */
interface Stored {
  readonly message: APIMessage;
  readonly audience: string | undefined;
}

export type World = ReturnType<typeof createWorld>;

/** An empty world with the bot and the page's person in it. */
export function createWorld(clock: Clock) {
  let lastId = 0n;
  /** A new Discord id: milliseconds since 2015 in the upper bits, then a count, so that ids sort by age. */
  function newId(): string {
    const fromClock = BigInt(clock.now() - DISCORD_EPOCH_MS) << 22n;
    lastId = fromClock > lastId ? fromClock : lastId + 1n;
    return lastId.toString();
  }
  const newUser = (name: string, isBot: boolean): APIUser => ({
    id: newId(),
    username: isBot ? name : name.toLowerCase(),
    global_name: isBot ? null : name,
    discriminator: '0',
    avatar: null,
    ...(isBot && { bot: true }),
  });

  const bot = newUser('Paperboy', true);
  const owner: Person = { user: newUser('You', false), permissions: OWNER_PERMISSIONS };
  const people = new Map([[owner.user.id, owner]]);
  const channels = [CHANNEL_NAME, OTHER_CHANNEL_NAME, CLOSED_CHANNEL_NAME].map(
    (name): Channel => ({ id: newId(), name, mayBotPost: name !== CLOSED_CHANNEL_NAME }),
  );
  const [main] = channels as [Channel];
  /** The owner of a direct-message channel. */
  const directs = new Map<string, string>();
  const stored = new Map<string, Stored>();
  const listeners = new Set<(event: WorldEvent) => void>();
  let commands: readonly APIApplicationCommand[] = [];
  /** The form that each person has open. */
  const forms = new Map<string, PlaygroundForm>();

  const emit = (event: WorldEvent): void => {
    for (const listener of listeners) listener(event);
  };

  return {
    newId,
    bot,
    /** A bot's application has the id of its user. */
    applicationId: bot.id,
    guildId: newId(),
    botRoleId: newId(),
    /** The channels in which people type. */
    channelId: main.id,
    channels: channels as readonly Channel[],
    owner,
    people: people as ReadonlyMap<string, Person>,
    emit,

    addPerson(name: string): Person {
      const person = { user: newUser(name, false), permissions: MEMBER_PERMISSIONS };
      people.set(person.user.id, person);
      return person;
    },

    /** The person's channel for direct messages with the bot. */
    directChannel(personId: string): string {
      const known = [...directs].find(([, id]) => id === personId)?.[0];
      const channelId = known ?? newId();
      directs.set(channelId, personId);
      return channelId;
    },
    /** The owner of that direct-message channel; undefined for one of the guild. */
    personOfDirect: (channelId: string): string | undefined => directs.get(channelId),

    commands: () => commands,
    setCommands(next: readonly APIApplicationCommand[]): void {
      commands = next;
      emit({ name: 'commands', data: next });
    },

    /** A message's channel and audience. */
    find: (messageId: string): Stored | undefined => stored.get(messageId),
    /** The messages that one person sees, or everyone without one; oldest first. */
    messages: (personId?: string): APIMessage[] =>
      [...stored.values()]
        .filter(({ audience }) => audience === undefined || audience === personId)
        .map(({ message }) => message),
    /** Adds a message or replaces the one with its id. */
    put(message: APIMessage, audience: string | undefined): APIMessage {
      const name = stored.has(message.id) ? 'changed' : 'created';
      stored.set(message.id, { message, audience });
      for (const oldest of stored.keys()) {
        if (stored.size <= MESSAGES_KEPT) break;
        stored.delete(oldest);
      }
      emit({ name, data: { message, audience } });
      return message;
    },
    remove(messageId: string): void {
      const audience = stored.get(messageId)?.audience;
      if (stored.delete(messageId)) emit({ name: 'deleted', data: { id: messageId, audience } });
    },

    /** Reports every event to a listener; the returned function unsubscribes it. */
    /** Opens a form for a person, in place of the one before. */
    showForm({ user }: Person, interactionId: string, form: PlaygroundForm): void {
      forms.set(user.id, form);
      emit({ name: 'form', data: { interactionId, form, audience: user.id } });
    },
    formOf: ({ user }: Person): PlaygroundForm | undefined => forms.get(user.id),
    subscribe(listener: (event: WorldEvent) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

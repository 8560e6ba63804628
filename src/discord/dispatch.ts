/**
 * From an interaction to its answer: acknowledge, let the command work, edit. The one error boundary: a person sees the
 * text of a UserError, or an id under which everything else stands in the log.
 */
import { setImmediate } from 'node:timers/promises';
import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type Interaction,
  type InteractionEditReplyOptions,
  MessageFlags,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
  type StringSelectMenuInteraction,
} from 'discord.js';
import type PQueue from 'p-queue';
import type {
  Command,
  HandlerResult,
  Invocation,
  Invoker,
  Options,
  Services,
} from '../../commands/command.ts';
import { UserError } from '../domain/errors.ts';
import { type ButtonId, parseButtonId } from '../reply/custom-id.ts';
import { failureReply, userErrorReply } from '../reply/problem.ts';
import type { Reply } from '../reply/reply.ts';
import { streamEdits } from './streaming-edits.ts';

/** What became of one interaction, for the log and the metrics. */
export interface Handled {
  /** The command's name, for a button or a menu that of its command. */
  readonly command: string;
  readonly kind: 'command' | 'button' | 'menu' | 'autocomplete' | 'message';
  readonly outcome: 'answered' | 'refused' | 'failed' | 'too-late';
  /** From the interaction's arrival to Discord's word that it was acknowledged; undefined where it never was. */
  readonly deferredMs: number | undefined;
  readonly ms: number;
  readonly error?: unknown;
  /** What the person sees of an error that isn't theirs. */
  readonly errorId?: string;
}

export interface DispatchDeps {
  readonly commands: readonly Command[];
  readonly services: Services;
  /**
   * Where answers wait for their turn. With one at a time, people who ask meanwhile are acknowledged in between, which is
   * due in three seconds; an answer isn't.
   */
  readonly answers: PQueue;
  readonly now: () => number;
  readonly newErrorId: () => string;
  readonly onHandled: (handled: Handled) => void;
}

export function createDispatch(
  deps: DispatchDeps,
): (interaction: Interaction, isInThread: boolean) => Promise<void> {
  const byName = new Map(deps.commands.map((command) => [command.definition.name, command]));

  return async (interaction, isInThread) => {
    if (interaction.isChatInputCommand()) {
      const command = byName.get(interaction.commandName);
      await handle(deps, command ? interaction.commandName : 'unknown', 'command', {
        defer: () => interaction.deferReply(command?.isPrivate ? { flags: MessageFlags.Ephemeral } : {}),
        answer: () => {
          if (!command)
            throw new UserError("I don't have that command any more. See what I can do with /help.");
          return command.chatInput(askedOf(interaction, isInThread), deps.services);
        },
        send: (reply) => interaction.editReply(messageOf(reply)),
        sendProblem: (reply) => interaction.editReply(messageOf(reply)),
      });
    } else if (interaction.isButton() || interaction.isStringSelectMenu()) {
      const [kind, chosen] = interaction.isButton()
        ? (['button', []] as const)
        : (['menu', interaction.values] as const);
      // What was chosen comes behind the menu's own id, and may bring all of the id.
      const id = parseButtonId([interaction.customId, ...chosen].join('|'));
      const press = id && byName.get(id.command)?.component;
      await handle(deps, press ? id.command : 'unknown', kind, {
        ...pressAnswer(interaction, id),
        answer: () => {
          if (!press)
            throw new UserError(`This ${kind} is from an older version of me. Please use the command again.`);
          return press(id.args, deps.services, callerOf(interaction, isInThread));
        },
      });
    } else if (interaction.isAutocomplete()) {
      await suggest(deps, interaction, isInThread, byName.get(interaction.commandName));
    }
  };
}

/** How one answer is given, whatever it was asked with. */
export interface Steps {
  defer(): Promise<unknown>;
  answer(): HandlerResult;
  send(reply: Reply): Promise<unknown>;
  sendProblem(reply: Reply): Promise<unknown>;
}

/** Never rejects: what goes wrong is told to the person, or else to the log. */
export async function handle(
  deps: DispatchDeps,
  command: string,
  kind: Handled['kind'],
  steps: Steps,
): Promise<void> {
  const arrived = deps.now();
  let deferredMs: number | undefined;
  const finish = (outcome: Handled['outcome'], rest: Pick<Handled, 'error' | 'errorId'> = {}): void =>
    deps.onHandled({ command, kind, outcome, deferredMs, ms: deps.now() - arrived, ...rest });
  try {
    await steps.defer();
    deferredMs = deps.now() - arrived;
    const answer = await deps.answers.add(async () => {
      // A search leaves no gap by itself: what has come in meanwhile goes first.
      await setImmediate();
      return steps.answer();
    });
    // Several replies are waited for outside of the queue, so that nobody waits for another's language model.
    if (Symbol.asyncIterator in answer) await streamEdits(answer, steps.send, deps.services.clock);
    else await steps.send(answer);
    finish('answered');
  } catch (error) {
    if (deferredMs === undefined) return finish(isTooLate(error) ? 'too-late' : 'failed', { error });
    const errorId = error instanceof UserError ? undefined : deps.newErrorId();
    const problem = error instanceof UserError ? userErrorReply(error.message) : failureReply(errorId ?? '');
    // Where even that can't be sent, the log line below is all that is left to do.
    await steps.sendProblem(problem).catch(() => {});
    finish(errorId ? 'failed' : 'refused', errorId ? { error, errorId } : {});
  }
}

/** A page is turned in place for the person who asked; anyone else gets a private copy and the message stays as it is. */
function pressAnswer(
  interaction: ButtonInteraction | StringSelectMenuInteraction,
  id: ButtonId | undefined,
): Omit<Steps, 'answer'> {
  const isOwn = interaction.message.interactionMetadata?.user.id === interaction.user.id;
  if (id?.kind === 'turn' && isOwn) {
    return {
      defer: () => interaction.deferUpdate(),
      send: (reply) => interaction.editReply(messageOf(reply)),
      // The list stays where it is; only the one who pressed learns what went wrong.
      sendProblem: (reply) => interaction.followUp({ ...messageOf(reply), flags: MessageFlags.Ephemeral }),
    };
  }
  return {
    defer: () => interaction.deferReply({ flags: MessageFlags.Ephemeral }),
    send: (reply) => interaction.editReply(messageOf(reply)),
    sendProblem: (reply) => interaction.editReply(messageOf(reply)),
  };
}

async function suggest(
  deps: DispatchDeps,
  interaction: AutocompleteInteraction,
  isInThread: boolean,
  command: Command | undefined,
): Promise<void> {
  const arrived = deps.now();
  const finish = (outcome: Handled['outcome'], error?: unknown): void => {
    const ms = deps.now() - arrived;
    const deferredMs = outcome === 'answered' ? ms : undefined;
    deps.onHandled({
      command: interaction.commandName,
      kind: 'autocomplete',
      outcome,
      deferredMs,
      ms,
      error,
    });
  };
  try {
    const { name, value } = interaction.options.getFocused(true);
    const invoker = callerOf(interaction, isInThread);
    await interaction.respond((await command?.autocomplete?.({ name, value }, deps.services, invoker)) ?? []);
    finish('answered');
  } catch (error) {
    finish(isTooLate(error) ? 'too-late' : 'failed', error);
  }
}

function askedOf(interaction: ChatInputCommandInteraction, isInThread: boolean): Invocation {
  const subcommand = interaction.options.getSubcommand(false) ?? undefined;
  const [first] = interaction.options.data;
  const filled = (subcommand ? first?.options : interaction.options.data) ?? [];
  const options: Options = Object.fromEntries(filled.map(({ name, value }) => [name, value ?? '']));
  return { options, subcommand, invoker: callerOf(interaction, isInThread) };
}

function callerOf(
  interaction:
    | AutocompleteInteraction
    | ButtonInteraction
    | ChatInputCommandInteraction
    | StringSelectMenuInteraction,
  isInThread: boolean,
): Invoker {
  return {
    userId: interaction.user.id,
    guildId: interaction.guildId ?? undefined,
    channelId: interaction.channelId,
    isInThread,
    mayManageServer: interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    locale: interaction.locale,
    guildLocale: interaction.guildLocale ?? undefined,
  };
}

/** Every part is given, so that editing clears what the message held before; and nobody is ever mentioned. */
export function messageOf(reply: Reply) {
  return {
    content: reply.content ?? '',
    embeds: reply.embeds ?? [],
    components: reply.components ?? [],
    allowedMentions: { parse: [] },
  } satisfies InteractionEditReplyOptions;
}

/** Discord no longer knows the interaction: more than three seconds had gone by. */
const isTooLate = (error: unknown): boolean =>
  error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownInteraction;

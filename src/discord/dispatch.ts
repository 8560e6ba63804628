/**
 * Takes an interaction to its answer: defer, run the command, edit. This is the one error boundary: a person sees the text
 * of a UserError, or an id under which the log has the rest.
 */
import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type Interaction,
  type InteractionEditReplyOptions,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
  type StringSelectMenuInteraction,
} from 'discord.js';
import { ZodError } from 'zod';
import type {
  Command,
  FormValues,
  HandlerResult,
  Invocation,
  Invoker,
  Options,
  Services,
} from '../../commands/command.ts';
import { UserError } from '../domain/errors.ts';
import { platformId } from '../domain/person.ts';
import { type ButtonId, parseButtonId } from '../reply/custom-id.ts';
import { failureReply, userErrorReply } from '../reply/problem.ts';
import type { Reply } from '../reply/reply.ts';
import type { AnswerQueue, Asker } from './answer-queue.ts';
import { type CommandIds, withCommandMentions } from './command-mentions.ts';
import { menuTarget } from './menu-target.ts';
import { streamEdits } from './streaming-edits.ts';

const FORGED = 'That button does not fit any of my messages. Please use the command again.';

/** The outcome of one interaction, for the log and the metrics. */
export interface Handled {
  /** The command's name; for a button or a menu, its command's. */
  readonly command: string;
  readonly kind: 'command' | 'button' | 'menu' | 'message-menu' | 'form' | 'autocomplete' | 'message';
  readonly outcome: 'answered' | 'refused' | 'failed' | 'too-late';
  /** Time from arrival until Discord confirmed the deferral; undefined if it never did. */
  readonly deferredMs: number | undefined;
  readonly ms: number;
  readonly error?: unknown;
  /** The number that the person sees instead of an internal error. */
  readonly errorId?: string;
}

export interface DispatchDeps {
  readonly commands: readonly Command[];
  readonly services: Services;
  readonly answers: AnswerQueue;
  readonly now: () => number;
  /** Empty until the commands are registered. */
  readonly commandIds: () => CommandIds;
  readonly newErrorId: () => string;
  readonly onHandled: (handled: Handled) => void;
}

export function createDispatch(
  deps: DispatchDeps,
): (interaction: Interaction, isInThread: boolean) => Promise<void> {
  const byName = new Map(deps.commands.map((command) => [command.definition.name, command]));
  const byMenuName = new Map(deps.commands.map((command) => [command.messageMenu?.name, command]));

  return async (interaction, isInThread) => {
    if (interaction.isChatInputCommand()) {
      const command = byName.get(interaction.commandName);
      if (command && (await showForm(deps, interaction, command, isInThread))) return;
      const isPrivate = command?.isPrivate === true || interaction.options.getBoolean('private') === true;
      await handle(deps, command ? interaction.commandName : 'unknown', 'command', askerOf(interaction), {
        defer: () => interaction.deferReply(isPrivate ? { flags: MessageFlags.Ephemeral } : {}),
        answer: () => {
          if (!command)
            throw new UserError("I don't have that command any more. See what I can do with /help.");
          return command.chatInput(invocationOf(interaction, isInThread), deps.services);
        },
        send: (reply) => sendAnswer(interaction, reply, isPrivate),
        sendProblem: (reply) => sendAnswer(interaction, { ...reply, isPrivate: true }, isPrivate),
      });
    } else if (interaction.isMessageContextMenuCommand()) {
      const command = byMenuName.get(interaction.commandName);
      const send = (reply: Reply) => interaction.editReply(messageOf(reply));
      await handle(deps, command?.definition.name ?? 'unknown', 'message-menu', askerOf(interaction), {
        defer: () => interaction.deferReply({ flags: MessageFlags.Ephemeral }),
        answer: () => {
          if (!command?.messageMenu)
            throw new UserError("I don't have that menu entry any more. See what I can do with /help.");
          const target = menuTarget(interaction.targetMessage);
          return command.messageMenu.answer(target, deps.services, invokerOf(interaction, isInThread));
        },
        send,
        sendProblem: send,
      });
    } else if (interaction.isButton() || interaction.isStringSelectMenu()) {
      const [kind, chosen] = interaction.isButton()
        ? (['button', []] as const)
        : (['menu', interaction.values] as const);
      // A menu's choice follows the menu's own id, and may be a whole button id.
      const id = parseButtonId([interaction.customId, ...chosen].join('|'));
      const press = id && byName.get(id.command)?.component;
      await handle(deps, press ? id.command : 'unknown', kind, askerOf(interaction), {
        ...componentSteps(interaction, id),
        answer: () => {
          if (!press)
            throw new UserError(`This ${kind} is from an older version of me. Please use the command again.`);
          return press(id.args, deps.services, invokerOf(interaction, isInThread));
        },
      });
    } else if (interaction.isModalSubmit()) {
      const id = parseButtonId(interaction.customId);
      const submit = id && byName.get(id.command)?.submit;
      const send = (reply: Reply) => interaction.editReply(messageOf(reply));
      await handle(deps, submit ? id.command : 'unknown', 'form', askerOf(interaction), {
        defer: () => interaction.deferReply({ flags: MessageFlags.Ephemeral }),
        answer: () => {
          if (!submit)
            throw new UserError('This form is from an older version of me. Please use the command again.');
          return submit(id.args, valuesOf(interaction), deps.services, invokerOf(interaction, isInThread));
        },
        send,
        sendProblem: send,
      });
    } else if (interaction.isAutocomplete()) {
      await suggest(deps, interaction, isInThread, byName.get(interaction.commandName));
    }
  };
}

/** The steps of one answer, for any kind of interaction. */
export interface Steps {
  defer(): Promise<unknown>;
  answer(): HandlerResult;
  send(reply: Reply): Promise<unknown>;
  sendProblem(reply: Reply): Promise<unknown>;
}

/** Never rejects: failures go to the person, or else to the log. */
export async function handle(
  deps: DispatchDeps,
  command: string,
  kind: Handled['kind'],
  asker: Asker,
  steps: Steps,
): Promise<void> {
  const arrived = deps.now();
  let deferredMs: number | undefined;
  const mentioning = (reply: Reply): Reply => withCommandMentions(reply, deps.commandIds());
  const send = (reply: Reply) => steps.send(mentioning(reply));
  const finish = (outcome: Handled['outcome'], rest: Pick<Handled, 'error' | 'errorId'> = {}): void =>
    deps.onHandled({ command, kind, outcome, deferredMs, ms: deps.now() - arrived, ...rest });
  try {
    await steps.defer();
    deferredMs = deps.now() - arrived;
    const answer = await deps.answers.run(asker, steps.answer);
    // Improving replies arrive outside the queue, so that nobody waits for another person's language model.
    if (Symbol.asyncIterator in answer) await streamEdits(answer, send, deps.services.clock);
    else await send(answer);
    finish('answered');
  } catch (thrown) {
    const error = isForged(thrown, kind) ? new UserError(FORGED) : thrown;
    if (deferredMs === undefined) return finish(isTooLate(error) ? 'too-late' : 'failed', { error });
    const errorId = error instanceof UserError ? undefined : deps.newErrorId();
    const problem = error instanceof UserError ? userErrorReply(error.message) : failureReply(errorId ?? '');
    // If even that can't be sent, the log line below is all that is left.
    await steps.sendProblem(mentioning(problem)).catch(() => {});
    finish(errorId ? 'failed' : 'refused', errorId ? { error, errorId } : {});
  }
}

/** True if a button's id has arguments that its command never gave it. */
const isForged = (error: unknown, kind: Handled['kind']): boolean =>
  error instanceof ZodError && (kind === 'button' || kind === 'menu');

/** Shows the command's form, if it has one for what was typed; false if the command is to be answered. */
async function showForm(
  deps: DispatchDeps,
  interaction: ChatInputCommandInteraction,
  command: Command,
  isInThread: boolean,
): Promise<boolean> {
  if (!command.form) return false;
  const arrived = deps.now();
  // A form that can't be made is no reason to refuse the command.
  const form = await command
    .form(invocationOf(interaction, isInThread), deps.services)
    .catch(() => undefined);
  if (!form) return false;
  const finish = (outcome: Handled['outcome'], deferredMs: number | undefined, error?: unknown): void =>
    deps.onHandled({
      command: interaction.commandName,
      kind: 'command',
      outcome,
      deferredMs,
      ms: deps.now() - arrived,
      ...(error !== undefined && { error }),
    });
  try {
    await interaction.showModal(form);
    finish('answered', deps.now() - arrived);
  } catch (error) {
    finish(isTooLate(error) ? 'too-late' : 'failed', undefined, error);
  }
  return true;
}

/** What was filled in, by field. */
function valuesOf(interaction: ModalSubmitInteraction): FormValues {
  return Object.fromEntries(
    interaction.fields.fields.map((field) => {
      if ('values' in field) return [field.customId, field.values.map(String)];
      return [field.customId, 'value' in field && field.value ? [String(field.value)] : []];
    }),
  );
}

/** A public deferral can't become private, so a private answer deletes it and follows up. */
async function sendAnswer(
  interaction: ChatInputCommandInteraction,
  reply: Reply,
  isDeferredPrivately: boolean,
): Promise<unknown> {
  if (!reply.isPrivate || isDeferredPrivately) return interaction.editReply(messageOf(reply));
  await interaction.deleteReply();
  return interaction.followUp({ ...messageOf(reply), flags: MessageFlags.Ephemeral });
}

const askerOf = ({ user, guildId }: Pick<Interaction, 'user' | 'guildId'>): Asker => ({
  personId: platformId('discord', user.id),
  serverId: guildId ? platformId('discord', guildId) : undefined,
});

/** Turns a page in place for the person who asked; anyone else gets a private copy, and the message stays as it is. */
function componentSteps(
  interaction: ButtonInteraction | StringSelectMenuInteraction,
  id: ButtonId | undefined,
): Omit<Steps, 'answer'> {
  const isOwn = interaction.message.interactionMetadata?.user.id === interaction.user.id;
  if (id?.kind === 'turn' && isOwn) {
    return {
      defer: () => interaction.deferUpdate(),
      // A list of an older version has content and embeds, which Components V2 take the place of.
      send: (reply) =>
        interaction.editReply({
          ...messageOf(reply),
          ...(reply.layout &&
            !interaction.message.flags.has(MessageFlags.IsComponentsV2) && { content: null, embeds: [] }),
        }),
      // The list stays; only the person who pressed learns what went wrong.
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
    const invoker = invokerOf(interaction, isInThread);
    await interaction.respond((await command?.autocomplete?.({ name, value }, deps.services, invoker)) ?? []);
    finish('answered');
  } catch (error) {
    finish(isTooLate(error) ? 'too-late' : 'failed', error);
  }
}

function invocationOf(interaction: ChatInputCommandInteraction, isInThread: boolean): Invocation {
  const subcommand = interaction.options.getSubcommand(false) ?? undefined;
  const [first] = interaction.options.data;
  const filled = (subcommand ? first?.options : interaction.options.data) ?? [];
  const options: Options = Object.fromEntries(filled.map(({ name, value }) => [name, value ?? '']));
  return { options, subcommand, invoker: invokerOf(interaction, isInThread) };
}

function invokerOf(
  interaction:
    | AutocompleteInteraction
    | ButtonInteraction
    | ChatInputCommandInteraction
    | MessageContextMenuCommandInteraction
    | ModalSubmitInteraction
    | StringSelectMenuInteraction,
  isInThread: boolean,
): Invoker {
  return {
    personId: platformId('discord', interaction.user.id),
    serverId: interaction.guildId ? platformId('discord', interaction.guildId) : undefined,
    channelId: platformId('discord', interaction.channelId ?? ''),
    isInThread,
    mayManageServer: interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    locale: interaction.locale,
    serverLocale: interaction.guildLocale ?? undefined,
  };
}

/** Gives every part, so that an edit clears the message's former content; and never mentions anyone. */
export function messageOf(reply: Reply) {
  if (reply.layout) {
    return {
      flags: MessageFlags.IsComponentsV2,
      components: reply.layout,
      allowedMentions: { parse: [] },
    } satisfies InteractionEditReplyOptions;
  }
  return {
    content: reply.content ?? '',
    embeds: reply.embeds ?? [],
    components: reply.components ?? [],
    ...(reply.files && {
      files: reply.files.map(({ name, text }) => ({ name, attachment: Buffer.from(text) })),
    }),
    allowedMentions: { parse: [] },
  } satisfies InteractionEditReplyOptions;
}

/** Discord forgets an interaction that is not acknowledged within three seconds. */
const isTooLate = (error: unknown): boolean =>
  error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownInteraction;

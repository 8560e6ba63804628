/** Lifetimes of interactions: three seconds for the first answer, fifteen minutes for all others. */
import type { APIApplicationCommandOptionChoice, APIMessage } from 'discord-api-types/v10';
import { InteractionType } from 'discord-api-types/v10';
import type { Clock } from '../src/lib/clock.ts';
import type { PlaygroundForm } from './form-limits.ts';
import { isLoading, type MessageOrigin } from './messages.ts';
import { RestError, unknownInteraction, unknownWebhook } from './rest-error.ts';
import type { Person, World } from './world.ts';

const ACKNOWLEDGE_WITHIN_MS = 3_000;
const TOKEN_LIVES_MS = 15 * 60_000;
const NOT_ANSWERED = 'The application did not respond';

/** The final result that the person sees. */
export type InteractionResult =
  | { readonly type: 'message'; readonly message: APIMessage }
  | { readonly type: 'choices'; readonly choices: readonly APIApplicationCommandOptionChoice[] }
  | { readonly type: 'form'; readonly form: PlaygroundForm }
  | { readonly type: 'failed'; readonly message: string };

export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  readonly person: Person;
  readonly origin: MessageOrigin;
  /** For a button: the message it is on. */
  readonly sourceId: string | undefined;
  /** Takes the final result; only the first counts. */
  readonly settle: (outcome: InteractionResult) => void;
  state: 'waiting' | 'acknowledged' | 'failed';
  /** The message that `@original` names. */
  originalId: string | undefined;
  /** The messages that the token may edit. */
  readonly messageIds: Set<string>;
}

/** The interactions with valid tokens. */
export function createLifetimes(world: World, clock: Clock) {
  const byToken = new Map<string, Interaction>();
  const timers = new Map<Interaction, (() => void)[]>();

  function fail(interaction: Interaction): void {
    interaction.state = 'failed';
    interaction.settle({ type: 'failed', message: NOT_ANSWERED });
    if (interaction.type === InteractionType.ApplicationCommandAutocomplete) return;
    const audience = interaction.person.user.id;
    world.emit({ name: 'failed', data: { interactionId: interaction.id, message: NOT_ANSWERED, audience } });
  }

  function end(interaction: Interaction): void {
    byToken.delete(interaction.token);
    timers.delete(interaction);
    const original = world.find(interaction.originalId ?? '')?.message;
    if (original === undefined || !isLoading(original)) return;
    world.remove(original.id);
    fail(interaction);
  }

  return {
    start(interaction: Interaction): void {
      byToken.set(interaction.token, interaction);
      timers.set(interaction, [
        clock.after(ACKNOWLEDGE_WITHIN_MS, () => {
          if (interaction.state === 'waiting') fail(interaction);
        }),
        clock.after(TOKEN_LIVES_MS, () => end(interaction)),
      ]);
    },

    /** The interaction that awaits its first answer. */
    waiting(id: string, token: string): Interaction {
      const interaction = byToken.get(token);
      if (interaction === undefined || interaction.id !== id || interaction.state === 'failed') {
        throw unknownInteraction();
      }
      if (interaction.state === 'acknowledged') {
        throw new RestError(400, 40060, 'Interaction has already been acknowledged.');
      }
      return interaction;
    },

    /** The interaction behind a valid webhook token. */
    acknowledged(token: string): Interaction {
      const interaction = byToken.get(token);
      if (interaction === undefined) throw new RestError(401, 50027, 'Invalid Webhook Token');
      if (interaction.state !== 'acknowledged') throw unknownWebhook();
      return interaction;
    },

    /** Stops every timer. */
    close(): void {
      for (const stop of [...timers.values()].flat()) stop();
      timers.clear();
      byToken.clear();
    },
  };
}

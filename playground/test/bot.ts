/** The real discord.js client, logged in to a playground, with the answers that a test gives it. */
import {
  ApplicationCommandOptionType,
  Client,
  Events,
  GatewayIntentBits,
  type Interaction,
} from 'discord.js';
import type { TestPlayground } from '../../test/helpers/playground.ts';

/** A command with an option that suggests. */
export const PAPERS = {
  name: 'papers',
  description: 'Finds papers',
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'query',
      description: 'What about',
      required: true,
      autocomplete: true,
    },
    { type: ApplicationCommandOptionType.Integer, name: 'count', description: 'How many', max_value: 10 },
  ],
} as const;

export interface Bot {
  readonly client: Client<true>;
  /** Errors that the answers threw, oldest first. */
  readonly failures: unknown[];
  /** The next thing that an answer throws. */
  nextFailure(): Promise<unknown>;
  answerWith(answer: (interaction: Interaction) => Promise<unknown>): void;
}

/** Logs a client in and waits until it is ready. Destroy it before closing the playground. */
export async function startBot(playground: TestPlayground): Promise<Bot> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: playground.apiUrl, retries: 0 },
  });
  const failures: unknown[] = [];
  const waiting: ((failure: unknown) => void)[] = [];
  let answer: (interaction: Interaction) => Promise<unknown> = async () => {};
  client.on(Events.InteractionCreate, (interaction) => {
    answer(interaction).catch((error: unknown) => {
      failures.push(error);
      waiting.shift()?.(error);
    });
  });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(playground.playground.token);
  return {
    client: await ready,
    failures,
    nextFailure: () => new Promise((resolve) => waiting.push(resolve)),
    answerWith: (next) => {
      answer = next;
    },
  };
}

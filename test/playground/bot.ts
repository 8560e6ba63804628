/** The real discord.js client, logged in to a playground, with the answers that a test gives it. */
import { Client, Events, GatewayIntentBits, type Interaction } from 'discord.js';
import type { TestPlayground } from '../helpers/playground.ts';

/** Logs a client in and waits until it is ready. Destroy it before closing the playground. */
export async function startBot(
  playground: TestPlayground,
  answer: (interaction: Interaction) => Promise<unknown>,
): Promise<Client<true>> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: playground.apiUrl, retries: 0 },
  });
  const failures: unknown[] = [];
  client.on(Events.InteractionCreate, (interaction) => {
    answer(interaction).catch((error: unknown) => failures.push(error));
  });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(playground.playground.token);
  return ready;
}

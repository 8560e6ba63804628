/** Promises about what the real discord.js client can do in the playground. */
import { ApplicationCommandOptionType, type Client } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPlayground, type TestPlayground } from '../helpers/playground.ts';
import { startBot } from './bot.ts';

const PAPERS = {
  name: 'papers',
  description: 'Finds papers',
  options: [
    { type: ApplicationCommandOptionType.String, name: 'query', description: 'What about', required: true },
  ],
} as const;

describe('a discord.js client in the playground', () => {
  let playground: TestPlayground;
  let client: Client | undefined;

  beforeEach(async () => {
    playground = await startPlayground();
  });
  afterEach(async () => {
    await client?.destroy();
    await playground.close();
  });

  it('logs in, registers its commands and answers one with a deferred reply', async () => {
    const bot = await startBot(playground, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.editReply(`Papers about ${interaction.options.getString('query', true)}`);
    });
    client = bot;
    await bot.application.commands.set([PAPERS]);

    const message = await playground.command('papers', { query: 'attention' });

    expect(message.content).toBe('Papers about attention');
    expect(playground.messages()).toEqual([message]);
  });
});

/** /usage through the real discord.js client against the playground's server. */
import Keyv from 'keyv';
import { expect, test } from 'vitest';
import { platformId } from '../../src/domain/person.ts';
import { createBudget } from '../../src/llm/budget.ts';
import { useDiscord } from '../helpers/discord.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import type { TestPlayground } from '../helpers/playground.ts';
import { createScriptedModel } from '../helpers/scripted-model.ts';

let discord: TestPlayground;
const limits = { tokensPerDay: 2_000_000, tokensPerServer: 500_000, tokensPerPerson: 100_000 };
const budget = createBudget(limits, new Keyv(), createFakeClock());

const model = createScriptedModel(() => ({}));
useDiscord(
  (started) => {
    ({ discord } = started);
  },
  { languageModel: model, readUsage: budget.report },
);

test('people who manage the server see its usage today, privately', async () => {
  const serverId = platformId('discord', discord.playground.world.guildId);
  await budget.reserve('summary', { serverId, personId: 'discord:1' }, { in: 900, out: 100 });
  await budget.reserve(
    'summary',
    { serverId: 'discord:elsewhere', personId: 'discord:2' },
    { in: 900, out: 100 },
  );
  const message = await discord.command('usage');
  expect(message.flags).toBe(64);
  expect(message.embeds[0]?.description).toBe(
    [
      '**This server**: 1,000 of 500,000 tokens (0 %)\n-# summary: 1,000 tokens in 1 question',
      '**Everybody together**: 2,000 of 2,000,000 tokens (0 %)\n-# summary: 2,000 tokens in 2 questions',
    ].join('\n\n'),
  );
});

test('anyone else is pointed to their own usage', async () => {
  const message = await discord.command('usage', {}, { user: discord.addPerson('Ana') });
  expect(message.content).toBe(
    "Only people with Manage Server can see this server's usage. To see your own, ask me in a direct message.",
  );
});

test('/help says where questions are sent', async () => {
  const message = await discord.command('help');
  expect(message.embeds[0]?.footer?.text).toBe(
    'Search runs on this bot’s own machine. Summaries and answers are written by scripted.',
  );
});

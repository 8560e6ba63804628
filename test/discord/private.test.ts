/** Replies that only the invoker sees, through the real discord.js client against the playground's server. */
import { expect, test } from 'vitest';
import { useDiscord } from '../helpers/discord.ts';
import type { TestPlayground } from '../helpers/playground.ts';

const EPHEMERAL = 64;
let discord: TestPlayground;
useDiscord((started) => {
  ({ discord } = started);
});

test.each([
  ['an unknown paper', 'summary', { paper: 'embedingema of no paper' }, /paper/],
  ['a wrong filter', 'papers', { query: 'embeddings since:yesterdayish' }, /since/],
  ['small talk', 'ask', { question: 'hi' }, /^Hello!/],
  ['thanks', 'ask', { question: 'Thanks a lot!' }, /^You’re welcome/],
])('%s is answered privately, and leaves nothing in the channel', async (_, name, options, text) => {
  const person = discord.addPerson('Ana');
  const message = await discord.command(name, options, { user: person });
  expect(message.content).toMatch(text);
  expect(message.flags).toBe(EPHEMERAL);
  expect(discord.messages().filter(({ id }) => id === message.id)).toEqual([]);
});

test('a valid question is answered in public', async () => {
  const message = await discord.command('papers', { query: 'machine unlearning' });
  expect((message.flags ?? 0) & EPHEMERAL).toBe(0);
});

test('“thanks” in reply to an answer finds no papers', async () => {
  const answer = await discord.command('papers', { query: 'machine unlearning' });
  const reply = discord.nextMessage(({ content }) => content.startsWith('You’re welcome'));
  discord.say('thanks!', { replied: answer });
  expect((await reply).embeds).toEqual([]);
});

test('a mention of the bot’s role, whose text Discord hides, gets a hint, once a day', async () => {
  const person = discord.addPerson('Ben');
  const { world } = discord.playground;
  const hint = discord.nextMessage(({ content }) => content.includes('only messages that mention me'));
  discord.say(`<@&${world.botRoleId}> machine unlearning`, { user: person });
  expect((await hint).content).toContain(`<@${world.bot.id}>`);
  const before = discord.messages().length;
  discord.say(`<@&${world.botRoleId}> and again`, { user: person });
  const answer = discord.nextMessage(({ author }) => author.id === world.bot.id);
  discord.say(`<@${world.bot.id}> hello`, { user: person });
  expect((await answer).content).toMatch(/^Hello!/);
  // The second mention of the role, the mention of the bot, and its answer.
  expect(discord.messages().length).toBe(before + 3);
});

test('a reply with the mention switched off gets the same hint; another bot’s role gets nothing', async () => {
  const [ana, ben] = [discord.addPerson('Cora'), discord.addPerson('Dan')];
  const answer = await discord.command('papers', { query: 'machine unlearning' });
  const hint = discord.nextMessage(({ content }) => content.includes('only messages that mention me'));
  discord.say('<@&123456789012345678> hello', { user: ben });
  discord.say('and for images?', { user: ana, replied: answer, mentionsReplied: false });
  expect((await hint).referenced_message?.author.id).toBe(ana.user.id);
});

test.each([
  ['papers', { query: 'machine unlearning' }],
  ['ask', { question: 'how do I make a model forget private data?' }],
  ['similar', { paper: 'EmbeddingGemma' }],
  ['summary', { paper: 'EmbeddingGemma' }],
  ['trending', {}],
])('/%s with private:true answers only the person who asked', async (name, options) => {
  const person = discord.addPerson('Dora');
  const message = await discord.command(name, { ...options, private: true }, { user: person });
  expect((message.flags ?? 0) & EPHEMERAL).toBe(EPHEMERAL);
  expect(discord.messages().filter(({ id }) => id === message.id)).toEqual([]);
});

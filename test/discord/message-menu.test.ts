/** The menu entries of messages, through the real discord.js client against the playground's server. */
import type { APIMessage } from 'discord-api-types/v10';
import { beforeAll, expect, test } from 'vitest';
import { useDiscord } from '../helpers/discord.ts';
import type { TestEngine } from '../helpers/library.ts';
import { makePaper } from '../helpers/papers.ts';
import type { TestPlayground } from '../helpers/playground.ts';

const EPHEMERAL = 64;
const SUMMARISE = 'Summarise linked paper';
const FIND = 'Find papers about this';
let discord: TestPlayground;
let engine: TestEngine;
useDiscord((started) => {
  ({ discord, engine } = started);
});
beforeAll(async () => {
  await engine.stores.papers.add([
    makePaper({ id: '2512.00001', title: 'Folding paper planes', abstract: 'We fold planes out of paper.' }),
    makePaper({ id: '2512.00002', title: 'Flying paper planes', abstract: 'We fly planes made of paper.' }),
  ]);
});

test.each([
  ['a link', 'look at https://arxiv.org/abs/2512.00001v2, it is great'],
  ['a PDF in a named link', '[this](https://arxiv.org/pdf/2512.00001)'],
  ['a Hugging Face page', '<https://huggingface.co/papers/2512.00001>'],
  ['a DOI', 'doi:10.48550/arXiv.2512.00001'],
  ['a bare id', 'arXiv:2512.00001 [cs.CL]'],
])('“Summarise linked paper” reads %s, and answers privately', async (_, text) => {
  const answer = await discord.useMenu(discord.say(text), SUMMARISE);
  expect(answer.embeds[0]?.title).toBe('Folding paper planes');
  expect(answer.content).toBe('');
  expect(answer.flags).toBe(EPHEMERAL);
});

test('it reads what stands in embeds and components, such as the bot’s own lists', async () => {
  const list = await discord.command('papers', { query: 'folding paper planes' });
  const answer = await discord.useMenu(list, SUMMARISE);
  expect(answer.embeds[0]?.title).toBe('Folding paper planes');
});

test('of several papers it summarises the first and names the others', async () => {
  const said = discord.say(
    'https://arxiv.org/abs/2512.00002 and https://arxiv.org/abs/2512.00001 (v1: 2512.00002)',
  );
  const answer = await discord.useMenu(said, SUMMARISE);
  expect(answer.embeds[0]?.title).toBe('Flying paper planes');
  expect(answer.content).toBe('The message also links 2512.00001. `/summary` summarises it.');
});

test.each([
  ['no link', 'good morning', /^I see no arXiv link, arXiv id or DOI in that message/],
  ['no text at all', '<@1>', /^I see no arXiv link/],
  ['another publisher’s DOI', 'https://doi.org/10.1038/nature14539', /can't read that link/],
  ['a paper that is nowhere', 'https://arxiv.org/abs/2512.99999', /2512\.99999/],
])('a message with %s gets a private answer that says so', async (_, text, said) => {
  const answer = await discord.useMenu(discord.say(text), SUMMARISE);
  expect(answer.content).toMatch(said);
  expect(answer.flags).toBe(EPHEMERAL);
});

test('“Find papers about this” searches for the words of a message, without its links and mentions', async () => {
  const { world } = discord.playground;
  const said = discord.say(
    `<@${world.bot.id}> **folding paper planes** https://example.org/?since=2 <:wave:123>\n> by hand`,
  );
  const answer = await discord.useMenu(said, FIND);
  expect((answer.flags ?? 0) & EPHEMERAL).toBe(EPHEMERAL);
  expect(JSON.stringify(answer)).toContain('“folding paper planes by hand”');
  expect(JSON.stringify(answer)).toContain('Folding paper planes');
});

test('a message that is only a link finds the linked paper', async () => {
  const answer = await discord.useMenu(discord.say('https://arxiv.org/abs/2512.00001'), FIND);
  expect(JSON.stringify(answer)).toContain('Folding paper planes');
});

test('a message without words says so', async () => {
  const answer = await discord.useMenu(discord.say('🎉 https://example.org'), FIND);
  expect(answer.content).toBe('That message has no words to search for. Pick one with text, or use /papers.');
});

test('an entry from an older version is refused with the next step', async () => {
  const { world } = discord.playground;
  world.setCommands([
    ...world.commands(),
    {
      ...(world.commands().find(({ name }) => name === FIND) as never as object),
      name: 'Old entry',
    } as never,
  ]);
  const answer = await discord.useMenu(discord.say('hello'), 'Old entry');
  expect(answer.content).toContain('See what I can do with /help.');
});

test('a forwarded message is read like one of its own', async () => {
  const { world } = discord.playground;
  const said = discord.say('look');
  const forwarded = {
    ...said,
    content: '',
    message_reference: { type: 1, message_id: '1', channel_id: said.channel_id },
    message_snapshots: [{ message: { ...said, content: 'https://arxiv.org/abs/2512.00002' } }],
  } as unknown as APIMessage;
  world.put(forwarded, undefined);
  expect((await discord.useMenu(forwarded, SUMMARISE)).embeds[0]?.title).toBe('Flying paper planes');
});

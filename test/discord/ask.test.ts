/** /ask and plain messages to the bot, with the real discord.js client against the playground's server. */
import { type APIMessage, ComponentType, MessageFlags, MessageType } from 'discord-api-types/v10';
import { afterEach, describe, expect, test } from 'vitest';
import { startThread } from '../../playground/threads.ts';
import type { TestBot } from '../helpers/bot.ts';
import { useDiscord } from '../helpers/discord.ts';
import type { TestEngine } from '../helpers/library.ts';
import { createOpenApiCheck } from '../helpers/openapi.ts';
import { makePaper } from '../helpers/papers.ts';
import type { TestPlayground } from '../helpers/playground.ts';
import { type Asked, createScriptedModel, hanging } from '../helpers/scripted-model.ts';

let discord: TestPlayground;
let bot: TestBot;
let engine: TestEngine;

const FORGET = 'how do I make a model forget private data?';
/** Answers with the first sentences of the first two papers. */
function helpful({ prompt, values }: Asked): unknown {
  if (prompt === 'rewrite') return { isResearch: true, queries: ['machine unlearning'] };
  const lines = (values.papers ?? '').split('\n').slice(0, 2);
  const first = (line: string) => /: ([^:]+?\.)\s/.exec(line)?.[1] ?? '';
  return { statements: lines.map((line, i) => ({ text: first(line), papers: [i + 1] })) };
}

const model = createScriptedModel(helpful);
useDiscord(
  (started) => {
    ({ discord, bot, engine } = started);
  },
  { languageModel: model },
);
afterEach(() => {
  model.answer = helpful;
  model.asked.length = 0;
});

const textOf = ({ embeds }: APIMessage): string => embeds[0]?.description ?? '';
const footerOf = ({ embeds }: APIMessage): string => embeds[0]?.footer?.text ?? '';
const idsOf = ({ components = [] }: APIMessage): string[] =>
  components.flatMap((row) =>
    row.type === ComponentType.ActionRow
      ? row.components.flatMap((part) => ('custom_id' in part ? part.custom_id : []))
      : [],
  );
const idOf = (message: APIMessage, start: string): string =>
  idsOf(message).find((id) => id.startsWith(start)) ?? '';
/** The bot's complete answer to a message. */
function answerTo(...said: Parameters<TestPlayground['say']>): Promise<APIMessage> {
  const answer = discord.nextMessage(({ author }) => author.bot === true);
  discord.say(...said);
  return answer;
}

describe('/ask', () => {
  test('answers in statements that link to their papers, lists these, and names the author', async () => {
    const message = await discord.command('ask', { question: FORGET });
    expect(message.content).toBe(`“${FORGET}”`);
    expect(textOf(message)).toMatch(
      /^[^\n]+\. \[\\\[1\\\]\]\(https:\/\/arxiv\.org\/\S+\)\n\n[^\n]+\[\\\[2\\\]\]\(/,
    );
    expect(textOf(message)).toMatch(
      /\n\n\*\*1\.\*\* \[[^\]]+\]\(https:\/\/arxiv\.org\/[^\n]+\n\*\*2\.\*\* \[/,
    );
    expect(footerOf(message)).toContain('Written by a language model');
    expect(model.asked[0]?.options.usageSubject).toEqual({
      personId: `discord:${discord.playground.world.owner.user.id}`,
      serverId: `discord:${discord.playground.world.guildId}`,
    });
  });

  test('shows the searches to the invoker of the button, and opens a paper’s summary', async () => {
    const question = 'wie bringe ich einem Modell das Vergessen bei?';
    const message = await discord.command('ask', { question });
    const searched = await discord.press(message, idOf(message, 'open|ask'));
    expect((searched.flags ?? 0) & MessageFlags.Ephemeral).toBeTruthy();
    expect(searched.content).toBe(`I searched for\n- “${question}”\n- “machine unlearning”`);
    const menu = idOf(message, 'answer|');
    const [row] = message.components ?? [];
    const part = row?.type === ComponentType.ActionRow ? row.components[0] : undefined;
    const option = part?.type === ComponentType.StringSelect ? part.options[0]?.value : undefined;
    const summary = await discord.choose(message, menu, [option ?? '']);
    expect(textOf(message)).toContain(summary.embeds[0]?.title);
  });

  test('quotes the papers after two seconds if the model hangs', async () => {
    model.answer = hanging;
    const asking = discord.command('ask', { question: FORGET });
    await expect.poll(() => model.asked.length).toBe(1);
    discord.clock.advance(2_000);
    const interim = await asking;
    expect(textOf(interim)).toContain('-# The language model is still reading.');
    expect(idsOf(interim)).toEqual([]);
    const changed = discord.nextMessage(({ id }) => id === interim.id);
    discord.clock.advance(6_000);
    const last = await changed;
    expect(textOf(last)).toContain('-# The language model isn’t answering right now');
    expect(footerOf(last)).toContain('Quoted from the papers’ abstracts');
    expect(idsOf(last)).toHaveLength(2);
  });

  test('shows a paper that fits without an abstract, with a model and without its answer', async () => {
    const id = '2512.77777';
    await engine.stores.papers.add([makePaper({ id, title: 'Paper of a title alone', abstract: '' })]);
    model.answer = () => ({ isResearch: true, queries: [], statements: [] });
    const message = await discord.command('ask', { question: id });
    expect(message.content).toContain(`I couldn’t find papers that answer “${id}”. These come closest.`);
    expect(JSON.stringify(message.embeds)).toContain('Paper of a title alone');
    expect(bot.handled.at(-1)?.outcome).toBe('answered');
  });

  test('points elsewhere if the question isn’t one for papers', async () => {
    model.answer = () => ({ isResearch: false, queries: [] });
    expect((await discord.command('ask', { question: 'hello world of sourdough' })).content).toMatch(
      /^I answer from machine-learning papers/,
    );
  });

  test('sends only bodies that Discord’s own description allows', async () => {
    await discord.command('ask', { question: FORGET });
    await answerTo(`<@${discord.playground.bot.id}> ${FORGET}`);
    const check = await createOpenApiCheck();
    for (const request of discord.requests.filter(({ body }) => body !== undefined)) {
      expect(check(request)).toEqual([]);
    }
  });
});

describe('earlier turns', () => {
  const LATER = 'and how is that measured?';
  /** The model's prompt, once `asking` is answered. */
  async function toldWith(asking: () => Promise<APIMessage>): Promise<string[]> {
    model.asked.length = 0;
    await asking();
    return model.asked[0]?.data.match(/They asked: .*/g) ?? [];
  }

  test('are ignored by the next question in a channel', async () => {
    const mention = `<@${discord.playground.bot.id}>`;
    await discord.command('ask', { question: FORGET });
    await answerTo(`${mention} ${FORGET}`);
    expect(await toldWith(() => discord.command('ask', { question: LATER }))).toEqual([]);
    expect(await toldWith(() => answerTo(`${mention} ${LATER}`))).toEqual([]);
  });

  test('continue in a thread, for the same person, with /ask', async () => {
    const { world } = discord.playground;
    const message = discord.say('A thread, please.');
    const thread = startThread(world, message, { name: 'Forgetting' }, discord.clock.now());
    await discord.command('ask', { question: FORGET }, { thread });
    const ask = (by: object) => () => discord.command('ask', { question: LATER }, { thread, ...by });
    expect(await toldWith(ask({ user: discord.addPerson('Passer-by') }))).toEqual([]);
    expect(await toldWith(ask({}))).toEqual([`They asked: ${FORGET}`]);
  });

  test('continue in a thread with a mention, and in direct messages without', async () => {
    const { world } = discord.playground;
    const mention = `<@${world.bot.id}>`;
    const thread = { channelId: world.channels[1]?.id ?? '', position: 3 };
    await answerTo(`${mention} ${FORGET}`, thread);
    expect(await toldWith(() => answerTo(`${mention} ${LATER}`, thread))).toEqual([`They asked: ${FORGET}`]);

    const user = discord.addPerson('Writer');
    const direct = { channelId: world.directChannel(user.user.id), user };
    await answerTo(FORGET, direct);
    expect(await toldWith(() => answerTo(LATER, direct))).toEqual([`They asked: ${FORGET}`]);
  });
});

describe('plain messages', () => {
  test('in reply to anybody’s answer continue from it', async () => {
    const first = await discord.command('ask', { question: FORGET });
    model.asked.length = 0;
    const visitor = discord.addPerson('Visitor');
    const message = await answerTo('and how is that measured?', { replied: first, user: visitor });
    expect(message.type).toBe(MessageType.Reply);
    expect(message.message_reference?.message_id).toBe(discord.messages().at(-2)?.id);
    expect(message.mentions).toEqual([]);
    expect(message.content).toBe('');
    expect(textOf(message)).toContain('[\\[1\\]](');
    const { data = '' } = model.asked[0] ?? {};
    expect(data).toContain(`They asked: ${FORGET}\nThey were told: `);
    expect(data).toContain('<question>\nand how is that measured?\n</question>');

    model.asked.length = 0;
    await answerTo('and is it fast?', { replied: message, user: visitor });
    // The visitor continues from the answer they replied to, not from the first.
    expect(model.asked[0]?.data.match(/They asked: .*/g)?.slice(-2)).toEqual([
      `They asked: ${FORGET}`,
      'They asked: and how is that measured?',
    ]);
  });

  test('pass on at most the last three turns', async () => {
    let replied = await discord.command('ask', { question: FORGET });
    for (const word of ['one', 'two', 'three', 'four']) {
      model.asked.length = 0;
      replied = await answerTo(`and ${word}?`, { replied });
    }
    expect(model.asked[0]?.data.match(/They asked: .*/g)).toEqual([
      'They asked: and one?',
      'They asked: and two?',
      'They asked: and three?',
    ]);
  });

  test('with a mention are a question without the mention', async () => {
    const { user: me } = discord.addPerson('Mentioner');
    const user = discord.playground.world.people.get(me.id);
    if (!user) throw new Error('nobody');
    await answerTo(`<@${discord.playground.bot.id}>  ${FORGET}`, { user });
    expect(model.asked[0]?.data).toContain(`<question>\n${FORGET}\n</question>`);
    expect(model.asked[0]?.data).toContain('<earlier>\n\n</earlier>');
    expect(bot.handled.at(-1)).toMatchObject({ command: 'ask', kind: 'message', outcome: 'answered' });
    expect(discord.requests.some(({ path }) => path.endsWith('/typing'))).toBe(true);
  });

  test('with only a mention get an invitation', async () => {
    expect((await answerTo(`<@${discord.playground.bot.id}>`)).content).toMatch(/^Ask me something/);
  });

  test('in direct messages need no mention', async () => {
    const { world } = discord.playground;
    const channelId = world.directChannel(world.owner.user.id);
    const message = await answerTo(FORGET, { channelId });
    expect(message.channel_id).toBe(channelId);
    expect(textOf(message)).toContain('[\\[1\\]](');
    expect(model.asked[0]?.options.usageSubject).toEqual({
      personId: `discord:${world.owner.user.id}`,
      serverId: undefined,
    });
  });

  test('for others, and those of bots, are ignored', async () => {
    const before = discord.messages().length;
    const { world } = discord.playground;
    discord.say(FORGET);
    discord.say(`@everyone ${FORGET}`);
    const robot = { user: { ...world.owner.user, id: world.newId(), bot: true }, permissions: 0n };
    discord.say(`<@${world.bot.id}> ${FORGET}`, { user: robot });
    // Later messages are answered, so these have been seen by then.
    await answerTo(`<@${world.bot.id}>`);
    expect(discord.messages()).toHaveLength(before + 5);
    expect(model.asked).toEqual([]);
  });

  test('in channels without permission to write cause no error', async () => {
    const closed = discord.playground.world.channels.find(({ mayBotPost }) => !mayBotPost);
    const count = bot.handled.length;
    discord.say(`<@${discord.playground.bot.id}> ${FORGET}`, { channelId: closed?.id ?? '' });
    await expect
      .poll(() => bot.handled.slice(count).some(({ outcome }) => outcome !== 'answered'))
      .toBe(true);
    expect(bot.handled.slice(count).map(({ outcome }) => outcome)).toContain('refused');
  });
});

/** Promises that the server makes to the playground's page, over HTTP and server-sent events. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPlayground, type TestPlayground } from '../../test/helpers/playground.ts';
import { type Bot, startBot } from './bot.ts';

interface SentEvent {
  readonly name: string;
  readonly data: { readonly [field: string]: unknown };
}

/** The events of the page's stream, one after another. */
async function* listen(url: string): AsyncGenerator<SentEvent> {
  const response = await fetch(`${url}/playground/events`);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += new TextDecoder().decode(bytes);
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, name = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
      yield { name, data: JSON.parse(data) };
    }
  }
}

describe('the page’s server', () => {
  let playground: TestPlayground;
  let bot: Bot;

  beforeEach(async () => {
    playground = await startPlayground();
    bot = await startBot(playground);
    const options = [{ type: 3, name: 'query', description: 'What about', autocomplete: true }] as const;
    await bot.client.application.commands.set([{ name: 'papers', description: 'Finds papers', options }]);
  });
  afterEach(async () => {
    await bot.client.destroy();
    await playground.close();
  });

  async function act(action: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${playground.url}/playground/interactions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(action),
    });
    return { status: response.status, body: await response.json() };
  }
  const papers = { type: 'command', name: 'papers', options: [{ name: 'query', value: 'x' }] };

  it('sends the world first, and then each new or changed message', async () => {
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.editReply('done');
    });
    const events = listen(playground.url);

    const first = (await events.next()).value;
    const answer = await act(papers);

    expect(first).toMatchObject({
      name: 'world',
      data: {
        person: { global_name: 'You' },
        bot: { username: 'Paperboy' },
        isBotOnline: true,
        guildName: 'Paperboy playground',
        channelName: 'papers',
        commands: [{ name: 'papers' }],
        messages: [],
      },
    });
    expect(answer).toEqual({ status: 200, body: { interactionId: expect.stringMatching(/^\d+$/) } });
    const { interactionId } = answer.body as { interactionId: string };
    const interaction_metadata = { id: interactionId };
    expect((await events.next()).value).toMatchObject({
      name: 'message',
      data: { flags: 128, interaction_metadata },
    });
    expect((await events.next()).value).toMatchObject({
      name: 'message',
      data: { flags: 0, content: 'done' },
    });
  });

  it('sends new commands, deletions, the bot’s connection state, and failures', async () => {
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply('x');
      await interaction.deleteReply();
      await bot.client.application.commands.set([]);
      await bot.client.destroy();
    });
    const events = listen(playground.url);
    await events.next();
    await act(papers);

    const { data } = (await events.next()).value;
    expect((await events.next()).value).toEqual({ name: 'deleted', data: { id: data.id } });
    expect((await events.next()).value).toEqual({ name: 'commands', data: [] });
    expect((await events.next()).value).toEqual({ name: 'presence', data: { isBotOnline: false } });
  });

  it('tells the person when the bot does not answer in time', async () => {
    const events = listen(playground.url);
    await events.next();

    const { body } = await act(papers);
    playground.clock.advance(3_000);

    expect((await events.next()).value).toEqual({
      name: 'failed',
      data: { ...(body as object), message: 'The application did not respond' },
    });
  });

  it('hides other people’s private messages', async () => {
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply({ content: interaction.user.username, flags: 64 });
    });
    const events = listen(playground.url);
    await events.next();

    await playground.command('papers', {}, { user: playground.addPerson('Ada') });
    await act(papers);

    expect((await events.next()).value).toMatchObject({ name: 'message', data: { content: 'you' } });
    const again = listen(playground.url);
    expect((await again.next()).value).toMatchObject({ data: { messages: [{ content: 'you' }] } });
  });

  it('answers an autocomplete with the bot’s choices, or with none if they come too late', async () => {
    const autocomplete = {
      type: 'autocomplete',
      name: 'papers',
      options: [{ name: 'query', value: 'x', focused: true }],
    };
    bot.answerWith(async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      await interaction.respond([{ name: 'Attention', value: '1706.03762' }]);
    });
    expect((await act(autocomplete)).body).toMatchObject({
      choices: [{ name: 'Attention', value: '1706.03762' }],
    });

    bot.answerWith(async () => playground.clock.advance(3_000));
    expect((await act(autocomplete)).body).toEqual({ interactionId: expect.any(String) });
  });

  it('asks the bot to complete only text, as Discord does', async () => {
    const autocomplete = (value: unknown, focused?: true) =>
      act({ type: 'autocomplete', name: 'papers', options: [{ name: 'query', value, focused }] });
    const refused = { status: 400, body: { message: 'query must be text.' } };
    expect(await autocomplete(5, true)).toEqual(refused);
    expect(await autocomplete(true, true)).toEqual(refused);
    expect(await autocomplete(5)).toEqual(refused);
  });

  it('explains a refused action', async () => {
    expect(await act({ ...papers, name: 'none' })).toEqual({
      status: 400,
      body: { message: 'There is no command /none. Type / to see those there are.' },
    });
    expect(await act({ type: 'button', messageId: '1', customId: 'x' })).toEqual({
      status: 400,
      body: { message: 'That message is gone. Please ask again.' },
    });
    expect((await act({ type: 'dance' })).status).toBe(400);
    expect((await act('what?')).status).toBe(400);
  });

  it('ends its streams when it closes', async () => {
    const events = listen(playground.url);
    await events.next();

    playground.playground.close();

    expect((await events.next()).done).toBe(true);
  });
});

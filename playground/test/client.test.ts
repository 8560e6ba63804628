/** Promises about what the real discord.js client can do in the playground. */
import {
  type APIActionRowComponent,
  type APIButtonComponent,
  ButtonStyle,
  Client,
  ComponentType,
  Events,
  type Interaction,
  MessageFlags,
} from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOpenApiCheck } from '../../test/helpers/openapi.ts';
import { startPlayground, type TestPlayground } from '../../test/helpers/playground.ts';
import { type Bot, PAPERS, startBot } from './bot.ts';

const row = (...customIds: string[]): APIActionRowComponent<APIButtonComponent> => ({
  type: ComponentType.ActionRow,
  components: customIds.map((custom_id) => ({
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: custom_id,
    custom_id,
  })),
});

describe('a discord.js client in the playground', () => {
  let playground: TestPlayground;
  let bot: Bot;

  beforeEach(async () => {
    playground = await startPlayground();
    bot = await startBot(playground);
    await bot.client.application.commands.set([PAPERS]);
  });
  afterEach(async () => {
    await bot.client.destroy();
    await playground.close();
  });

  /** Lets the bot answer every command with a message that has these buttons. */
  const answerCommandsWithButtons = (press: (interaction: Interaction) => Promise<unknown>): void =>
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return press(interaction);
      return interaction.reply({ content: 'page 1', components: [row('next', 'summary')] });
    });

  it('registers commands, reads them back, and keeps their ids on a second registration', async () => {
    const first = await bot.client.application.commands.fetch();
    await bot.client.application.commands.set([{ ...PAPERS, description: 'Finds papers for you' }]);
    const second = await bot.client.application.commands.fetch();

    expect(first.map(({ name }) => name)).toEqual(['papers']);
    expect(second.map(({ description }) => description)).toEqual(['Finds papers for you']);
    expect([...second.keys()]).toEqual([...first.keys()]);
    expect(playground.playground.world.commands()[0]).toMatchObject({
      name: 'papers',
      options: PAPERS.options,
    });
  });

  it('shows "thinking…" after a deferral and replaces it with the answer', async () => {
    const states: unknown[] = [];
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      states.push(playground.messages().map(({ flags }) => flags));
      await interaction.editReply(
        `${interaction.options.getString('query')} x${interaction.options.getInteger('count')}`,
      );
    });

    const message = await playground.command('papers', { query: 'attention', count: 3 });

    expect(states).toEqual([[MessageFlags.Loading]]);
    expect(message).toMatchObject({ content: 'attention x3', flags: 0, edited_timestamp: null });
    expect(playground.messages()).toEqual([message]);
  });

  it('receives the same fields in an interaction as from Discord', async () => {
    let seen: Interaction | undefined;
    bot.answerWith(async (interaction) => {
      seen = interaction;
      if (interaction.isRepliable()) await interaction.reply('ok');
    });
    const ada = playground.addPerson('Ada');

    const message = await playground.command('papers', { query: 'x' }, { user: ada });

    expect(seen?.user.globalName).toBe('Ada');
    expect(seen?.guild?.name).toBe('Paperboy playground');
    expect(seen?.channel?.isSendable()).toBe(true);
    expect(seen?.memberPermissions?.has('SendMessages')).toBe(true);
    expect(seen?.memberPermissions?.has('ManageGuild')).toBe(false);
    expect(seen?.appPermissions.has('EmbedLinks')).toBe(true);
    expect(seen).toMatchObject({ locale: 'en-US', context: 0, attachmentSizeLimit: 10_485_760 });
    expect(seen?.createdTimestamp).toBe(playground.clock.now());
    expect(message.interaction_metadata).toMatchObject({
      id: seen?.id,
      name: 'papers',
      user: { id: ada.user.id },
    });
  });

  it('lets the page’s person do anything that needs Manage Server', async () => {
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply(String(interaction.memberPermissions?.has('ManageGuild')));
    });

    expect((await playground.command('papers', { query: 'x' })).content).toBe('true');
  });

  it('suggests choices for the focused option', async () => {
    bot.answerWith(async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const focused = interaction.options.getFocused(true);
      await interaction.respond([{ name: `${focused.name}: ${focused.value}`, value: 'chosen' }]);
    });

    const choices = await playground.autocomplete('papers', { query: 'att' }, 'query');

    expect(choices).toEqual([{ name: 'query: att', value: 'chosen' }]);
  });

  it('updates the message of a pressed button at once', async () => {
    let pressedOn: unknown;
    answerCommandsWithButtons(async (interaction) => {
      if (!interaction.isButton()) return;
      pressedOn = interaction.message.content;
      await interaction.update({ content: 'page 2' });
    });
    const first = await playground.command('papers', { query: 'x' });

    const second = await playground.press(first, 'next');

    expect(pressedOn).toBe('page 1');
    expect(second).toMatchObject({ id: first.id, content: 'page 2', components: first.components });
    expect(second.edited_timestamp).not.toBeNull();
    expect(playground.messages()).toEqual([second]);
  });

  it('updates the message of a pressed button after a deferral', async () => {
    answerCommandsWithButtons(async (interaction) => {
      if (!interaction.isButton()) return;
      await interaction.deferUpdate();
      await interaction.editReply({ content: 'page 2', components: [] });
    });
    const first = await playground.command('papers', { query: 'x' });

    const second = await playground.press(first, 'next');

    expect(second).toMatchObject({ id: first.id, content: 'page 2', components: [] });
  });

  it('answers a button with a new message that refers to the button’s message', async () => {
    answerCommandsWithButtons(async (interaction) => {
      if (interaction.isButton()) await interaction.reply('summary');
    });
    const first = await playground.command('papers', { query: 'x' });

    const second = await playground.press(first, 'summary');

    expect(second.interaction_metadata).toMatchObject({ type: 3, interacted_message_id: first.id });
    expect(playground.messages()).toEqual([first, second]);
  });

  it('follows up with further messages that refer to the first answer', async () => {
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply('one');
      await interaction.followUp('two');
    });
    const following = playground.nextMessage(({ content }) => content === 'two');

    const first = await playground.command('papers', { query: 'x' });

    expect((await following).interaction_metadata).toMatchObject({ original_response_message_id: first.id });
  });

  it('replaces "thinking…" with the first follow-up of a deferred answer, as Discord does', async () => {
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.followUp('the answer');
    });

    const message = await playground.command('papers', { query: 'x' });

    expect(message.content).toBe('the answer');
    expect(playground.messages()).toEqual([message]);
  });

  it('shows private answers only to their invoker, also after an edit', async () => {
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply('only you');
    });
    const ada = playground.addPerson('Ada');

    const message = await playground.command('papers', { query: 'x' }, { user: ada });

    expect(message.flags).toBe(MessageFlags.Ephemeral);
    expect(playground.messages({ user: ada })).toEqual([message]);
    expect(playground.messages()).toEqual([]);
  });

  it('lets only the reader of a private answer press its buttons, and shows it in no channel', async () => {
    bot.answerWith(async (interaction) => {
      if (interaction.isButton()) return interaction.update('pressed');
      if (!interaction.isChatInputCommand()) return;
      const flags = MessageFlags.Ephemeral;
      return interaction.reply({ content: 'only you', components: [row('next')], flags });
    });
    const ada = playground.addPerson('Ada');
    const message = await playground.command('papers', { query: 'x' }, { user: ada });
    const channel = await bot.client.channels.fetch(message.channel_id);
    if (!channel?.isTextBased()) throw new Error('the channel is not one with messages');

    await expect(playground.press(message, 'next')).rejects.toThrow('That message is gone');
    await expect(channel.messages.fetch(message.id)).rejects.toMatchObject({ code: 10008 });
    expect((await channel.messages.fetch()).size).toBe(0);
    expect((await playground.press(message, 'next', { user: ada })).content).toBe('pressed');
  });

  it('refuses presses on disabled or removed buttons', async () => {
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const off = {
        ...row('next'),
        components: row('next').components.map((b) => ({ ...b, disabled: true })),
      };
      await interaction.reply({ content: 'page 1', components: [off] });
    });
    const message = await playground.command('papers', { query: 'x' });

    await expect(playground.press(message, 'next')).rejects.toThrow('That button is switched off.');
    await expect(playground.press(message, 'other')).rejects.toThrow('That button is gone.');
  });

  it('answers several people at once, each with their own answer', async () => {
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.editReply(
        `${interaction.user.globalName}: ${interaction.options.getString('query')}`,
      );
    });
    const people = Array.from({ length: 20 }, (_, n) => playground.addPerson(`P${n}`));

    const answers = await Promise.all(
      people.map((user, n) => playground.command('papers', { query: `q${n}` }, { user })),
    );

    expect(answers.map(({ content }) => content)).toEqual(people.map((_, n) => `P${n}: q${n}`));
  });

  it('deletes and reads its answers', async () => {
    const read: string[] = [];
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply('gone soon');
      read.push((await interaction.fetchReply()).content);
      await interaction.deleteReply();
      await interaction.followUp('still here');
    });
    const following = playground.nextMessage(({ content }) => content === 'still here');

    await playground.command('papers', { query: 'x' });
    const left = await following;

    expect(playground.messages()).toEqual([left]);
    expect(read).toEqual(['gone soon']);
  });

  it('loses no interaction while its gateway connection is broken', async () => {
    bot.answerWith(async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply(`re: ${interaction.options.getString('query')}`);
    });
    await playground.command('papers', { query: 'before' });
    const resumed = new Promise((resolve) => bot.client.once(Events.ShardResume, resolve));

    playground.cutGateway();
    await playground.whenOnline(false);
    const answers = await Promise.all([
      playground.command('papers', { query: 'during' }),
      playground.command('papers', { query: 'also during' }),
    ]);
    await resumed;

    expect(answers.map(({ content }) => content)).toEqual(['re: during', 're: also during']);
    expect((await playground.command('papers', { query: 'after' })).content).toBe('re: after');
    expect(playground.messages()).toHaveLength(4);
  });

  it('cannot log in with another token', async () => {
    const stranger = new Client({ intents: [], rest: { api: playground.apiUrl, retries: 0 } });

    await expect(stranger.login('not.the.token')).rejects.toThrow(/token/i);

    await stranger.destroy();
  });

  it('gets 50035 with the path of an embed’s part that is too long, and may still answer', async () => {
    let refusal: unknown;
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      refusal = await interaction
        .reply({ embeds: [{ title: 'x'.repeat(257) }] })
        .catch((error) => error.rawError);
      await interaction.reply('shorter');
    });

    expect((await playground.command('papers', { query: 'x' })).content).toBe('shorter');
    expect(refusal).toEqual({
      message: 'Invalid Form Body',
      code: 50035,
      errors: {
        data: {
          embeds: {
            0: {
              title: {
                _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 256 or fewer in length.' }],
              },
            },
          },
        },
      },
    });
  });

  it('posts to a channel, edits the post, and sends a repeated nonce only once', async () => {
    const channel = await bot.client.channels.fetch(playground.playground.world.channelId);
    if (!channel?.isSendable()) throw new Error('the channel is not one to send to');
    const post = { content: 'today', nonce: 'day-1', enforceNonce: true };

    const first = await channel.send(post);
    const again = await channel.send(post);
    await first.edit('today, edited');
    playground.clock.advance(10 * 60_000);
    const later = await channel.send(post);

    expect(again.id).toBe(first.id);
    expect(later.id).not.toBe(first.id);
    expect(playground.messages().map(({ content }) => content)).toEqual(['today, edited', 'today']);
    expect((await channel.messages.fetch()).size).toBe(2);
  });

  it('mentions nobody when it allows no mentions', async () => {
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const content = `@everyone <@${interaction.user.id}>`;
      await interaction.reply({ content, allowedMentions: { parse: [] } });
      await interaction.followUp({ content });
    });
    const loud = playground.nextMessage(({ mention_everyone }) => mention_everyone);

    const quiet = await playground.command('papers', { query: 'x' });

    expect(quiet).toMatchObject({ mention_everyone: false, mentions: [] });
    expect((await loud).mentions).toHaveLength(1);
  });

  it('sends only what Discord’s OpenAPI description allows', async () => {
    const check = createOpenApiCheck();
    answerCommandsWithButtons(async (interaction) => {
      if (interaction.isAutocomplete()) await interaction.respond([{ name: 'a', value: 'b' }]);
      if (!interaction.isButton()) return;
      await interaction.deferUpdate();
      await interaction.editReply({ embeds: [{ title: 't', fields: [{ name: 'n', value: 'v' }] }] });
    });
    const message = await playground.command('papers', { query: 'x' });
    await playground.autocomplete('papers', { query: 'x' }, 'query');
    await playground.press(message, 'next');

    const written = playground.requests.filter(({ body }) => body !== undefined);

    expect(written.map(({ method }) => method)).toEqual(['PUT', 'POST', 'POST', 'POST', 'PATCH']);
    expect(written.flatMap(check)).toEqual([]);
    expect(check({ method: 'POST', path: '/channels/1/messages', body: { contents: 'x' } })).toHaveLength(1);
  });
});

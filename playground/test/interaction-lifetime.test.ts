/** The lifetime of an interaction, as the real discord.js client meets it: three seconds, fifteen minutes, one acknowledgement. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPlayground, type TestPlayground } from '../../test/helpers/playground.ts';
import { type Bot, PAPERS, startBot } from './bot.ts';

describe('an interaction of a discord.js client', () => {
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

  it('refuses an edit with another interaction’s token', async () => {
    let first: string | undefined;
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply('mine');
      if (interaction.options.getString('query') !== 'y' || first === undefined) return;
      await interaction.webhook.editMessage(first, 'not mine');
    });
    first = (await playground.command('papers', { query: 'x' })).id;
    const failure = bot.nextFailure();

    await playground.command('papers', { query: 'y' });

    expect(await failure).toMatchObject({ status: 404, code: 10008 });
    expect(playground.messages().map(({ content }) => content)).toEqual(['mine', 'mine']);
  });

  it('refuses a second acknowledgement with 40060', async () => {
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply('one');
      interaction.replied = false;
      await interaction.reply('two');
    });
    const failure = bot.nextFailure();

    await playground.command('papers', { query: 'x' });

    expect(await failure).toMatchObject({ status: 400, code: 40060 });
    expect(playground.messages()).toHaveLength(1);
  });

  it('refuses an acknowledgement after three seconds with 10062, and tells the person', async () => {
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      playground.clock.advance(3_001);
      await interaction.reply('too late');
    });
    const failure = bot.nextFailure();

    const outcome = await playground.act({
      type: 'command',
      name: 'papers',
      options: [{ name: 'query', value: 'x' }],
    });

    expect(outcome).toEqual({ type: 'failed', message: 'The application did not respond' });
    expect(await failure).toMatchObject({ status: 404, code: 10062 });
    expect(playground.messages()).toEqual([]);
  });

  it('accepts an acknowledgement just before three seconds have passed', async () => {
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      playground.clock.advance(2_999);
      await interaction.reply('just in time');
      playground.clock.advance(10_000);
    });

    expect((await playground.command('papers', { query: 'x' })).content).toBe('just in time');
  });

  it('refuses a follow-up and an edit before the acknowledgement with 10015', async () => {
    const codes: unknown[] = [];
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const noteCode = (error: { code: unknown }) => codes.push(error.code);
      await interaction.webhook.send('early').catch(noteCode);
      await interaction.webhook.editMessage('@original', 'early').catch(noteCode);
      await interaction.reply('ok');
    });

    await playground.command('papers', { query: 'x' });

    expect(codes).toEqual([10015, 10015]);
  });

  it('invalidates an interaction’s token after fifteen minutes, and ends its "thinking…"', async () => {
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      playground.clock.advance(15 * 60_000);
      await interaction.editReply('far too late');
    });
    const failure = bot.nextFailure();

    const outcome = await playground.act({
      type: 'command',
      name: 'papers',
      options: [{ name: 'query', value: 'x' }],
    });

    expect(outcome.type).toBe('failed');
    expect(await failure).toMatchObject({ status: 401, code: 50027 });
    expect(playground.messages()).toEqual([]);
    expect((await bot.client.application.commands.fetch()).size).toBe(1);
  });
});

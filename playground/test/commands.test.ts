/** Promises about which command definitions the playground takes, and what it lets people fill in. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startPlayground, type TestPlayground } from '../../test/helpers/playground.ts';
import { startBot } from './bot.ts';

let playground: TestPlayground;
beforeAll(async () => {
  playground = await startPlayground();
});
afterAll(() => playground.close());

async function register(commands: unknown) {
  const { token, applicationId } = playground.playground;
  const response = await fetch(`${playground.apiUrl}/v10/applications/${applicationId}/commands`, {
    method: 'PUT',
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(commands),
  });
  return { status: response.status, text: await response.text() };
}

const command = (more: object = {}) => ({ name: 'papers', description: 'Finds papers', ...more });
const text = (name: string, more: object = {}) => ({ type: 3, name, description: 'Some text', ...more });
const withOptions = (...options: object[]) => [command({ options })];
const many = (count: number) => Array.from({ length: count }, (_, n) => text(`o${n}`));
const choice = (n: number) => ({ name: `c${n}`, value: `v${n}` });
const choices = (count: number) => Array.from({ length: count }, (_, n) => choice(n));

/** Options whose descriptions are that long in one language or the other; with a choice each, they are too many. */
const long = (count: number, description: string, translated: string, choice?: string): object[] =>
  many(count).map((option) => ({
    ...(option as object),
    description,
    description_localizations: { de: translated },
    ...(choice && { choices: [{ name: choice.repeat(8), value: choice.repeat(8) }] }),
  }));

describe('a command definition', () => {
  it.each<[string, unknown, unknown, string]>([
    ['has a lower-case name', [command()], [command({ name: 'Papers' })], 'APPLICATION_COMMAND_INVALID_NAME'],
    [
      'has a name without spaces',
      [command({ name: 'my-papers' })],
      [command({ name: 'my papers' })],
      'APPLICATION_COMMAND_INVALID_NAME',
    ],
    [
      'may have a name in any script',
      [command({ name: '論文' })],
      [command({ name: '論文!' })],
      'APPLICATION_COMMAND_INVALID_NAME',
    ],
    [
      'has a name of up to 32',
      [command({ name: 'x'.repeat(32) })],
      [command({ name: 'x'.repeat(33) })],
      'APPLICATION_COMMAND_INVALID_NAME',
    ],
    ['has a description', [command()], [command({ description: undefined })], 'BASE_TYPE_REQUIRED'],
    [
      'has a description of up to 100',
      [command({ description: 'x'.repeat(100) })],
      [command({ description: 'x'.repeat(101) })],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'has a name of its own',
      [command(), command({ name: 'other' })],
      [command(), command()],
      'APPLICATION_COMMANDS_DUPLICATE_NAME',
    ],
    [
      'may be a menu entry, with a name of its own kind',
      [command(), { type: 3, name: 'Find Papers' }, { type: 3, name: 'papers' }],
      [
        { type: 3, name: 'x' },
        { type: 3, name: 'x' },
      ],
      'APPLICATION_COMMANDS_DUPLICATE_NAME',
    ],
    [
      'has no description as a menu entry',
      [{ type: 3, name: 'x', description: '' }],
      [{ type: 3, name: 'x', description: 'About x' }],
      'BASE_TYPE_CHOICES',
    ],
    [
      'has translations, of which the longest counts towards 4,000 characters',
      withOptions(...long(25, 'x'.repeat(100), 'y'.repeat(100))),
      withOptions(...long(25, 'x'.repeat(100), 'y'.repeat(100), 'choice')),
      'APPLICATION_COMMAND_TOO_LARGE',
    ],
    ['has up to 25 options', withOptions(...many(25)), withOptions(...many(26)), 'BASE_TYPE_MAX_LENGTH'],
    [
      'has options with names of their own',
      withOptions(...many(2)),
      withOptions(text('x'), text('x')),
      'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
    ],
    [
      'has required options first',
      withOptions(text('a', { required: true }), text('b')),
      withOptions(text('a'), text('b', { required: true })),
      'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    ],
    [
      'has options with descriptions',
      withOptions(text('a')),
      withOptions(text('a', { description: '' })),
      'BASE_TYPE_REQUIRED',
    ],
    [
      'has options of known types',
      withOptions(text('a')),
      withOptions({ ...text('a'), type: 99 }),
      'BASE_TYPE_CHOICES',
    ],
    [
      'has up to 25 choices',
      withOptions(text('a', { choices: choices(25) })),
      withOptions(text('a', { choices: choices(26) })),
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'has choices of up to 100',
      withOptions(text('a', { choices: [{ name: 'c', value: 'x'.repeat(100) }] })),
      withOptions(text('a', { choices: [{ name: 'c', value: 'x'.repeat(101) }] })),
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'has choices or autocomplete',
      withOptions(text('a', { autocomplete: true })),
      withOptions(text('a', { autocomplete: true, choices: choices(1) })),
      'APPLICATION_COMMAND_OPTION_CHOICES_AUTOCOMPLETE',
    ],
    [
      'has subcommands or options',
      withOptions({ type: 1, name: 's', description: 'Sub' }),
      withOptions({ type: 1, name: 's', description: 'Sub' }, text('a')),
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    ],
    [
      'has its subcommands’ options checked',
      withOptions({ type: 1, name: 's', description: 'Sub', options: [text('a')] }),
      withOptions({ type: 1, name: 's', description: 'Sub', options: [text('A')] }),
      'APPLICATION_COMMAND_INVALID_NAME',
    ],
    [
      'has permissions as digits',
      [command({ default_member_permissions: '32' })],
      [command({ default_member_permissions: 'admin' })],
      'STRING_TYPE_REGEX',
    ],
    [
      'has known contexts',
      [command({ contexts: [0, 1, 2], integration_types: [0, 1] })],
      [command({ contexts: [3] })],
      'BASE_TYPE_CHOICES',
    ],
  ])('%s', async (_, good, bad, code) => {
    expect(await register(good)).toMatchObject({ status: 200 });
    const refused = await register(bad);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('"code":50035');
    expect(refused.text).toContain(`"code":"${code}"`);
  });

  it('allows up to 100 choices', async () => {
    const commands = Array.from({ length: 101 }, (_, n) => command({ name: `c${n}` }));
    expect((await register(commands.slice(1))).status).toBe(200);
    expect((await register(commands)).text).toContain('"code":30032');
  });

  it('keeps the previous commands if it is refused', async () => {
    await register([command({ name: 'kept' })]);
    await register([command({ name: 'BAD' })]);
    expect(playground.playground.world.commands().map(({ name }) => name)).toEqual(['kept']);
  });
});

describe('a filled-in command', () => {
  beforeEach(async () => {
    const options = [
      text('query', { required: true, min_length: 2, max_length: 5 }),
      { type: 4, name: 'count', description: 'How many', min_value: 1, max_value: 10 },
      text('period', { choices: [{ name: 'A day', value: 'day' }] }),
      { type: 5, name: 'brief', description: 'Short?' },
    ];
    const { status } = await register([
      command({ options }),
      command({
        name: 'daily',
        options: [
          { type: 1, name: 'off', description: 'Stops it' },
          {
            type: 2,
            name: 'set',
            description: 'Sets things',
            options: [
              {
                type: 1,
                name: 'place',
                description: 'Where',
                options: [
                  { type: 7, name: 'channel', description: 'Where', required: true },
                  { type: 6, name: 'for', description: 'Whom' },
                ],
              },
            ],
          },
        ],
      }),
    ]);
    expect(status).toBe(200);
  });

  it.each<[string, Record<string, string | number | boolean>, string]>([
    ['nothing where something is needed', {}, 'Please fill in query.'],
    ['an option that is not there', { query: 'abc', page: 2 }, 'There is no option page.'],
    ['text that is too short', { query: 'a' }, 'query must have 2 characters or more.'],
    ['text that is too long', { query: 'abcdef' }, 'query must have 5 characters or fewer.'],
    ['text for a number', { query: 'abc', count: '3' }, 'count must be a whole number.'],
    ['a number that is not whole', { query: 'abc', count: 1.5 }, 'count must be a whole number.'],
    ['a number that is too small', { query: 'abc', count: 0 }, 'count must be 1 or more.'],
    ['a number that is too large', { query: 'abc', count: 11 }, 'count must be 10 or less.'],
    ['something beside the choices', { query: 'abc', period: 'year' }, 'period must be one of its choices.'],
    ['text for yes or no', { query: 'abc', brief: 'yes' }, 'brief must be true or false.'],
  ])('is refused when it is %s', async (_, options, message) => {
    await expect(playground.command('papers', options)).rejects.toThrow(message);
  });

  it('is refused if the command doesn’t exist or needs a subcommand', async () => {
    await expect(playground.command('nothing')).rejects.toThrow(
      'There is no command /nothing. Type / to see those there are.',
    );
    await expect(playground.command('daily')).rejects.toThrow('/daily needs one of its subcommands.');
    await expect(playground.command('daily on')).rejects.toThrow('There is no command /daily on.');
  });

  it('reaches a subcommand by its path, with the channel and the person that it names', async () => {
    const { world } = playground.playground;
    const ada = playground.addPerson('Ada');
    const bot = await startBot(playground);
    bot.answerWith(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const { options } = interaction;
      const channel = options.getChannel('channel', true);
      const named = `${channel.name} ${options.getUser('for')?.globalName}`;
      await interaction.reply(`${options.getSubcommandGroup()} ${options.getSubcommand()} ${named}`);
    });

    const message = await playground.command('daily set place', {
      channel: world.channelId,
      for: ada.user.id,
    });

    await bot.client.destroy();
    expect(message.content).toBe('set place papers Ada');
  });
});

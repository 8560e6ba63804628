/** Commands in replies that a person can click. */
import { expect, test } from 'vitest';
import { withCommandMentions } from '../../src/discord/command-mentions.ts';
import { useDiscord } from '../helpers/discord.ts';
import { textOf } from '../helpers/message-texts.ts';
import type { TestPlayground } from '../helpers/playground.ts';

let discord: TestPlayground;
useDiscord(
  (started) => {
    ({ discord } = started);
  },
  { hasCommandIds: true },
);

const idOf = (name: string) => discord.playground.world.commands().find((each) => each.name === name)?.id;

test('the next step of a subscription can be clicked', async () => {
  const list = await discord.command('digest list');
  expect(list.content).toContain(`</digest subscribe:${idOf('digest')}> brings trending papers`);
  const made = await discord.command('digest me', { topics: 'machine unlearning' });
  expect(textOf(made)).toContain(`</digest edit:${idOf('digest')}> changes it`);
  // An option is to be typed.
  expect(textOf(made)).toContain('`/digest edit timezone:`');
});

test('so can the next step of an error, and the commands of /help', async () => {
  const none = await discord.command('digest remove', { subscription: 'nobody' });
  expect(none.content).toBe(
    `I don't know that subscription. </digest list:${idOf('digest')}> shows the ones you can change.`,
  );
  const help = textOf(await discord.command('help'));
  expect(help).toContain(`**</papers:${idOf('papers')}>**: Find papers on a topic`);
  expect(help).toContain('-# /papers query: ');
});

const ids = new Map([
  ['papers', '1'],
  ['digest list', '2'],
]);

test.each([
  ['Try `/papers`.', 'Try </papers:1>.'],
  ['Use /papers to look.', 'Use </papers:1> to look.'],
  ['Use /digest list now', 'Use </digest list:2> now'],
  ['Use /digest', 'Use /digest'],
  ['See https://example.org/papers and a/papers', 'See https://example.org/papers and a/papers'],
  ['`/papers query: x`', '`/papers query: x`'],
  ['/papers query: x', '/papers query: x'],
  ['</papers:9>', '</papers:9>'],
  ['/unknown', '/unknown'],
])('“%s” becomes “%s”', (text, expected) => {
  expect(withCommandMentions({ content: text }, ids).content).toBe(expected);
});

test('texts in layouts and embeds are changed, titles and addresses are not', () => {
  const reply = withCommandMentions(
    {
      embeds: [{ title: '/papers', url: 'https://example.org/papers', description: '/papers' }],
      layout: [{ type: 17, components: [{ type: 10, content: 'Use `/papers`' }] }],
    },
    ids,
  );
  expect(reply.embeds?.[0]).toEqual({
    title: '/papers',
    url: 'https://example.org/papers',
    description: '</papers:1>',
  });
  expect(reply.layout?.[0]).toMatchObject({ components: [{ content: 'Use </papers:1>' }] });
});

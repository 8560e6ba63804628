import type { APIApplicationCommand } from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import { draftOfText, fixedChoices, isOffered, optionsOf } from '../page/command-draft.ts';
import { hasSubcommands, leafCommands } from '../page/leaf-commands.ts';
import { parseInline } from '../page/markdown-inline.ts';

const command = (name: string, options: unknown[]) =>
  ({ id: '1', type: 1, name, description: name, options }) as unknown as APIApplicationCommand;
const channel = { type: 7, name: 'channel', description: 'Where' };
const digest = command('digest', [
  { type: 1, name: 'subscribe', description: 'Post papers', options: [channel] },
  { type: 1, name: 'list', description: 'See them' },
]);
const papers = command('papers', [{ type: 3, name: 'query', description: 'What', required: true }]);
const leaves = leafCommands([papers, digest], [{ id: '9', name: 'reading-group' }]);

test('each subcommand is a command of its own, in its place', () => {
  expect(leaves.map(({ name, description }) => `${name}: ${description}`)).toEqual([
    'papers: papers',
    'digest subscribe: Post papers',
    'digest list: See them',
  ]);
  expect(leaves.every(isOffered)).toBe(true);
  expect([papers, digest].map(hasSubcommands)).toEqual([false, true]);
});

test('a channel is picked from the existing ones', () => {
  const [option] = optionsOf(leaves[1] ?? papers);
  if (!option) throw new Error('the option is gone');
  expect(fixedChoices(option)).toEqual([{ name: '#reading-group', value: '9' }]);
});

test('a subcommand is known once a space follows it', () => {
  expect(draftOfText('/digest ', leaves)).toBeUndefined();
  expect(draftOfText('/digest list', leaves)).toBeUndefined();
  expect(draftOfText('/digest list ', leaves)?.draft.command.name).toBe('digest list');
  expect(draftOfText('/papers query: agents', leaves)?.draft.fields).toMatchObject([{ text: 'agents' }]);
});

test('a channel in a message is known by its id', () => {
  expect(parseInline('in <#9>, at')).toEqual([
    { type: 'text', text: 'in ' },
    { type: 'channel', id: '9' },
    { type: 'text', text: ', at' },
  ]);
  expect(parseInline('<#x>')).toEqual([{ type: 'text', text: '<#x>' }]);
});

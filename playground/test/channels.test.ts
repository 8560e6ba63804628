/** The playground's channels, direct messages and menus, as a bot and a person use them. */
import { ComponentType, REST, Routes } from 'discord.js';
import type { APIChannel, APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPlayground, type TestPlayground } from '../../test/helpers/playground.ts';

let discord: TestPlayground;
let rest: REST;

beforeAll(async () => {
  discord = await startPlayground();
  rest = new REST({ api: discord.apiUrl }).setToken(discord.playground.token);
});
afterAll(() => discord.close());

const idOf = (name: string) => discord.playground.world.channels.find((one) => one.name === name)?.id ?? '';
const post = (channelId: string, body: object) =>
  rest.post(Routes.channelMessages(channelId), { body }) as Promise<APIMessage>;
const read = (channelId: string) => rest.get(Routes.channelMessages(channelId)) as Promise<APIMessage[]>;

test('a message stays in its channel', async () => {
  const sent = await post(idOf('reading-group'), { content: 'Hello readers' });
  expect(sent.channel_id).toBe(idOf('reading-group'));
  expect((await read(idOf('reading-group'))).map(({ content }) => content)).toEqual(['Hello readers']);
  expect(await read(idOf('papers'))).toEqual([]);
});

test('the bot is refused in a channel where it may not post', async () => {
  await expect(post(idOf('announcements'), { content: 'News' })).rejects.toMatchObject({
    status: 403,
    code: 50013,
  });
});

test('a direct message belongs to one person, in one channel however often it is opened', async () => {
  const visitor = discord.addPerson('Visitor');
  const open = () =>
    rest.post(Routes.userChannels(), { body: { recipient_id: visitor.user.id } }) as Promise<APIChannel>;
  const { id } = await open();
  expect((await open()).id).toBe(id);
  const nonce = { nonce: '7', enforce_nonce: true };
  const sent = await post(id, { content: 'For you', ...nonce });
  expect((await post(id, { content: 'For you', ...nonce })).id).toBe(sent.id);
  expect((await read(id)).map(({ content }) => content)).toEqual(['For you']);
  expect(discord.messages({ user: visitor }).map(({ content }) => content)).toContain('For you');
  expect(discord.messages().map(({ content }) => content)).not.toContain('For you');
  await expect(rest.post(Routes.userChannels(), { body: { recipient_id: '1' } })).rejects.toMatchObject({
    code: 50033,
  });
});

test('a menu takes only what it offers', async () => {
  const menu = {
    type: ComponentType.StringSelect,
    custom_id: 'menu',
    options: [
      { label: 'A', value: 'a' },
      { label: 'B', value: 'b' },
    ],
  };
  const { id: messageId } = await post(idOf('papers'), {
    content: 'Choose',
    components: [{ type: ComponentType.ActionRow, components: [menu] }],
  });
  const choose = (customId: string, values: string[]) => () =>
    discord.act({ type: 'select', messageId, customId, values });
  await expect(choose('menu', ['c'])).rejects.toThrow('That menu has no such choice.');
  await expect(choose('menu', ['a', 'b'])).rejects.toThrow('That menu takes from 1 to 1 choices.');
  await expect(choose('other', ['a'])).rejects.toThrow('That menu is gone.');
  await expect(discord.act({ type: 'button', messageId, customId: 'menu' })).rejects.toThrow(
    'That button is gone.',
  );
});

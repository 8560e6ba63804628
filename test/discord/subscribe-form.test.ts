/** The form of /digest subscribe, through the real discord.js client. */
import { afterEach, expect, test } from 'vitest';
import type { PlaygroundForm } from '../../playground/form-limits.ts';
import { useDiscord } from '../helpers/discord.ts';
import type { TestEngine } from '../helpers/library.ts';
import { createOpenApiCheck } from '../helpers/openapi.ts';
import type { TestPlayground } from '../helpers/playground.ts';

let discord: TestPlayground;
let engine: TestEngine;
useDiscord((started) => {
  ({ discord, engine } = started);
});

const ofServer = () =>
  engine.stores.subscriptions.ofServer(`discord:${discord.playground.world.guildId}` as never);
afterEach(async () => {
  for (const { id } of await ofServer()) await engine.stores.subscriptions.remove(id);
});

/** The values as the form shows them at first. */
const defaultsOf = ({ components }: PlaygroundForm): Record<string, string[]> =>
  Object.fromEntries(
    components.map(({ component }) => {
      if ('default_values' in component)
        return [component.custom_id, component.default_values?.map(({ id }) => id) ?? []];
      if ('options' in component)
        return [component.custom_id, component.options.flatMap((each) => (each.default ? [each.value] : []))];
      return [component.custom_id, 'value' in component && component.value ? [component.value] : []];
    }),
  );

test('typed alone, the command shows a form with sensible defaults, which makes a subscription as it is', async () => {
  const form = await discord.openForm('digest subscribe');
  await expect(`${JSON.stringify(form, null, 2)}\n`.replaceAll(/\d{17,20}/g, 'CHANNEL')).toMatchFileSnapshot(
    'golden/subscribe-form.json',
  );
  expect(await ofServer()).toEqual([]);
  const answer = await discord.submit(form, defaultsOf(form));
  expect(answer.content).toContain('**Done:**');
  expect((answer.flags ?? 0) & 64).toBe(64);
  expect(await ofServer()).toEqual([
    expect.objectContaining({ time: '09:00', days: [1, 2, 3, 4, 5], cadence: 'daily', topics: [] }),
  ]);
});

test('what is filled in is taken', async () => {
  const form = await discord.openForm('digest subscribe');
  await discord.submit(form, {
    ...defaultsOf(form),
    topics: ['machine unlearning; agents'],
    rhythm: ['weekly'],
    time: ['8:30 am'],
    timezone: ['Europe/Berlin'],
  });
  expect(await ofServer()).toEqual([
    expect.objectContaining({
      topics: ['machine unlearning', 'agents'],
      cadence: 'weekly',
      days: [1],
      time: '08:30',
      timeZone: 'Europe/Berlin',
    }),
  ]);
});

test('a form sent twice makes one subscription, and says that it is there already', async () => {
  const form = await discord.openForm('digest subscribe');
  await discord.submit(form, defaultsOf(form));
  const again = await discord.submit(form, defaultsOf(form));
  expect(again.content).toContain('**There is one already:**');
  expect(await ofServer()).toHaveLength(1);
});

test.each([
  ['time', '25:00', "“25:00” isn't a time"],
  ['timezone', 'Atlantis', "I don't know the time zone “Atlantis”"],
  ['topics', 'www.evil.example', 'names a web address'],
])('an impossible %s is refused in plain words, and nothing is made', async (field, value, words) => {
  const form = await discord.openForm('digest subscribe');
  const answer = await discord.submit(form, { ...defaultsOf(form), [field]: [value] });
  expect(answer.content).toContain(words);
  expect(await ofServer()).toEqual([]);
});

test('a channel that cannot be posted in is refused', async () => {
  const form = await discord.openForm('digest subscribe');
  const closed = discord.playground.world.channels.find(({ mayBotPost }) => !mayBotPost);
  const answer = await discord.submit(form, { ...defaultsOf(form), channel: [closed?.id ?? ''] });
  expect(answer.content).toContain("I can't post");
  expect(await ofServer()).toEqual([]);
});

test('who may not subscribe is told so instead, and options need no form', async () => {
  const visitor = discord.addPerson('Eve');
  const refused = await discord.command('digest subscribe', {}, { user: visitor });
  expect(refused.content).toContain('needs the Manage Server permission');
  const made = await discord.command('digest subscribe', { time: '10:00' });
  expect(made.content).toContain('**Done:**');
});

test('a form of an older version is refused in plain words', async () => {
  const { world } = discord.playground;
  world.showForm(world.owner, '1', {
    custom_id: 'open|digest|elsewhere',
    title: 'Old',
    components: [
      { type: 18, label: 'Name', component: { type: 4, custom_id: 'name', style: 1, required: false } },
    ],
  });
  const answer = await discord.submit({ custom_id: 'open|digest|elsewhere' } as PlaygroundForm, {});
  expect(answer.content).toContain('This form is from an older version of me.');
});

test('every request fits Discord’s own description of its interface', () => {
  const check = createOpenApiCheck();
  const sent = discord.requests.filter(({ body }) => body !== undefined);
  expect(sent.some(({ body }) => (body as { type?: number }).type === 9)).toBe(true);
  expect(sent.flatMap(check)).toEqual([]);
});

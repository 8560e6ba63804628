/**
 * /papers with a query that finds nothing that fits: the list appears at once, and a language model's rewrite may
 * improve it in place.
 */
import { setTimeout } from 'node:timers/promises';
import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { beforeEach, expect, test } from 'vitest';
import { LanguageModelError } from '../../src/domain/errors.ts';
import { useDiscord } from '../helpers/discord.ts';
import { buttonsOf, headingOf, listed } from '../helpers/message-texts.ts';
import type { TestPlayground } from '../helpers/playground.ts';
import { createScriptedModel, hanging } from '../helpers/scripted-model.ts';

let discord: TestPlayground;

// A query whose words the bundled papers don't answer.
const QUESTION = 'at which temperature does sourdough bread bake?';
const OTHERS = { isResearch: true, queries: ['machine unlearning', 'parameter-efficient fine-tuning'] };

const model = createScriptedModel(() => OTHERS);
useDiscord(
  (started) => {
    ({ discord } = started);
  },
  { languageModel: model },
);
beforeEach(() => {
  model.answer = () => OTHERS;
  model.asked.length = 0;
});

const titles = (message: APIMessage): string[] => listed(message).map(({ title }) => title);
const ranks = (message: APIMessage): number[] => listed(message).map(({ rank }) => rank);
const labels = (message: APIMessage): Map<string, string> =>
  new Map(buttonsOf(message).map(({ label = '', custom_id }) => [label, custom_id]));
const press = (message: APIMessage, label: string, ...by: Parameters<TestPlayground['press']>[2][]) =>
  discord.press(message, labels(message).get(label) ?? `no ${label}`, ...by);
/** The message's next version. */
const next = (id: string) => discord.nextMessage((message) => message.id === id);

async function askTwice(query = QUESTION, count = 5): Promise<[APIMessage, APIMessage]> {
  const first = await discord.command('papers', { query, count });
  const second = next(first.id);
  // Edits are a second apart.
  discord.clock.advance(1_000);
  return [first, await second];
}

test('rewrites are not tried for an author’s papers: they would find anybody’s', async () => {
  const message = await discord.command('papers', { query: 'sourdough bread by Sara Hooker' });
  expect(headingOf(message)).toMatch(/^I couldn’t find papers by Sara Hooker on “sourdough bread”\./);
  expect(model.asked).toEqual([]);
});

test('rewrites put their results first and keep the original ones below, and the reply says so', async () => {
  const [first, second] = await askTwice();
  expect(headingOf(first)).toContain(`find papers on “${QUESTION}”`);
  expect(headingOf(second)).toBe(
    `Papers on “${QUESTION}”, found with other words: “machine unlearning”, “parameter-efficient fine-tuning”\n-# The last 2 are closest to your own words.`,
  );
  // The rewrite found one of the three closest papers too.
  expect(titles(second)).toHaveLength(7);
  for (const title of titles(first)) expect(titles(second)).toContain(title);
  expect(model.asked.map(({ prompt }) => prompt)).toEqual(['rewrite']);
});

test('rewrites keep paging, in place, and in a private copy for anyone else', async () => {
  const [, list] = await askTwice(QUESTION, 4);
  const page = await press(list, 'Next ▶');
  expect(page.id).toBe(list.id);
  expect(ranks(page)).toEqual([5, 6, 7, 8]);
  expect(titles(page).some((title) => titles(list).slice(0, 4).includes(title))).toBe(false);
  const copy = await press(page, '◀ Previous', { user: discord.addPerson('Visitor') });
  expect((copy.flags ?? 0) & MessageFlags.Ephemeral).toBeTruthy();
  expect(titles(copy)).toEqual(titles(list));
  expect(model.asked).toHaveLength(1);
});

test('rewrites keep the query’s filter', async () => {
  const [, list] = await askTwice(`${QUESTION} since:2025-06`);
  for (const { text } of listed(list).slice(0, 3)) expect(text).toMatch(/· \d+ \w+ 202[56] ·/);
});

test('rewrites that take longer than a second and a half leave the list, with a button that waits longer', async () => {
  model.answer = hanging;
  const first = await discord.command('papers', { query: QUESTION });
  await expect.poll(() => model.asked.length).toBe(1);
  const second = next(first.id);
  discord.clock.advance(1_499);
  await setTimeout(5);
  expect(model.asked[0]?.options.signal.aborted).toBe(false);
  discord.clock.advance(1);
  const list = await second;
  expect(headingOf(list)).toBe(headingOf(first));
  expect(titles(list)).toEqual(titles(first));

  model.answer = () => OTHERS;
  const better = discord.nextMessage(
    (message) => message.id === list.id && headingOf(message).includes('found with other words'),
  );
  const pressed = press(list, 'Search in other words');
  await expect.poll(() => model.asked.length).toBe(2);
  await pressed;
  discord.clock.advance(1_000);
  const found = titles(await better);
  for (const title of titles(first)) expect(found).toContain(title);
});

test('rewrites that find nothing either are reported, and not offered again', async () => {
  model.answer = () => ({ isResearch: false, queries: ['sourdough temperature for baking bread'] });
  const [first, second] = await askTwice();
  expect(headingOf(second)).toBe(
    `${headingOf(first)}\n-# I also searched with other words: “sourdough temperature for baking bread”.`,
  );
  expect(titles(second)).toEqual(titles(first));
  expect([...labels(second).keys()]).not.toContain('Search in other words');
});

test('rewrites that are unusable leave the list unchanged', async () => {
  model.answer = () => {
    throw new LanguageModelError('no', { reason: 'unusable' });
  };
  const [first, second] = await askTwice();
  expect(headingOf(second)).toBe(headingOf(first));
  expect(titles(second)).toEqual(titles(first));
});

test('rewrites cost nothing if the query itself finds something that fits', async () => {
  const list = await discord.command('papers', { query: 'machine unlearning' });
  expect(headingOf(list)).toBe('Papers on “machine unlearning”');
  expect(model.asked).toEqual([]);
});

test('rewrites are tried on request even if the list fits, in a separate message', async () => {
  const list = await discord.command('papers', { query: 'machine unlearning', count: 10 });
  expect(listed(list)).toHaveLength(10);
  model.answer = () => ({ isResearch: true, queries: ['parameter-efficient fine-tuning'] });
  const better = discord.nextMessage((message) => headingOf(message).includes('found with other words'));
  const copy = await press(list, 'Search in other words');
  expect(copy.id).not.toBe(list.id);
  expect((copy.flags ?? 0) & MessageFlags.Ephemeral).toBeTruthy();
  discord.clock.advance(1_000);
  const found = await better;
  expect(found.id).toBe(copy.id);
  expect(titles(found).slice(-3)).toEqual(titles(list).slice(0, 3));
  expect(model.asked.map(({ prompt }) => prompt)).toEqual(['rewrite']);
});

test('rewrites that find nothing beside a list that fits leave it unchanged', async () => {
  const list = await discord.command('papers', { query: 'machine unlearning' });
  model.answer = () => ({ isResearch: false, queries: ['sourdough temperature for baking bread'] });
  const told = discord.nextMessage((message) => headingOf(message).includes('I also searched'));
  await press(list, 'Search in other words');
  discord.clock.advance(1_000);
  expect(titles(await told)).toEqual(titles(list));
});

/**
 * A language-model server that hangs, is down or talks nonsense, with the real client: every command still answers
 * usefully within eight seconds, and nothing counts as an error.
 */
import { setTimeout } from 'node:timers/promises';
import { type APIMessage, ComponentType } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChatModel } from '../../src/llm/chat-model.ts';
import { startTestBot, type TestBot } from '../helpers/bot.ts';
import { openTestEngine, type TestEngine } from '../helpers/library.ts';
import { type LlmServer, startLlmServer } from '../helpers/llm-server.ts';
import { listed } from '../helpers/message-texts.ts';
import { startPlayground, type TestPlayground } from '../helpers/playground.ts';
import { connect } from '../llm/helpers.ts';

const PATIENCE_MS = 8_000;
/** Longer than the circuit breaker stays open after several failures. */
const BETWEEN_MS = 60_000;
const STEP_MS = 100;
const FORGET = 'how do I make a model forget private data?';
const UNSURE = 'at which temperature does sourdough bread bake?';
const PAPER = '2509.20354';

const bananas = async function* () {
  for (let i = 0; i < 500; i++) yield '🍌 {"statements": [[[ banana ';
} as () => AsyncIterable<string>;

const SERVERS: Readonly<Record<string, LlmServer['answer']>> = {
  'that hangs': () => ({ hangs: true }),
  'that is dead': () => ({ hangs: true }),
  'that talks nonsense': () => ({ says: bananas() }),
  'that answers with a web page': () => ({ status: 502, error: '<h1>Bad gateway</h1>' }),
};

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

describe.each(Object.entries(SERVERS))('a server %s', (name, answer) => {
  let server: LlmServer;
  let discord: TestPlayground;
  let bot: TestBot;
  let lines: string[];
  /** The number of pending requests to the model. */
  let waiting = 0;
  beforeAll(async () => {
    server = await startLlmServer(answer);
    if (name === 'that is dead') await server.close();
    discord = await startPlayground();
    const client = connect(server, { timeoutMs: PATIENCE_MS }, undefined, discord.clock);
    lines = client.lines;
    const ask: ChatModel['ask'] = (...asked) => {
      waiting += 1;
      return client.model.ask(...asked).finally(() => {
        waiting -= 1;
      });
    };
    bot = await startTestBot(discord, engine, { languageModel: { ...client.model, ask } });
  });
  afterAll(async () => {
    await bot.close(1_000);
    await discord.close();
    if (name !== 'that is dead') await server.close();
  });

  /** The first and the last version of the answer; time advances only while the model is awaited. */
  async function within(use: () => Promise<APIMessage>): Promise<{ first: APIMessage; last: APIMessage }> {
    discord.clock.advance(BETWEEN_MS);
    const { length } = bot.handled;
    const using = use();
    using.catch(() => {});
    let waitedMs = 0;
    for (; bot.handled.length === length; await setTimeout(2)) {
      if (waiting === 0) continue;
      discord.clock.advance(STEP_MS);
      waitedMs += STEP_MS;
    }
    expect(waitedMs).toBeLessThanOrEqual(PATIENCE_MS + STEP_MS);
    const first = await using;
    const last = discord.messages().find(({ id }) => id === first.id) ?? first;
    expect(bot.handled.slice(length).map(({ outcome }) => outcome)).toEqual(['answered']);
    return { first, last };
  }
  const mention = (content: string) => () => {
    const said = discord.nextMessage(({ author }) => author.bot === true);
    discord.say(`<@${discord.playground.bot.id}> ${content}`);
    return said;
  };
  const footerOf = ({ embeds }: APIMessage): string => embeds[0]?.footer?.text ?? '';
  const nothingIsLoggedAsCrash = () =>
    expect(lines.map((line) => JSON.parse(line).level).filter((level) => level === 'error')).toEqual([]);

  test.each<[string, Record<string, string>]>([
    ['short', {}],
    ['in one line', { length: 'line' }],
    ['in German', { language: 'German' }],
  ])('/summary, %s, quotes the abstract, and says why', async (_, options) => {
    const { last } = await within(() => discord.command('summary', { paper: PAPER, ...options }));
    expect(last.embeds[0]?.description).toMatch(/EmbeddingGemma/);
    expect(footerOf(last)).toMatch(/^Quoted from the abstract: the language model\b/);
    nothingIsLoggedAsCrash();
  });

  test('/ask, and a paper chosen from the menu of its answer', async () => {
    const { first, last } = await within(() => discord.command('ask', { question: FORGET }));
    for (const message of [first, last])
      expect(message.embeds[0]?.description).toContain('](https://arxiv.org/');
    expect(footerOf(last)).toContain('Quoted from the papers’ abstracts');
    const [menu] = (last.components ?? []).flatMap((row) =>
      row.type === ComponentType.ActionRow
        ? row.components.flatMap((part) => (part.type === ComponentType.StringSelect ? part : []))
        : [],
    );
    const chosen = [menu?.options[0]?.value ?? ''];
    const summary = await within(() => discord.choose(last, menu?.custom_id ?? '', chosen));
    expect(footerOf(summary.last)).toMatch(/^Quoted from the abstract/);
    nothingIsLoggedAsCrash();
  });

  test('a mention, and a question without an answer', async () => {
    const { last } = await within(mention(FORGET));
    expect(last.embeds[0]?.description).toContain('](https://arxiv.org/');
    const nothing = await within(mention(UNSURE));
    expect(JSON.stringify(nothing.last)).toContain('https://arxiv.org/');
    nothingIsLoggedAsCrash();
  });

  test.each([['machine unlearning'], [UNSURE]])('/papers on “%s”: a list, at once', async (query) => {
    const { first, last } = await within(() => discord.command('papers', { query }));
    expect(listed(first).length).toBeGreaterThan(0);
    expect(listed(last).map(({ title }) => title)).toEqual(listed(first).map(({ title }) => title));
    nothingIsLoggedAsCrash();
  });
});

/** A language model that writes nothing but rubbish, behind the real openai client: none of it reaches a person who asks. */
import type { APIEmbed } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerQuestion } from '../../src/answer/answer.ts';
import { paperUrl } from '../../src/domain/paper.ts';
import { createRandom } from '../../src/eval/random.ts';
import { answerReply } from '../../src/reply/answer.ts';
import { asLinkTarget } from '../../src/reply/paper-menu.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { startTestBot, type TestBot } from '../helpers/bot.ts';
import { openTestEngine, type TestEngine } from '../helpers/library.ts';
import { type LlmRequest, type LlmServer, startLlmServer } from '../helpers/llm-server.ts';
import { startPlayground, type TestPlayground } from '../helpers/playground.ts';
import { connect } from '../llm/helpers.ts';

const QUESTION = 'how do I make a model forget private data?';
const PER_KIND = 10;
/** For each kind this many go through the whole bot, the others through the service. */
const BY_BOT = 2;

let engine: TestEngine;
let discord: TestPlayground;
let server: LlmServer;
let model: ReturnType<typeof connect>['model'];
let bot: TestBot;
beforeAll(async () => {
  engine = await openTestEngine();
  discord = await startPlayground();
  server = await startLlmServer(() => ({ says: '' }));
  // Long answers must not use the day's share up before the last kind has had its turn.
  const limits = { tokensPerDay: 1e9, tokensPerServer: 1e9, tokensPerPerson: 1e9 };
  model = connect(server, { limits }).model;
  bot = await startTestBot(discord, engine, { languageModel: model });
});
afterAll(async () => {
  await bot.close(1_000);
  await server.close();
  await discord.close();
  await engine.close();
});

// Seeded, so that a failure can be repeated.
const uniform = createRandom(20_261_126);
const random = (below: number): number => Math.floor(uniform() * below);
const oneOf = <T>(...all: T[]): T => all[random(all.length)] as T;

const textOf = ({ messages }: LlmRequest): string => messages.map(({ content }) => content).join('\n');
const isRewriting = (request: LlmRequest): boolean => !textOf(request).includes('<papers>\n[1] ');
/** The first sentence of the first paper, which surely stands in it. */
const truthIn = (request: LlmRequest): string =>
  /^\[1\] [^\n]*?: ([^:\n]+?\.)\s/m.exec(textOf(request).split('<papers>\n').at(-1) ?? '')?.[1] ?? '';

type Rubbish = (
  request: LlmRequest,
) => { readonly text: string; readonly papers?: readonly number[] } | string;
/** Each with statements, or with a whole answer as text. */
const RUBBISH: Readonly<Record<string, Rubbish>> = {
  'invented papers': () => ({
    text: `Private data can be forgotten, as arXiv:${1_000 + random(999)}.${10_000 + random(9_999)} shows.`,
  }),
  links: () => ({
    text: oneOf(
      `Models forget private data, see https://evil${random(99)}.example/a?b=1.`,
      'Models forget [private data](https://evil.example).',
      'Models forget private data, see evil.example/free.',
    ),
  }),
  'invented numbers': () => ({
    text: `Unlearning makes a model forget ${random(900) + 98}.${random(9) + 1}% of private data.`,
  }),
  'invented names': () => ({ text: `Zorbat-${random(99)} makes a model forget private data in QuuxNet.` }),
  'wrong JSON': () =>
    oneOf(
      '{"statements": [{"text": "Models forget',
      '[]',
      'null',
      'Models simply forget private data.',
      '{"statements": "Models forget private data."}',
      '{"statements": [{"text": 1, "papers": ["a"]}]}',
      '<answer>Models forget private data.</answer>',
      '{"answer": {"statements": []}}',
    ),
  empty: () =>
    oneOf('', '{}', '{"statements": []}', '{"statements": [{"text": "", "papers": [1]}]}', '\u200b'),
  endless: () =>
    oneOf<ReturnType<Rubbish>>(
      { text: 'Models forget and '.repeat(5_000) },
      { text: 'x'.repeat(80_000) },
      { text: 'Private data. '.repeat(5_000) },
      `{"statements": [${'{"text": "Models forget.", "papers": [1]},'.repeat(2_000)}`,
    ),
  mentions: (request) => ({
    text: oneOf(
      `@everyone ${truthIn(request)}`,
      `<@${random(1e9) + 1e9}> asks you to forget private data.`,
      'Ask @here, or <#123456789012345678>, how models forget private data.',
    ),
  }),
  'citations out of range': (request) => ({
    text: truthIn(request),
    papers: oneOf([], [0], [-1], [1.5], [7], [1, 99], [random(1e6) + 7]),
  }),
  'the prompt itself': (request) => ({
    text: oneOf(
      "You answer a person's question from the abstracts of a few papers, and from nothing else.",
      textOf(request).slice(0, 400),
      '<papers>[1] Forgetting: Models forget private data.</papers>',
      'My instructions say that models forget private data.',
    ),
  }),
};

/** Streamed in large pieces: a few letters at a time would take seconds for the endless ones. */
async function* inBlocks(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 2_000) yield text.slice(at, at + 2_000);
}

/** Has the server write rubbish of a kind, beside a true statement where that is asked for. */
function writeRubbish(kind: string, besideTruth: boolean): void {
  server.answer = (request) => {
    const rubbish = RUBBISH[kind]?.(request) ?? '';
    if (isRewriting(request)) {
      const queries = typeof rubbish === 'string' ? rubbish : Array(3).fill(rubbish.text);
      return { says: inBlocks(JSON.stringify({ isResearch: true, queries })) };
    }
    if (typeof rubbish === 'string') return { says: inBlocks(rubbish) };
    const statement = { papers: [1], ...rubbish };
    const truth = { text: truthIn(request), papers: [1] };
    return { says: inBlocks(JSON.stringify({ statements: besideTruth ? [statement, truth] : [statement] })) };
  };
}

/** The shown statements, each with paper numbers below it, whose addresses are the only ones. */
async function expectForm(embeds: readonly APIEmbed[] = []): Promise<string[]> {
  expect(embeds).toHaveLength(1);
  const description = embeds[0]?.description ?? '';
  expect(description.length).toBeLessThanOrEqual(4_096);
  expect(description).not.toMatch(/@(?:everyone|here)|<[@#]|discord\.gg|```|\|\||evil/);
  const parts = description.split('\n\n').filter((part) => !part.startsWith('-# '));
  const listed = (parts.pop() ?? '').split('\n');
  const targets = listed.map((line) => /\]\((\S+)\)/.exec(line)?.[1] ?? '');
  for (const target of targets) expect(addresses).toContain(target);
  const texts = parts.map((part) => {
    const [, text = '', cited = ''] = /^(.*?) ((?:\[\\\[\d+\\\]\]\([^\s()]+\) ?)+)$/s.exec(part) ?? [];
    const links = [...cited.matchAll(/\[\\\[(\d+)\\\]\]\((\S+?)\)/g)];
    expect(links.length).toBeGreaterThan(0);
    for (const [, number, target] of links) expect(target).toBe(targets[Number(number) - 1]);
    expect(text).not.toMatch(/https?:|\]\(/);
    return text;
  });
  expect(texts.length).toBeGreaterThan(0);
  return texts;
}
let addresses: readonly string[] = [];
let abstracts = '';
beforeAll(async () => {
  const papers = await engine.stores.papers.getMany(await idsOfAll());
  // A paper without an id at arXiv is searched for by what its title begins with.
  addresses = papers.map(({ id, title }) => asLinkTarget(paperUrl({ id, title: title.slice(0, 50) })));
  abstracts = papers.map(({ abstract }) => abstract).join('\n');
});
async function idsOfAll(): Promise<string[]> {
  const { items } = await engine.stores.papers.since(0, 10_000);
  return items.map(({ paperId }) => paperId);
}

describe(`${Object.keys(RUBBISH).length * PER_KIND} answers of a model that writes rubbish`, () => {
  test.each(Object.keys(RUBBISH))('%s', async (kind) => {
    for (let i = 0; i < PER_KIND; i++) {
      const besideTruth = i % 3 === 2;
      writeRubbish(kind, besideTruth);
      const embeds = i < BY_BOT ? await askBot() : await askService();
      // The rest is a sentence of an abstract, whoever chose it.
      const plain = (text: string) => text.replace(/\\(?=[\W_])/g, '').replaceAll('\u200b', '');
      for (const text of await expectForm(embeds)) expect(abstracts).toContain(plain(text).replace(/…$/, ''));
      const hasTruth = besideTruth && kind !== 'wrong JSON' && kind !== 'empty' && kind !== 'endless';
      if (hasTruth) expect(embeds?.[0]?.footer?.text).toMatch(/^Written by a language model/);
      if (!besideTruth) expect(embeds?.[0]?.footer?.text).toMatch(/^Quoted from the papers’ abstracts$/);
    }
    expect(bot.handled.filter(({ outcome }) => outcome !== 'answered')).toEqual([]);
  });
});

async function askBot(): Promise<readonly APIEmbed[] | undefined> {
  const { content, embeds, mentions, mention_everyone } = await discord.command('ask', {
    question: QUESTION,
  });
  expect({ content, mentions, mention_everyone }).toEqual({
    content: `“${QUESTION}”`,
    mentions: [],
    mention_everyone: false,
  });
  return embeds;
}

async function askService(): Promise<readonly APIEmbed[] | undefined> {
  const question = { query: parseQuery(QUESTION), earlier: [], usageSubject: {} };
  const said = [];
  for await (const answer of answerQuestion({ engine, model, clock: discord.clock }, question)) {
    const toPapers = () => ({ kind: 'open', command: 'papers', args: [] }) as const;
    said.push(answerReply(answer, QUESTION, { key: 'key', askFor: toPapers }));
  }
  expect(said.map(({ content }) => content)).toEqual([`“${QUESTION}”`]);
  return said[0]?.embeds;
}

/**
 * A small discord.js bot that answers from the bundled papers by counting words: the page's tests need answers, not
 * good ones.
 */
import { readFileSync } from 'node:fs';
import {
  ApplicationCommandType,
  Client,
  Events,
  GatewayIntentBits,
  type Interaction,
  MessageFlags,
} from 'discord.js';
import { commands } from '../../commands/index.ts';
import type { Playground } from '../../playground/playground.ts';
import { messageOf } from '../../src/discord/dispatch.ts';
import { type Paper, paperSchema } from '../../src/domain/paper.ts';
import { type ButtonId, parseButtonId } from '../../src/reply/custom-id.ts';
import { searchReply } from '../../src/reply/paper-list.ts';
import type { Reply } from '../../src/reply/reply.ts';
import { summaryReply } from '../../src/reply/summary.ts';
import type { Page } from '../../src/retrieval/match.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { ENGLISH } from '../../src/text/language.ts';
import { splitSentences } from '../../src/text/sentences.ts';

const EXTRACTED = { writtenBy: undefined, language: ENGLISH };

const PAPERS = readFileSync(new URL('../../data/papers.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): Paper => paperSchema.parse(JSON.parse(line)));

const COMMANDS = [
  ...commands
    .map(({ definition }) => definition)
    .filter(({ name }) => ['papers', 'summary', 'help'].includes(name)),
  { type: ApplicationCommandType.ChatInput, name: 'silence', description: 'Never answers' } as const,
];

export async function startStandInBot(playground: Playground, apiUrl: string): Promise<Client> {
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: apiUrl } });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  client.on(Events.InteractionCreate, answer);
  await client.login(playground.token);
  await ready;
  await client.application?.commands.set([...COMMANDS]);
  return client;
}

async function answer(interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused().toLowerCase();
    const fitting = PAPERS.filter(({ title }) => title.toLowerCase().includes(typed)).slice(0, 25);
    await interaction.respond(fitting.map(({ id, title }) => ({ name: title.slice(0, 100), value: id })));
  } else if (interaction.isChatInputCommand()) {
    const { commandName, options } = interaction;
    if (commandName === 'silence') return;
    const isPrivate = commandName === 'help';
    await interaction.deferReply(isPrivate ? { flags: MessageFlags.Ephemeral } : {});
    if (isPrivate) await interaction.editReply('Ask me with **/papers**.');
    else if (commandName === 'summary')
      await interaction.editReply(messageOf(summaryOf(options.getString('paper', true))));
    else {
      const page = { from: 0, count: options.getInteger('count') ?? 5 };
      await interaction.editReply(messageOf(search(options.getString('query', true), page)));
    }
  } else if (interaction.isButton()) {
    const id = parseButtonId(interaction.customId);
    // Nobody answers a press of “Open”, for the test of failures.
    const [subject = '', from, count] = id?.args ?? [];
    if (id?.kind === 'turn') {
      await interaction.deferUpdate();
      await interaction.editReply(messageOf(search(subject, { from: Number(from), count: Number(count) })));
    }
  }
}

function search(question: string, page: Page): Reply {
  const words = question.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  const documentFrequencies = ({ title, abstract }: Paper) =>
    words.filter((word) => `${title} ${abstract}`.toLowerCase().includes(word.slice(0, 7))).length;
  const ranked = PAPERS.toSorted((one, other) => documentFrequencies(other) - documentFrequencies(one));
  const matches = ranked.slice(page.from, page.from + page.count).map((paper) => ({
    paper,
    score: 1,
    snippet: splitSentences(paper.abstract)[1]?.text,
  }));
  const button = (kind: ButtonId['kind'], asked: string, to: Page): ButtonId => ({
    kind,
    command: 'papers',
    args: [asked, `${to.from}`, `${to.count}`],
  });
  return searchReply({ query: parseQuery(question), confident: true, words, matches, hasMore: true }, page, {
    turnTo: (to) => button('turn', question, to),
    askFor: (topic) => button('open', topic, page),
  });
}

function summaryOf(paperId: string): Reply {
  const paper = PAPERS.find(({ id }) => id === paperId);
  if (!paper) return { content: 'I don’t know that paper.' };
  const [problem = '', method = '', result = ''] = splitSentences(paper.abstract).map(({ text }) => text);
  return summaryReply(paper, {
    ...EXTRACTED,
    sentences: [
      { role: 'problem', text: problem },
      { role: 'method', text: method },
      { role: 'result', text: result },
    ],
  });
}

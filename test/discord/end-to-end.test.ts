/** The real discord.js client against the playground's server: every command, button and suggestion. */
import { type APIMessage, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { definitionsOf } from '../../commands/definitions.ts';
import { commands } from '../../commands/index.ts';
import { startTestBot, type TestBot } from '../helpers/bot.ts';
import { useDiscord } from '../helpers/discord.ts';
import type { TestEngine } from '../helpers/library.ts';
import {
  buttonId,
  buttonsOf,
  headingOf,
  listed,
  ranksOf,
  textOf,
  titlesOf,
} from '../helpers/message-texts.ts';
import { createOpenApiCheck } from '../helpers/openapi.ts';
import type { TestPlayground } from '../helpers/playground.ts';

let engine: TestEngine;
let discord: TestPlayground;
let bot: TestBot;

useDiscord((started) => {
  ({ engine, discord, bot } = started);
});

const GEMMA = 'EmbeddingGemma: Powerful and Lightweight Text Representations';
const isPrivate = (message: APIMessage): boolean => Boolean((message.flags ?? 0) & MessageFlags.Ephemeral);

describe('registration', () => {
  it('registers every command, for servers, direct messages and personal use', () => {
    const registered = discord.playground.world.commands();
    expect(registered.map(({ name }) => name)).toEqual(definitionsOf(commands).map(({ name }) => name));
    for (const { contexts, integration_types } of registered) {
      expect(contexts).toEqual([0, 1, 2]);
      expect(integration_types).toEqual([0, 1]);
    }
  });

  it('registers again only if Discord’s commands differ, for example after a deletion', async () => {
    const puts = () => discord.requests.filter(({ method }) => method === 'PUT').length;
    const before = puts();
    await (await startTestBot(discord, engine)).close(1_000);
    expect(puts()).toBe(before);
    discord.playground.world.setCommands(discord.playground.world.commands().slice(1));
    await (await startTestBot(discord, engine)).close(1_000);
    expect(puts()).toBe(before + 1);
    const [first, ...rest] = discord.playground.world.commands();
    if (!first) throw new Error('no commands');
    discord.playground.world.setCommands([{ ...first, description: 'Another text' }, ...rest]);
    await (await startTestBot(discord, engine)).close(1_000);
    expect(puts()).toBe(before + 2);
    await (await startTestBot(discord, engine)).close(1_000);
    expect(puts()).toBe(before + 2);
  });
});

describe('/papers', () => {
  it('finds the papers that a query means, with the matching sentence', async () => {
    const message = await discord.command('papers', {
      query: 'lightweight text embeddings from a small language model',
    });
    expect(headingOf(message)).toBe('Papers on “lightweight text embeddings from a small language model”');
    expect(titlesOf(message)).toHaveLength(5);
    expect(titlesOf(message)[0]).toBe(GEMMA);
    expect(textOf(message)).toContain('](https://arxiv.org/abs/2509.20354)');
    expect(listed(message)[0]?.text).toMatch(
      /^-# Henrique Schechter Vera et al\. · \d+ Sep 2025 · cs\.CL\n> .*\*\*/,
    );
  });

  it('shows the requested number of papers', async () => {
    expect(titlesOf(await discord.command('papers', { query: 'fine-tuning', count: 2 }))).toHaveLength(2);
    expect(titlesOf(await discord.command('papers', { query: 'fine-tuning', count: 10 }))).toHaveLength(10);
  });

  it('pages in place, forward and back', async () => {
    const first = await discord.command('papers', { query: 'machine unlearning', count: 3 });
    const second = await discord.press(first, buttonId(first, 'Next ▶'));
    expect(second.id).toBe(first.id);
    expect(ranksOf(second)).toEqual([4, 5, 6]);
    const back = await discord.press(second, buttonId(second, '◀ Previous'));
    expect(titlesOf(back)).toEqual(titlesOf(first));
  });

  it('turns the page of a list of an older version, which had embeds', async () => {
    const first = await discord.command('papers', { query: 'machine unlearning', count: 3 });
    const old = {
      ...first,
      flags: 0,
      content: 'Papers on “machine unlearning”',
      embeds: [{ title: '1. A paper' }],
      components: [
        {
          type: ComponentType.ActionRow,
          components: buttonsOf(first).filter(({ label }) => label === 'Next ▶'),
        },
      ],
    } as unknown as APIMessage;
    discord.playground.world.put(old, undefined);
    const second = await discord.press(old, buttonId(old, 'Next ▶'));
    expect(second.id).toBe(old.id);
    expect(ranksOf(second)).toEqual([4, 5, 6]);
    expect([second.content, second.embeds]).toEqual(['', []]);
  });

  it('pages in a private copy for anyone else, and leaves the list unchanged', async () => {
    const first = await discord.command('papers', { query: 'machine unlearning', count: 3 });
    const visitor = discord.addPerson('Visitor');
    const copy = await discord.press(first, buttonId(first, 'Next ▶'), { user: visitor });
    expect(copy.id).not.toBe(first.id);
    expect(isPrivate(copy)).toBe(true);
    expect(ranksOf(copy)).toEqual([4, 5, 6]);
    expect(titlesOf(discord.messages().find(({ id }) => id === first.id) ?? first)).toEqual(titlesOf(first));
    const further = await discord.press(copy, buttonId(copy, 'Next ▶'), { user: visitor });
    expect(further.id).toBe(copy.id);
  });

  it('opens a paper, and similar ones from there, only for the invoker', async () => {
    const list = await discord.command('papers', { query: 'embeddinggemma' });
    const summary = await discord.press(list, buttonId(list, 'Open 1'));
    expect(isPrivate(summary)).toBe(true);
    expect(summary.embeds[0]?.title).toBe(GEMMA);
    const similar = await discord.press(summary, buttonId(summary, 'Similar'));
    expect(isPrivate(similar)).toBe(true);
    expect(headingOf(similar)).toBe(`Papers like **${GEMMA}**`);
  });

  it('says when nothing fits', async () => {
    const message = await discord.command('papers', { query: 'sourdough bread baking temperature' });
    expect(headingOf(message)).toContain('find papers on “sourdough bread baking temperature”');
  });

  it('offers topics when nothing fits, and searches for a pressed one, only for the invoker', async () => {
    const message = await discord.command('papers', {
      query: 'sourdough bread baking temperature',
      count: 4,
    });
    expect(titlesOf(message)).toHaveLength(3);
    const topic = buttonsOf(message).at(-1)?.label ?? '';
    const asked = await discord.press(message, buttonId(message, topic));
    expect(isPrivate(asked)).toBe(true);
    expect(headingOf(asked)).toBe(`Papers on “${topic}”`);
    expect(titlesOf(asked)).toHaveLength(4);
    expect(ranksOf(await discord.press(asked, buttonId(asked, 'Next ▶')))).toEqual([5, 6, 7, 8]);
  });
});

describe('a query', () => {
  it('with typos is corrected, and the reply says so', async () => {
    const message = await discord.command('papers', { query: 'machne unlerning' });
    expect(headingOf(message)).toBe('Papers on “machine unlearning”\n-# You typed “machne unlerning”.');
    expect(titlesOf(message)[0]).toMatch(/unlearn/i);
  });

  it('may be a name, misspelt or not, alone or with a topic', async () => {
    const misspelt = await discord.command('papers', { query: 'papers by Sara Hoker' });
    expect(headingOf(misspelt)).toBe(
      'Papers on “papers by Sara Hooker”\n-# You typed “papers by Sara Hoker”.',
    );
    expect(titlesOf(misspelt)).toEqual([expect.stringMatching(/^Treasure Hunt/)]);
    const filtered = await discord.command('papers', { query: 'author:"Sara Hoker"' });
    expect(headingOf(filtered)).toBe('Papers on “author:"Sara Hooker"”\n-# You typed “author:"Sara Hoker"”.');
    const beside = await discord.command('papers', { query: 'long tail by Sara Hooker' });
    expect(headingOf(beside)).toBe('Papers on “long tail by Sara Hooker”');
    expect(titlesOf(beside)).toEqual(titlesOf(misspelt));
    const unfit = await discord.command('papers', { query: 'sourdough bread by Sara Hoker' });
    expect(headingOf(unfit)).toBe(
      'I couldn’t find papers by Sara Hooker on “sourdough bread”. This paper of theirs comes closest; ask for the topic alone to see what others wrote.\n-# You typed “sourdough bread by Sara Hoker”.',
    );
    expect(titlesOf(unfit)).toEqual(titlesOf(misspelt));
  });

  it('is narrowed by filters, and a wrong one is explained', async () => {
    const message = await discord.command('papers', { query: 'embeddings category:cs.CL since:2025-09' });
    expect(titlesOf(message)).toEqual([GEMMA]);
    // A rewrite would not help.
    expect(headingOf(await discord.command('papers', { query: 'embeddings category:cs.GL' }))).toBe(
      'I found nothing on “embeddings category:cs.GL”. No paper matches these filters. Try widening one.',
    );
    expect(headingOf(await discord.command('papers', { query: 'embeddings since:yesterday' }))).toContain(
      'since:2025',
    );
  });

  it('that is an id finds that paper', async () => {
    expect(titlesOf(await discord.command('papers', { query: 'https://arxiv.org/abs/2509.20354' }))).toEqual([
      GEMMA,
    ]);
    expect(headingOf(await discord.command('papers', { query: '1706.03762' }))).toContain(
      "don't have arXiv paper 1706.03762",
    );
  });

  it('that is a person’s name finds their papers', async () => {
    expect(titlesOf(await discord.command('papers', { query: 'Henrique Schechter Vera' }))).toEqual([GEMMA]);
  });

  it('may use abbreviations', async () => {
    const message = await discord.command('papers', { query: 'PEFT' });
    expect(titlesOf(message).join()).toMatch(/Parameter-Efficient/i);
  });
});

describe('/similar', () => {
  it('finds papers like one, without that one, and pages', async () => {
    const message = await discord.command('similar', { paper: GEMMA });
    expect(titlesOf(message)).toHaveLength(5);
    expect(titlesOf(message).join()).not.toContain('EmbeddingGemma');
    const next = await discord.press(message, buttonId(message, 'Next ▶'));
    expect(ranksOf(next)).toEqual([6, 7, 8, 9, 10]);
  });

  it.each([
    '2509.20354',
    'https://arxiv.org/pdf/2509.20354v2',
    'https://huggingface.co/papers/2509.20354',
    'embedinggemma powerfull lightweight',
  ])('understands %s', async (paper) => {
    expect(headingOf(await discord.command('similar', { paper }))).toBe(`Papers like **${GEMMA}**`);
  });

  it('suggests titles while typing', async () => {
    const choices = await discord.autocomplete('similar', { paper: 'embeddingge' }, 'paper');
    expect(choices[0]).toEqual({ name: GEMMA, value: '2509.20354' });
    expect((await discord.autocomplete('similar', { paper: '' }, 'paper')).length).toBeLessThanOrEqual(25);
  });
});

describe('/summary', () => {
  it('shows three sentences of the abstract, and says that it quotes', async () => {
    const message = await discord.command('summary', { paper: '2509.20354' });
    const [embed] = message.embeds;
    expect(embed?.footer?.text).toBe('Quoted from the abstract');
    const abstract = (await engine.stores.papers.get('2509.20354'))?.abstract ?? '';
    const sentences = (embed?.description ?? '')
      .split('\n\n')
      .slice(1)
      .map((part) => part.split('\n')[1] ?? '');
    expect(sentences).toHaveLength(3);
    for (const sentence of sentences) expect(abstract).toContain(sentence.replaceAll('\\', ''));
  });

  it('suggests titles while typing', async () => {
    const choices = await discord.autocomplete('summary', { paper: 'query rewriting for' }, 'paper');
    expect(choices[0]?.name).toBe('Query Rewriting for Retrieval-Augmented Large Language Models');
  });
});

describe('/trending', () => {
  it('shows the bundled list in order, and says so', async () => {
    const message = await discord.command('trending');
    expect(headingOf(message)).toBe(
      '**Trending papers** from the list that comes with Paperboy: 119 papers, of no particular day. No other source has been read yet.',
    );
    expect(titlesOf(message)[0]).toBe('Query Rewriting for Retrieval-Augmented Large Language Models');
    const next = await discord.press(message, buttonId(message, 'Next ▶'));
    expect(ranksOf(next)).toEqual([6, 7, 8, 9, 10]);
    const back = await discord.press(next, buttonId(next, '◀ Previous'));
    expect(titlesOf(back)).toEqual(titlesOf(message));
  });

  it('keeps its topic from page to page, and refuses an invalid category', async () => {
    const message = await discord.command('trending', { topic: 'prompt compression' });
    expect(headingOf(message)).toContain('on “prompt compression”');
    expect(headingOf(await discord.command('trending', { category: 'cs.ZZ' }))).toBe(
      "“cs.ZZ” isn't an arXiv category. Try cs.CL (language), cs.LG (learning) or cs (all of computer science).",
    );
  });
});

describe('/help', () => {
  it('shows the commands to the invoker', async () => {
    const message = await discord.command('help');
    expect(isPrivate(message)).toBe(true);
    for (const { definition } of commands.filter(({ definition }) => definition.name !== 'help')) {
      expect(message.embeds[0]?.description).toContain(`/${definition.name}`);
    }
    await expect(`${JSON.stringify(message.embeds, null, 2)}\n`).toMatchFileSnapshot('golden/help.json');
  });
});

describe('over time', () => {
  it('a button still works after a restart', async () => {
    const list = await discord.command('papers', { query: 'parameter-efficient fine-tuning', count: 3 });
    await bot.close(1_000);
    bot = await startTestBot(discord, engine);
    const next = await discord.press(list, buttonId(list, 'Next ▶'));
    expect(ranksOf(next)).toEqual([4, 5, 6]);
  });

  it('another process’s papers are found without a restart', async () => {
    const query = 'underwater basket weaving robots';
    await engine.stores.papers.add([
      {
        id: '2601.00001',
        title: 'Underwater Basket Weaving with Soft Robots',
        abstract: 'We weave.',
        authors: [],
        categories: [],
      },
    ]);
    expect(titlesOf(await discord.command('papers', { query }))[0]).toBe(
      'Underwater Basket Weaving with Soft Robots',
    );
    const choices = await discord.autocomplete('similar', { paper: 'underwater bask' }, 'paper');
    expect(choices[0]?.value).toBe('2601.00001');
    await engine.stores.papers.remove('2601.00001');
  });

  it('fifty people at once each get their own answer', async () => {
    const people = Array.from({ length: 50 }, (_, i) => discord.addPerson(`Person ${i}`));
    const answers = await Promise.all(
      people.map((user, i) => discord.command('papers', { query: `unlearning ${i}`, count: 1 }, { user })),
    );
    answers.forEach((answer, i) => {
      expect(headingOf(answer)).toContain(`unlearning ${i}”`);
    });
  });

  it('a question is still answered while the bot stops', async () => {
    const asked = discord.command('papers', { query: 'unlearning', count: 1 });
    await discord.nextMessage((message) => Boolean((message.flags ?? 0) & MessageFlags.Loading));
    await bot.close(5_000);
    expect(titlesOf(await asked)).toHaveLength(1);
    bot = await startTestBot(discord, engine);
  });
});

describe("Discord's own description of its interface", () => {
  it('fits every request of the bot in these tests', () => {
    const check = createOpenApiCheck();
    const sent = discord.requests.filter(({ body }) => body !== undefined);
    expect(sent.length).toBeGreaterThan(100);
    expect(sent.flatMap(check)).toEqual([]);
  });
});

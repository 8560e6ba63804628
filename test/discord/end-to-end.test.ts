/** The real discord.js client against the playground's server: every command, button and suggestion. */
import { type APIMessage, ButtonStyle, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { definitionsOf } from '../../commands/command.ts';
import { commands } from '../../commands/index.ts';
import { startTestBot, type TestBot } from '../helpers/bot.ts';
import { useDiscord } from '../helpers/discord.ts';
import type { TestEngine } from '../helpers/library.ts';
import { buttonsOf, headingOf, listed, textOf } from '../helpers/message-texts.ts';
import { createOpenApiCheck } from '../helpers/openapi.ts';
import { startPlayground, type TestPlayground } from '../helpers/playground.ts';

let engine: TestEngine;
let discord: TestPlayground;
let bot: TestBot;

useDiscord((started) => {
  ({ engine, discord, bot } = started);
});

const GEMMA = 'EmbeddingGemma: Powerful and Lightweight Text Representations';
const GONE = "I don't have that paper any more. A few words of its title may find one like it.";
const titles = (message: APIMessage): string[] => listed(message).map(({ title }) => title);
const ranks = (message: APIMessage): number[] => listed(message).map(({ rank }) => rank);
const isPrivate = (message: APIMessage): boolean => Boolean((message.flags ?? 0) & MessageFlags.Ephemeral);

function buttonId(message: APIMessage, label: string): string {
  const found = buttonsOf(message).find((button) => button.label === label);
  if (!found || found.disabled) throw new Error(`no button "${label}" to press`);
  return found.custom_id;
}

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
    expect(titles(message)).toHaveLength(5);
    expect(titles(message)[0]).toBe(GEMMA);
    expect(textOf(message)).toContain('](https://arxiv.org/abs/2509.20354)');
    expect(listed(message)[0]?.text).toMatch(
      /^-# Henrique Schechter Vera et al\. · \d+ Sep 2025 · cs\.CL\n> .*\*\*/,
    );
  });

  it('shows the requested number of papers', async () => {
    expect(titles(await discord.command('papers', { query: 'fine-tuning', count: 2 }))).toHaveLength(2);
    expect(titles(await discord.command('papers', { query: 'fine-tuning', count: 10 }))).toHaveLength(10);
  });

  it('pages in place, forward and back', async () => {
    const first = await discord.command('papers', { query: 'machine unlearning', count: 3 });
    const second = await discord.press(first, buttonId(first, 'Next ▶'));
    expect(second.id).toBe(first.id);
    expect(ranks(second)).toEqual([4, 5, 6]);
    const back = await discord.press(second, buttonId(second, '◀ Previous'));
    expect(titles(back)).toEqual(titles(first));
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
    expect(ranks(second)).toEqual([4, 5, 6]);
    expect([second.content, second.embeds]).toEqual(['', []]);
  });

  it('pages in a private copy for anyone else, and leaves the list unchanged', async () => {
    const first = await discord.command('papers', { query: 'machine unlearning', count: 3 });
    const visitor = discord.addPerson('Visitor');
    const copy = await discord.press(first, buttonId(first, 'Next ▶'), { user: visitor });
    expect(copy.id).not.toBe(first.id);
    expect(isPrivate(copy)).toBe(true);
    expect(ranks(copy)).toEqual([4, 5, 6]);
    expect(titles(discord.messages().find(({ id }) => id === first.id) ?? first)).toEqual(titles(first));
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
    expect(titles(message)).toHaveLength(3);
    const topic = buttonsOf(message).at(-1)?.label ?? '';
    const asked = await discord.press(message, buttonId(message, topic));
    expect(isPrivate(asked)).toBe(true);
    expect(headingOf(asked)).toBe(`Papers on “${topic}”`);
    expect(titles(asked)).toHaveLength(4);
    expect(ranks(await discord.press(asked, buttonId(asked, 'Next ▶')))).toEqual([5, 6, 7, 8]);
  });
});

describe('a query', () => {
  it('with typos is corrected, and the reply says so', async () => {
    const message = await discord.command('papers', { query: 'machne unlerning' });
    expect(headingOf(message)).toBe('Papers on “machine unlearning”\n-# You typed “machne unlerning”.');
    expect(titles(message)[0]).toMatch(/unlearn/i);
  });

  it('may be a name, misspelt or not, alone or with a topic', async () => {
    const misspelt = await discord.command('papers', { query: 'papers by Sara Hoker' });
    expect(headingOf(misspelt)).toBe(
      'Papers on “papers by Sara Hooker”\n-# You typed “papers by Sara Hoker”.',
    );
    expect(titles(misspelt)).toEqual([expect.stringMatching(/^Treasure Hunt/)]);
    const filtered = await discord.command('papers', { query: 'author:"Sara Hoker"' });
    expect(headingOf(filtered)).toBe('Papers on “author:"Sara Hooker"”\n-# You typed “author:"Sara Hoker"”.');
    const beside = await discord.command('papers', { query: 'long tail by Sara Hooker' });
    expect(headingOf(beside)).toBe('Papers on “long tail by Sara Hooker”');
    expect(titles(beside)).toEqual(titles(misspelt));
    const unfit = await discord.command('papers', { query: 'sourdough bread by Sara Hoker' });
    expect(headingOf(unfit)).toBe(
      'I couldn’t find papers by Sara Hooker on “sourdough bread”. This paper of theirs comes closest; ask for the topic alone to see what others wrote.\n-# You typed “sourdough bread by Sara Hoker”.',
    );
    expect(titles(unfit)).toEqual(titles(misspelt));
  });

  it('is narrowed by filters, and a wrong one is explained', async () => {
    const message = await discord.command('papers', { query: 'embeddings category:cs.CL since:2025-09' });
    expect(titles(message)).toEqual([GEMMA]);
    // A rewrite would not help.
    expect(headingOf(await discord.command('papers', { query: 'embeddings category:cs.GL' }))).toBe(
      'I found nothing on “embeddings category:cs.GL”. No paper matches these filters. Try widening one.',
    );
    expect(headingOf(await discord.command('papers', { query: 'embeddings since:yesterday' }))).toContain(
      'since:2025',
    );
  });

  it('that is an id finds that paper', async () => {
    expect(titles(await discord.command('papers', { query: 'https://arxiv.org/abs/2509.20354' }))).toEqual([
      GEMMA,
    ]);
    expect(headingOf(await discord.command('papers', { query: '1706.03762' }))).toContain(
      "don't have arXiv paper 1706.03762",
    );
  });

  it('that is a person’s name finds their papers', async () => {
    expect(titles(await discord.command('papers', { query: 'Henrique Schechter Vera' }))).toEqual([GEMMA]);
  });

  it('may use abbreviations', async () => {
    const message = await discord.command('papers', { query: 'PEFT' });
    expect(titles(message).join()).toMatch(/Parameter-Efficient/i);
  });
});

describe('/similar', () => {
  it('finds papers like one, without that one, and pages', async () => {
    const message = await discord.command('similar', { paper: GEMMA });
    expect(titles(message)).toHaveLength(5);
    expect(titles(message).join()).not.toContain('EmbeddingGemma');
    const next = await discord.press(message, buttonId(message, 'Next ▶'));
    expect(ranks(next)).toEqual([6, 7, 8, 9, 10]);
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
    expect(titles(message)[0]).toBe('Query Rewriting for Retrieval-Augmented Large Language Models');
    const next = await discord.press(message, buttonId(message, 'Next ▶'));
    expect(ranks(next)).toEqual([6, 7, 8, 9, 10]);
    const back = await discord.press(next, buttonId(next, '◀ Previous'));
    expect(titles(back)).toEqual(titles(message));
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

describe('invalid input gets a clear message', () => {
  it.each([
    ['nothing but spaces', '   '],
    ['emoji only', '🎉🎉🎉'],
    ['punctuation', '"*" -- ( ) : ^ ;'],
    ['an article', 'the'],
    ['the wish for papers', 'papers'],
    ['a sentence that ends too early', 'Please find me papers about the…'],
    ['a question about nothing', 'what is it?'],
    ['the same at the top of one’s voice', 'SHOW ME SOMETHING'],
  ])('%s', async (_what, query) => {
    const message = await discord.command('papers', { query });
    expect(headingOf(message)).toBe('I need a few words to look for, such as “prompt compression”.');
  });

  it.each([
    ['2,000 characters', 'retrieval '.repeat(200)],
    ['operators of the index', 'retrieval AND NOT (title:rag OR "NEAR('],
    ['SQL', "'; DROP TABLE papers; -- retrieval"],
    ['another language', '检索增强生成'],
    ['control characters', 'retrieval\u0000\u0007 augmented'],
    ['a right-to-left override', '\u202eretrieval'],
  ])('and %s is just a query', async (_what, query) => {
    const message = await discord.command('papers', { query });
    expect(listed(message).length).toBeGreaterThan(0);
    expect(headingOf(message)).toMatch(/^(Papers on|I couldn’t find papers on)/);
  });

  it('nobody is mentioned, whatever a query contains', async () => {
    const message = await discord.command('papers', {
      query: '@everyone @here <@123456789012345678> <@&42> **retrieval** [x](https://e.org)',
    });
    expect(headingOf(message)).not.toMatch(/@everyone|@here|<@&?\d/);
    expect(message.mention_everyone).toBe(false);
    for (const { method, body } of discord.requests.filter(({ method }) => method === 'PATCH')) {
      expect({ method, body }).toMatchObject({ body: { allowed_mentions: { parse: [] } } });
    }
  });

  it('an unknown paper’s name mentions nobody, and its Markdown is escaped', async () => {
    const message = await discord.command('summary', {
      paper: '**zzzz** @everyone\n# [qqqq] xxxx',
    });
    expect(headingOf(message)).toBe(
      "I don't have a paper called “\\*\\*zzzz\\*\\* @\u200beveryone # \\[qqqq] xxxx”. Try more of its title, or its arXiv link.",
    );
    expect(message.mention_everyone).toBe(false);
  });

  it('an unknown paper', async () => {
    expect(headingOf(await discord.command('summary', { paper: '1706.03762' }))).toBe(
      "I don't have arXiv paper 1706.03762, and I'm offline, so I can't fetch it. A few words of its title may find one like it.",
    );
    expect(headingOf(await discord.command('summary', { paper: 'zzzz qqqq xxxx' }))).toMatch(
      /^I don't have a paper called “zzzz/,
    );
  });

  it('a button whose paper is gone, and a list that had it', async () => {
    const list = await discord.command('papers', { query: 'contrast is all you need', count: 1 });
    const paper = await engine.stores.papers.findByTitle('Contrast Is All You Need');
    if (!paper) throw new Error('the bundled paper is missing');
    await engine.stores.papers.remove(paper.id);
    const answer = await discord.press(list, buttonId(list, 'Open 1'));
    expect(headingOf(answer)).toBe(GONE);
    expect(
      titles(await discord.command('papers', { query: 'contrast is all you need' })).join(),
    ).not.toContain('Contrast Is All You Need');
    await engine.stores.papers.add([paper]);
  });

  it('a button whose paper is gone doesn’t open another paper with nearly the same title', async () => {
    const paper = { title: 'Basket Weaving', abstract: 'We weave.', authors: [], categories: [] };
    await engine.stores.papers.add([
      { ...paper, id: 'local:basket-weaving' },
      { ...paper, id: 'local:basket-weaving-again', title: 'Basket Weaving Again' },
    ]);
    const list = await discord.command('papers', { query: 'basket weaving', count: 1 });
    expect(titles(list)).toEqual(['Basket Weaving']);
    await engine.stores.papers.remove('local:basket-weaving');
    expect(headingOf(await discord.press(list, buttonId(list, 'Open 1')))).toBe(GONE);
    await engine.stores.papers.remove('local:basket-weaving-again');
  });

  it('a button of an older version', async () => {
    const list = await discord.command('papers', { query: 'unlearning' });
    const components: APIMessage['components'] = [
      {
        type: ComponentType.ActionRow,
        components: [
          { type: ComponentType.Button, style: ButtonStyle.Secondary, label: 'Old', custom_id: 'more:7' },
        ],
      },
    ];
    const changed = discord.playground.world.put({ ...list, components }, undefined);
    expect(headingOf(await discord.press(changed, 'more:7'))).toBe(
      'This button is from an older version of me. Please use the command again.',
    );
  });
});

describe('an internal error', () => {
  it('shows only a number, and the log has the rest', async () => {
    const broken = { ...engine, refresh: () => Promise.reject(new Error('secret path /etc/x')) };
    const other = await startPlayground();
    const brokenBot = await startTestBot(other, broken);
    const message = await other.command('papers', { query: 'unlearning' });
    expect(headingOf(message)).toBe(
      'Something went wrong on my side. Please try again in a moment; if it keeps happening, give this number to whoever runs this bot: e0e0e0e0',
    );
    await brokenBot.close(1_000);
    expect(brokenBot.handled.at(-1)).toMatchObject({
      command: 'papers',
      outcome: 'failed',
      errorId: 'e0e0e0e0',
    });
    await other.close();
  });
});

describe('over time', () => {
  it('a button still works after a restart', async () => {
    const list = await discord.command('papers', { query: 'parameter-efficient fine-tuning', count: 3 });
    await bot.close(1_000);
    bot = await startTestBot(discord, engine);
    const next = await discord.press(list, buttonId(list, 'Next ▶'));
    expect(ranks(next)).toEqual([4, 5, 6]);
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
    expect(titles(await discord.command('papers', { query }))[0]).toBe(
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
    expect(titles(await asked)).toHaveLength(1);
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

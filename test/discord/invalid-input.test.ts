/** Invalid input gets a clear message, and an internal error a number. */
import { type APIMessage, ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { startTestBot } from '../helpers/bot.ts';
import { useDiscord } from '../helpers/discord.ts';
import type { TestEngine } from '../helpers/library.ts';
import { buttonId, headingOf, listed, titlesOf } from '../helpers/message-texts.ts';
import { startPlayground, type TestPlayground } from '../helpers/playground.ts';

let engine: TestEngine;
let discord: TestPlayground;

useDiscord((started) => {
  ({ engine, discord } = started);
});

const GONE = "I don't have that paper any more. A few words of its title may find one like it.";

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
    expect(headingOf(message)).toBe('I need a few words to look for, such as “machine unlearning”.');
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
      titlesOf(await discord.command('papers', { query: 'contrast is all you need' })).join(),
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
    expect(titlesOf(list)).toEqual(['Basket Weaving']);
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

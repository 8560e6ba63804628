/** An answer on the page, and a follow-up by reply, in a real browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestBot, type TestBot } from '../helpers/bot.ts';
import { openTestEngine, type TestEngine } from '../helpers/library.ts';
import { startPlayground, type TestPlayground } from '../helpers/playground.ts';
import { launchBrowser, openPage, whyNoBrowser } from './chromium.ts';

const FORGET = 'how do I make a model forget private data?';

describe.skipIf(whyNoBrowser)(`an answer on the page ${whyNoBrowser ?? ''}`, () => {
  let browser: Browser;
  let engine: TestEngine;
  let playground: TestPlayground;
  let bot: TestBot;
  beforeAll(async () => {
    [browser, engine, playground] = await Promise.all([launchBrowser(), openTestEngine(), startPlayground()]);
    bot = await startTestBot(playground, engine);
  });
  afterAll(async () => {
    await bot?.close(1_000);
    await playground?.close();
    await browser?.close();
    await engine?.close();
  });

  test.each([
    ['a desk', { width: 1280, height: 800 }],
    ['a phone', { width: 390, height: 844 }],
  ])('at %s: links to its papers, and continues in a reply', async (_, viewport) => {
    const { page, expectCalm } = await openPage(browser, playground.url, { viewport });
    const articles = page.locator('article.message');
    const before = await articles.count();
    await page.locator('#composer-text').fill(`/ask ${FORGET}`);
    await page.keyboard.press('Enter');
    const answer = articles.nth(before);
    await answer.getByRole('link', { name: '[1]' }).first().waitFor();
    expect(await answer.getByRole('link', { name: '[1]' }).first().getAttribute('href')).toMatch(
      /^https:\/\/arxiv\.org\//,
    );
    await answer.getByText('Quoted from the papers’ abstracts').waitFor();

    await answer.hover();
    await answer.getByRole('button', { name: 'Reply' }).click();
    await page.getByText('Replying to Paperboy').waitFor();
    await page.locator('#composer-text').fill('and how is that measured?');
    await page.keyboard.press('Enter');
    const said = articles.nth(before + 1);
    await said.getByText('and how is that measured?').waitFor();
    expect(await said.getByRole('button', { name: 'Reply' }).count()).toBe(0);
    await articles
      .nth(before + 2)
      .getByRole('link', { name: '[1]' })
      .first()
      .waitFor();
    expect(await page.getByText('Replying to').count()).toBe(0);
    await expectCalm();
    await page.context().close();
  });

  test('a command typed by hand, letter by letter, is read as Discord reads it', async () => {
    const { page, expectCalm } = await openPage(browser, playground.url, {
      viewport: { width: 1280, height: 800 },
    });
    const taken = playground.requests.length;
    const used = () => page.locator('.used').last().innerText();
    await page.locator('#composer-text').click();
    await page.keyboard.type('/digest subscribe time: 08:15 topics: agents');
    expect(await page.getByRole('combobox', { name: 'time', exact: true }).inputValue()).toBe('08:15');
    expect(await page.getByRole('combobox', { name: 'topics' }).inputValue()).toBe('agents');
    expect(playground.requests.slice(taken).filter(({ path }) => path.endsWith('/callback'))).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard this command' }).click();
    await page.keyboard.type('/papers query: machine unlearning count: 2');
    await page.keyboard.press('Enter');
    await page.getByText('Papers on “machine unlearning”').waitFor();
    expect(await used()).toContain('machine unlearning · 2');
    await expectCalm();
    await page.context().close();
  });

  test('a message has the menu of Discord, by right click and by its button', async () => {
    const { page, expectCalm } = await openPage(browser, playground.url, {
      viewport: { width: 1280, height: 800 },
    });
    await page.locator('#composer-text').fill('machine unlearning, anyone?');
    await page.keyboard.press('Shift+Enter');
    const said = page.locator('article', { hasText: 'machine unlearning, anyone?' }).first();
    await said.getByText('machine unlearning, anyone?').click({ button: 'right' });
    await said.getByRole('button', { name: 'Find papers about this' }).click();
    await page.getByText('Papers on “machine unlearning, anyone?”').waitFor();
    await said
      .getByRole('group')
      .getByLabel(/^Apps for this message from You/)
      .click();
    await said.getByRole('button', { name: 'Summarise linked paper' }).click();
    await page.getByText('I see no arXiv link').waitFor();
    await page.locator('#composer-text').fill('@Paperboy hello');
    await page.keyboard.press('Enter');
    await page.getByText('Hello! Ask me something').waitFor();
    await expectCalm();
    await page.context().close();
  });
});

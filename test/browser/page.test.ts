/** The page's behaviour on errors, in a real browser, with a bot that fails on demand. */
import type { Client } from 'discord.js';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startPlayground, type TestPlayground } from '../helpers/playground.ts';
import { launchBrowser, openPage, type WatchedPage, whyNoBrowser } from './chromium.ts';
import { startStandInBot } from './stand-in-bot.ts';

describe.skipIf(whyNoBrowser)(`the page ${whyNoBrowser ?? ''}`, () => {
  let browser: Browser;
  let playground: TestPlayground;
  let bot: Client;
  let watched: WatchedPage;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });
  beforeEach(async () => {
    playground = await startPlayground();
    bot = await startStandInBot(playground.playground, playground.apiUrl);
    watched = await openPage(browser, playground.url, { viewport: { width: 1280, height: 800 } });
    await watched.page.getByRole('button', { name: '/papers' }).waitFor();
  });
  afterEach(async () => {
    await watched?.page.context().close();
    await bot?.destroy();
    await playground?.close();
  });

  /** Resolves when the server has the page's next request. */
  const taken = () => watched.page.waitForResponse('**/playground/interactions');
  const send = async (text: string) => {
    await watched.page.locator('#composer-text').fill(text);
    await watched.page.keyboard.press('Enter');
  };

  test('says in the answer’s place when a command gets none', async () => {
    await Promise.all([taken(), send('/silence ')]);
    const waiting = watched.page.locator('.message.waiting');
    await waiting.waitFor();
    playground.clock.advance(3_000);
    await watched.page.getByText('The application did not respond').waitFor();
    expect(await waiting.count()).toBe(0);
    await watched.page.getByRole('button', { name: 'Dismiss message' }).click();
    await watched.page.getByRole('heading', { name: 'Hi, I’m Paperboy.' }).waitFor();
    await watched.expectCalm();
  });

  test('shows a pressed button as busy, and reports its failure on its message', async () => {
    await send('embeddings');
    const open = watched.page.getByRole('button', { name: /^Open 1/ }).first();
    await open.waitFor();
    await Promise.all([taken(), open.click()]);
    await expect.poll(() => open.getAttribute('aria-busy')).toBe('true');
    playground.clock.advance(3_000);
    await watched.page.getByText('The application did not respond').waitFor();
    expect(await open.getAttribute('aria-busy')).toBe('false');
    expect(await watched.page.locator('.message').count()).toBe(1);
  });

  test('says what to do while the bot is away, keeps the input, and notices when it is back', async () => {
    const { page } = watched;
    await bot.destroy();
    await page.getByText('Paperboy is offline.').waitFor();
    await send('embeddings');
    await page.getByText('Paperboy isn’t listening right now.').waitFor();
    expect(await page.locator('#composer-text').inputValue()).toBe('embeddings');
    bot = await startStandInBot(playground.playground, playground.apiUrl);
    await expect.poll(() => page.locator('.banner').count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.locator('.container').first().waitFor();
    await watched.expectCalm();
  });

  test('says when the playground itself has stopped', async () => {
    await playground.close();
    await watched.page.getByText('The playground has stopped.').waitFor();
    playground = await startPlayground();
  });

  test('says when nothing matches the input', async () => {
    await watched.page.locator('#composer-text').fill('/summary ');
    await watched.page.keyboard.type('zzzz');
    await watched.page.getByText('Nothing fits so far').waitFor();
    await watched.page.keyboard.press('Enter');
    await watched.page.getByText('zzzz', { exact: true }).waitFor();
  });

  test('stops a command that Discord would refuse, at the invalid field', async () => {
    const { page } = watched;
    await page.locator('#composer-text').fill('/papers embeddings');
    await page.getByRole('button', { name: /^Add count/ }).click();
    await page.keyboard.type('11');
    await page.keyboard.press('Enter');
    await page.getByText('“count” must be from 1 to 10.').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('option-count');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.section').count()).toBe(1);
    await watched.expectCalm();
  });

  test('Backspace turns a command back into the typed text, Escape loses nothing', async () => {
    const { page } = watched;
    await page.locator('#composer-text').fill('/papers ');
    await page.keyboard.press('Backspace');
    expect(await page.locator('#composer-text').inputValue()).toBe('/papers');
    await page.getByRole('option', { name: '/papers' }).click();
    await page.getByRole('combobox', { name: 'query' }).fill('x');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('combobox', { name: 'query' }).inputValue()).toBe('x');
    await page.getByRole('button', { name: 'Discard this command' }).click();
    expect(await page.locator('#composer-text').inputValue()).toBe('');
  });

  test('shows an answer from its top even if it arrives before the question is acknowledged', async () => {
    const { page } = watched;
    let letThrough = () => {};
    const answered = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    await page.route('**/playground/interactions', async (route) => {
      const response = await route.fetch();
      await answered;
      await route.fulfill({ response });
    });
    await send('embeddings');
    const answer = page.locator('.message:not(.waiting)');
    await expect.poll(() => answer.locator('.section').count()).toBe(5);
    letThrough();
    await page.locator('.message.waiting').waitFor({ state: 'detached' });
    const top = (await answer.boundingBox())?.y ?? 0;
    expect(top).toBeGreaterThanOrEqual(48);
    expect(top).toBeLessThan(100);
  });

  test('keeps the reader’s position when the bot posts by itself', async () => {
    const { page } = watched;
    await send('embeddings');
    await page.getByRole('button', { name: 'Next ▶' }).waitFor();
    await page.evaluate('document.querySelector(".scroller").scrollTop = 40');
    const channel = await bot.channels.fetch(playground.playground.world.channelId);
    if (!channel?.isSendable()) throw new Error('The bot has no channel.');
    await channel.send('Good morning');
    await page.getByText('Good morning').waitFor({ state: 'attached' });
    expect(await page.evaluate('document.querySelector(".scroller").scrollTop')).toBe(40);
    await send('retrieval');
    await expect.poll(() => page.locator('.message').last().locator('.section').count()).toBe(5);
    const top = (await page.locator('.message').last().boundingBox())?.y ?? 0;
    expect(top).toBeGreaterThanOrEqual(48);
    expect(top).toBeLessThan(100);
  });
});

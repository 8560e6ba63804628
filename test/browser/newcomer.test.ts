/** A first visit to Paperboy in a real browser, with the program started as a newcomer would. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage, type WatchedPage, whyNoBrowser } from './chromium.ts';
import { type StartedPaperboy, startPaperboy } from './start-paperboy.ts';

const DESKTOP = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 };
const PHONE = { viewport: { width: 375, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

/** Saves a picture for the README on request. */
async function keepPicture(page: Page, name: string): Promise<void> {
  if (process.env.SCREENSHOTS !== '1') return;
  const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));
  await mkdir(folder, { recursive: true });
  // Removes the focus mark from the last clicked element.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${folder}${name}.png` });
}

const titlesOf = (page: Page) =>
  page.locator('.message').last().locator('.section-texts strong, .embed-title').allTextContents();

describe.skipIf(whyNoBrowser)(`a newcomer ${whyNoBrowser ?? ''}`, () => {
  let browser: Browser;
  let paperboy: StartedPaperboy;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    [browser, paperboy] = await Promise.all([launchBrowser(), startPaperboy()]);
    watched = await openPage(browser, paperboy.url, { ...DESKTOP, colorScheme: 'dark' });
    page = watched.page;
  });
  afterAll(async () => {
    await browser?.close();
    await paperboy?.stop();
  });

  // These tests share one page, as one visit does.
  test('learns about Paperboy, clicks an example, sees it think, and gets papers', async () => {
    await page.getByRole('heading', { name: 'Hi, I’m Paperboy.' }).waitFor();
    await keepPicture(page, 'playground-empty');
    await page.evaluate(`new MutationObserver(() => {
      if (document.querySelector('[data-message-id][aria-busy=true] .thinking')) window.sawThinking = true;
    }).observe(document.querySelector('.log'), { childList: true, subtree: true })`);

    await page.getByRole('group', { name: 'Examples to try' }).getByRole('button').first().click();

    await page.locator('.container').first().waitFor();
    expect(await page.evaluate('window.sawThinking')).toBe(true);
    expect(await page.locator('.used').innerText()).toContain('/papers');
    expect((await titlesOf(page))[0]).toContain('Query Rewriting');
    expect(await page.locator('.section-texts a').first().getAttribute('rel')).toBe('noopener noreferrer');
    await keepPicture(page, 'playground-results');
    await watched.expectCalm();
  });

  test('pages with the keyboard and keeps the focus', async () => {
    const first = await titlesOf(page);
    const next = page.getByRole('button', { name: 'Next ▶' });
    await next.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => titlesOf(page)).not.toEqual(first);
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Next');
    expect(await page.locator('.message').count()).toBe(1);
    await page.getByRole('button', { name: /Previous/ }).click();
    await expect.poll(() => titlesOf(page)).toEqual(first);
    await watched.expectCalm();
  });

  test('presses Open and sees the summary come into view', async () => {
    await page
      .getByRole('button', { name: /^Open 1: \w/ })
      .first()
      .click();
    await expect.poll(() => page.locator('.message').count()).toBe(2);
    const summary = page.locator('.message').last();
    await summary.locator('.embed').waitFor();
    expect(await summary.locator('.used').innerText()).toMatch(/You\s+pressed\s+Open/);
    expect((await summary.locator('.embed-title').boundingBox())?.y).toBeLessThan(700);
    await keepPicture(page, 'playground-summary');
    await watched.expectCalm();
  });

  test('needs no mouse: / lists the commands, arrows choose one, its option completes, Enter sends', async () => {
    await page.locator('.scroller').focus();
    await page.keyboard.type('/sum');
    await expect.poll(() => page.getByRole('option').first().textContent()).toContain('/summary');
    await page.keyboard.press('Enter');
    await page.keyboard.type('embeddinggem');
    const option = page.getByRole('option').first();
    await option.waitFor();
    expect(await option.textContent()).toContain('EmbeddingGemma');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Tab');
    expect(await page.getByRole('combobox', { name: 'paper' }).inputValue()).toContain('EmbeddingGemma');
    await page.keyboard.press('Enter');
    await expect.poll(() => titlesOf(page)).toEqual([expect.stringContaining('EmbeddingGemma')]);
    expect(await page.evaluate('document.activeElement.id')).toBe('composer-text');
    await watched.expectCalm();
  });

  test('gets a private answer and dismisses it', async () => {
    await page.getByRole('navigation').getByRole('button', { name: '/help' }).click();
    await page.keyboard.press('Enter');
    const answer = page.locator('.message').filter({ hasText: '/help' });
    await answer.getByText('Only you can see this').waitFor();
    await answer.getByRole('button', { name: 'Dismiss message' }).click();
    await expect.poll(() => answer.count()).toBe(0);
    await watched.expectCalm();
  });

  test('types plain text with harmless Markdown and mentions', async () => {
    const words = '@everyone **embeddings** <img src=x onerror=alert(1)>';
    await page.locator('#composer-text').fill(words);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.used').last().innerText()).toContain(words);
    await page.locator('.message').last().locator('.embed, .markdown').first().waitFor();
    expect(await page.locator('.log img').count()).toBe(0);
    await watched.expectCalm();
  });

  test('returns to the same conversation and theme', async () => {
    const count = await page.locator('.message').count();
    await page.getByRole('button', { name: 'Switch to the light theme' }).click();
    await page.reload();
    // The dismissed message stays away too.
    await expect.poll(() => page.locator('.message').count()).toBe(count);
    await page.getByRole('button', { name: 'Switch to the dark theme' }).waitFor();
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    await watched.expectCalm();
  });
});

describe.skipIf(whyNoBrowser)(`a newcomer with a phone ${whyNoBrowser ?? ''}`, () => {
  let browser: Browser;
  let paperboy: StartedPaperboy;

  beforeAll(async () => {
    [browser, paperboy] = await Promise.all([launchBrowser(), startPaperboy()]);
  });
  afterAll(async () => {
    await browser?.close();
    await paperboy?.stop();
  });

  test.each(['dark', 'light'] as const)(
    'reads and asks in the %s without scrolling sideways',
    async (colorScheme) => {
      const { page, expectCalm } = await openPage(browser, paperboy.url, { ...PHONE, colorScheme });
      await page.locator('#composer-text').waitFor();
      await expectCalm();
      await page.locator('#composer-text').fill('/');
      await page.getByRole('option').first().waitFor();
      await expectCalm();
      await page.locator('#composer-text').fill(`${colorScheme}: compressing prompts, ${'long'.repeat(30)}`);
      await page.getByRole('button', { name: 'Send' }).tap();
      await expect.poll(() => page.locator('.used').last().innerText()).toContain(colorScheme);
      await page.locator('.message').last().locator('.button').first().waitFor();
      await expectCalm();
      await page.context().close();
    },
  );

  test('asks in the Ask box, and the keyboard doesn’t cover the answer', async () => {
    const fresh = await startPaperboy();
    const { page, expectCalm } = await openPage(browser, fresh.url, { ...PHONE, colorScheme: 'light' });
    await page.getByLabel('Ask for papers on a topic').fill('unlearning');
    await expectCalm();
    await page.keyboard.press('Enter');
    await page.locator('.container').first().waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).not.toBe('INPUT');
    // No focus ring around the whole conversation, but one around each element that Tab reaches from there.
    const outline = 'getComputedStyle(document.activeElement).outlineStyle';
    expect(await page.evaluate(outline)).toBe('none');
    expect((await page.locator('.message').boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await keepPicture(page, 'playground-phone');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(outline)).toBe('solid');
    expect(await page.evaluate("document.activeElement.closest('.message') !== null")).toBe(true);
    await expectCalm();
    await page.context().close();
    await fresh.stop();
  });
});

/** Subscribing in the page, as a person does it: a subcommand, a channel picked from a list, a menu, a button. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage, whyNoBrowser } from './chromium.ts';
import { type StartedPaperboy, startPaperboy } from './start-paperboy.ts';

describe.skipIf(whyNoBrowser)(`/digest in the page ${whyNoBrowser ?? ''}`, () => {
  let browser: Browser;
  let paperboy: StartedPaperboy;

  beforeAll(async () => {
    [browser, paperboy] = await Promise.all([launchBrowser(), startPaperboy()]);
  });
  afterAll(async () => {
    await browser?.close();
    await paperboy?.stop();
  });

  test('subscribes a channel, lists it, and pauses it from the menu', async () => {
    const { page, expectCalm } = await openPage(browser, paperboy.url, {
      viewport: { width: 1280, height: 900 },
    });
    await page.getByRole('button', { name: '/digest' }).click();
    await page.getByRole('option', { name: '/digest subscribe' }).click();
    await page.getByRole('button', { name: /^Add channel/ }).click();
    await page.getByRole('option', { name: '#reading-group' }).click();
    await page.getByRole('button', { name: /^Add timezone/ }).click();
    await page.keyboard.type('berlin');
    await page.getByRole('option', { name: /^Europe\/Berlin \(now \d\d:\d\d\)/ }).click();
    await page.keyboard.press('Enter');
    await page.getByText('Done:').waitFor();
    const answer = page.locator('.message').last();
    expect(await answer.textContent()).toContain('#reading-group gets its papers');
    expect(await answer.textContent()).toContain('at 09:00, Europe/Berlin time');

    await page.locator('#composer-text').fill('/digest list ');
    await page.keyboard.press('Enter');
    const menu = page.getByRole('combobox', { name: 'Look at one, pause it or preview it' });
    await menu.selectOption({ index: 1 });
    const chosen = page.locator('.message', { hasText: 'chose' });
    await chosen.getByRole('button', { name: 'Pause' }).click();
    await chosen.getByText('Nothing is posted until you resume it.').waitFor();
    await expectCalm();
    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });
  });
});

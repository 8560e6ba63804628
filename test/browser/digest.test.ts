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

  test('typed alone, it shows a form, which keeps what is wrong and sends what is right', async () => {
    const { page, expectCalm } = await openPage(browser, paperboy.url, {
      viewport: { width: 1280, height: 900 },
    });
    await page.getByText('/digest', { exact: true }).first().waitFor({ state: 'attached' });
    await page.locator('#composer-text').fill('/digest subscribe ');
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog', { name: 'Trending papers in a channel' });
    await form.waitFor();
    await expectCalm();
    if (process.env.SCREENSHOT)
      await page.screenshot({ path: process.env.SCREENSHOT.replace('.png', '-form.png') });
    expect(await form.getByLabel('Time Such as 09:00').inputValue()).toBe('09:00');
    await form.getByLabel('Topics').fill('machine unlearning');
    await form.getByLabel('How often').selectOption('On Mondays, the best of the week');
    await form.getByRole('button', { name: 'Submit' }).click();
    await form.waitFor({ state: 'detached' });
    const answer = page.locator('.message', { hasText: 'filled in a form' });
    await answer.getByText('Done:').waitFor();
    expect(await answer.textContent()).toContain('on Mon at 09:00');
    await expectCalm();
  });

  test('the form goes away with Escape, and nothing is subscribed', async () => {
    const { page } = await openPage(browser, paperboy.url, { viewport: { width: 375, height: 812 } });
    await page.getByText('/digest', { exact: true }).first().waitFor({ state: 'attached' });
    await page.locator('#composer-text').fill('/digest subscribe ');
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog', { name: 'Trending papers in a channel' });
    await form.waitFor();
    const messages = await page.locator('.message').count();
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    expect(await page.locator('.message').count()).toBe(messages);
  });
});

/** The pages behind mail links, in a real browser: light and dark, on a phone, and without scripts. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createMailPages } from '../../src/http/mail-pages.ts';
import { startHttp } from '../../src/http/server.ts';
import { createLog } from '../../src/lib/log.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';
import { openTestStores } from '../store/helpers.ts';
import { launchBrowser, whyNoBrowser } from './chromium.ts';

const LINK = 'link=sub1.s3cret';

describe.skipIf(whyNoBrowser)('The pages behind a mail’s links', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function open(isDark: boolean, width: number) {
    const stores = openTestStores();
    const target = { kind: 'email', address: 'ada@example.net', secret: 's3cret' } as const;
    const now = Date.parse('2025-06-02T08:00:00Z');
    const state = { kind: 'unconfirmed' } as const;
    await stores.subscriptions.add(makeSubscription({ target, state, createdAt: new Date(now) }));
    const http = await startHttp({
      host: '127.0.0.1',
      port: 0,
      health: () => ({ gateway: true, catalog: true, model: true }),
      metrics: { read: async () => ({ contentType: 'text/plain', text: '' }) },
      publicRoutes: [createMailPages({ stores, clock: { now: () => now } })],
      log: createLog({ level: 'silent' }),
    });
    onTestFinished(() => http.close());
    const context = await browser.newContext({
      colorScheme: isDark ? 'dark' : 'light',
      javaScriptEnabled: false,
      viewport: { width, height: 700 },
    });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('requestfailed', (request) => complaints.push(request.url()));
    return { page, complaints, stores, url: http.url };
  }

  test.each([
    [false, 390],
    [true, 390],
    [false, 800],
    [true, 800],
  ])('confirm and unsubscribe with a press of their button; dark %s, %i px', async (isDark, width) => {
    const { page, complaints, stores, url } = await open(isDark, width);
    await page.goto(`${url}/mail/confirm?${LINK}`);
    expect((await stores.subscriptions.get('sub1'))?.state).toEqual({ kind: 'unconfirmed' });
    const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(background).toBe(isDark ? 'rgb(27, 26, 24)' : 'rgb(255, 255, 255)');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { name: 'Confirmed' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('The first mail is due on Monday 2 June.');
    expect((await stores.subscriptions.get('sub1'))?.state).toEqual({ kind: 'active' });

    await page.goto(`${url}/mail/unsubscribe?${LINK}`);
    expect(await stores.subscriptions.get('sub1')).toBeDefined();
    await page.getByRole('button', { name: 'Unsubscribe' }).click();
    await page.getByRole('heading', { name: 'Unsubscribed' }).waitFor();
    expect(await stores.subscriptions.get('sub1')).toBeUndefined();
    expect(complaints).toEqual([]);
  });
});

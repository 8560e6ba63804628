/** Debian's Chromium for the browser tests, and the promises that every page keeps whatever is done on it. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Why there are no browser tests on this machine; undefined where there are. */
export const whyNoBrowser = existsSync(executablePath)
  ? undefined
  : `skipped: there is no Chromium at ${executablePath}; set CHROMIUM_PATH`;

const ARGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: ARGS.split(' ') });

export interface WatchedPage {
  readonly page: Page;
  /** Fails where the page complained in its console, asked another host for anything, or scrolls sideways. */
  expectCalm(): Promise<void>;
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!/^data:/.test(request.url()) && new URL(request.url()).origin !== url)
      complaints.push(request.url());
  });
  await page.goto(url);
  return {
    page,
    async expectCalm() {
      expect(complaints).toEqual([]);
      const tooWide =
        '[document.documentElement, document.querySelector(".scroller")].map((e) => e.scrollWidth - e.clientWidth)';
      expect(await page.evaluate(tooWide)).toEqual([0, 0]);
    },
  };
}

/** Debian's Chromium for the browser tests, and checks that hold for every page. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** The reason why browser tests are skipped on this machine; undefined if they run. */
export const whyNoBrowser = existsSync(executablePath)
  ? undefined
  : `skipped: there is no Chromium at ${executablePath}; set CHROMIUM_PATH`;

const ARGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: ARGS.split(' ') });

export interface WatchedPage {
  readonly page: Page;
  /** Fails if the page logged to its console, contacted another host, or scrolls sideways. */
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

/** The daily post in the page, on desktop and phone, light and dark: fully visible, without sideways scrolling. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDiscordPoster } from '../../src/discord/poster.ts';
import { platformId } from '../../src/domain/person.ts';
import { makePaper } from '../helpers/papers.ts';
import { startPlayground, type TestPlayground } from '../helpers/playground.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';
import { launchBrowser, openPage, whyNoBrowser } from './chromium.ts';

const TITLES = [
  'EmbeddingGemma: Powerful and Lightweight Text Representations',
  'Agents That Plan Before They Act: A Study of Deliberation Budgets in Tool Use',
  'Small Models, Long Contexts',
  'A Benchmark of Benchmarks for Code-Writing Models on Repositories That Nobody Has Seen',
  'Prompt Compression Without Retraining',
];
const SENTENCES = [
  'EmbeddingGemma is a text embedding model of 308 million parameters that beats models of twice its size on the multilingual benchmark MTEB.',
  'Letting an agent plan for a fixed number of steps before its first call of a tool halves the calls it needs and raises its success on four suites.',
  'A model of 1 billion parameters reads a million tokens with linear attention that is trained on short texts alone.',
  undefined,
  'Dropping the tokens whose removal changes the next hidden state least shortens prompts to a third without a loss in quality.',
];

async function postOne({ playground, apiUrl }: TestPlayground, topics: readonly string[]): Promise<void> {
  const { guildId, channelId } = playground.world;
  const target = {
    kind: 'channel',
    serverId: platformId('discord', guildId),
    channelId: platformId('discord', channelId),
  } as const;
  const papers = TITLES.map((title, i) => ({
    paper: makePaper({
      id: `2509.2100${i}`,
      title,
      repository: i === 3 ? undefined : `https://github.com/example/paper-${i}`,
    }),
    rank: i + 1,
    sentence: SENTENCES[i],
    votes: 90 - 17 * i,
    source: 'hugging-face' as const,
    picture: `https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2509.2100${i}.png`,
    why: {
      votes: 90 - 17 * i,
      votesGained: { by: 39 - 5 * i, sinceDay: '2025-09-25' },
      comments: i,
      stars: i === 3 ? undefined : 1_200,
      hasCode: i !== 3,
      topic: topics[i % 2],
    },
  }));
  await createDiscordPoster({ token: playground.token, apiUrl }).sendPost(target, {
    subscription: makeSubscription({ target, topics }),
    composed: {
      day: '2025-09-26',
      papers,
      notices: [],
      list: { source: 'hugging-face', day: '2025-09-25' },
    },
    idempotencyKey: topics.join(),
  });
}

const SCREENS = [
  { name: 'desktop-light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'desktop-dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { name: 'phone-light', viewport: { width: 375, height: 812 }, colorScheme: 'light' },
  { name: 'phone-dark', viewport: { width: 375, height: 812 }, colorScheme: 'dark' },
] as const;

describe.skipIf(whyNoBrowser)(`The daily post in the page ${whyNoBrowser ?? ''}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  test.each(SCREENS)(
    'on a $name screen shows five papers in two screens at most',
    async ({ name, ...options }) => {
      const discord = await startPlayground();
      try {
        await postOne(discord, []);
        const { page, expectCalm } = await openPage(browser, discord.url, options);
        const post = page.locator('.container').last();
        await post.waitFor();
        expect(await post.getByRole('button', { name: /^Open [1-5]\b/ }).count()).toBe(5);
        expect(await post.getByRole('link', { name: /^Picture of/ }).count()).toBe(1);
        const box = await post.boundingBox();
        expect(box?.height).toBeLessThanOrEqual(2 * options.viewport.height);
        await expectCalm();
        const folder = process.env.SCREENSHOTS;
        if (folder) await post.screenshot({ path: `${folder}/post-${name}.png` });
      } finally {
        await discord.close();
      }
    },
  );

  test('groups the papers under the topics that the server follows', async () => {
    const discord = await startPlayground();
    try {
      await postOne(discord, ['embeddings', 'agents']);
      const { page } = await openPage(browser, discord.url, SCREENS[0]);
      const post = page.locator('.container').last();
      await post.waitFor();
      const headings = await post.getByRole('heading').allTextContents();
      expect(headings.slice(1)).toEqual(['embeddings', 'agents']);
      const folder = process.env.SCREENSHOTS;
      if (folder) await post.screenshot({ path: `${folder}/post-topics.png` });
    } finally {
      await discord.close();
    }
  });
});

/** The daily post's sentences are written ahead by a model that may fail, and no post waits for them. */
import Keyv from 'keyv';
import { beforeEach, expect, test } from 'vitest';
import { composePost } from '../../src/delivery/compose.ts';
import { prefetchSummaries } from '../../src/delivery/summary-prefetch.ts';
import { LanguageModelError } from '../../src/domain/errors.ts';
import { createLog } from '../../src/lib/log.ts';
import type { SearchEngine } from '../../src/retrieval/search-engine.ts';
import type { Stores } from '../../src/store/stores.ts';
import { createSummaries } from '../../src/summary/summaries.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { addList, plainLibrary } from '../helpers/posting.ts';
import { createScriptedModel } from '../helpers/scripted-model.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';
import { INJECTIONS } from '../llm/injections.ts';
import { openTestStores } from '../store/helpers.ts';

const ANY = { categories: [], authors: [] };
const WRITTEN = 'The authors made something small that works well.';
const NOW = Date.parse('2025-06-02T08:00:00Z');
const POST_AT = new Date('2025-06-02T09:00:00Z');
let stores: Stores;
let engine: SearchEngine;
const logged: Record<string, unknown>[] = [];
const log = createLog({ level: 'info', destination: { write: (line) => logged.push(JSON.parse(line)) } });

beforeEach(async () => {
  stores = openTestStores();
  engine = plainLibrary(stores);
  logged.length = 0;
  await addList(stores, '2025-06-02');
  await stores.subscriptions.add(makeSubscription({ size: 3 }));
  await stores.subscriptions.add(makeSubscription({ id: 'sub2', size: 3 }));
});

function setUp(answer: Parameters<typeof createScriptedModel>[0]) {
  const model = createScriptedModel(answer);
  const summaries = createSummaries({ model, store: new Keyv(), engine, clock: createFakeClock() });
  const prepare = () => prefetchSummaries(engine, summaries, NOW, log, new AbortController().signal);
  const compose = async () =>
    (await composePost(engine, makeSubscription({ size: 3 }), POST_AT, summaries.keptSentence)).papers;
  return { model, prepare, compose };
}

test('each paper of the next post gets one sentence, written once, at nobody’s cost', async () => {
  const { model, prepare, compose } = setUp(() => ({ sentence: WRITTEN }));
  await prepare();
  await prepare();
  expect(model.asked.map(({ prompt, options }) => [prompt, options.usageSubject])).toEqual(
    Array(3).fill(['sentence', {}]),
  );
  expect((await compose()).map(({ sentence }) => sentence)).toEqual([WRITTEN, WRITTEN, WRITTEN]);
});

test('a post asks no model, and quotes the abstract if no sentence is ready', async () => {
  const { model, compose } = setUp(() => ({ sentence: WRITTEN }));
  const papers = await compose();
  expect(papers).toHaveLength(3);
  for (const { sentence, paper } of papers) expect(paper.abstract).toContain(sentence);
  expect(model.asked).toEqual([]);
});

test('a rejected sentence leaves the others, and an unavailable model is not asked again', async () => {
  const first = setUp(() => ({
    sentence: first.model.asked.length === 1 ? 'See https://evil.example.' : WRITTEN,
  }));
  await first.prepare();
  expect((await first.compose()).filter(({ sentence }) => sentence === WRITTEN)).toHaveLength(2);
  const away = setUp(() => {
    throw new LanguageModelError('nobody there', { reason: 'away' });
  });
  await away.prepare();
  expect(away.model.asked).toHaveLength(1);
  expect(await away.compose()).toHaveLength(3);
  expect(logged).toMatchObject([{ written: 0 }]);
});

test('a subscription’s topics never reach the model', async () => {
  const topics = INJECTIONS.map(({ text }) => text);
  const titles = (await engine.stores.papers.getMany(await engine.stores.papers.newest(ANY, 10))).map(
    ({ title }) => title,
  );
  for (const [i, topic] of topics.entries())
    await stores.subscriptions.add(
      makeSubscription({ id: `topic${i}`, size: 3, topics: [...titles, topic] }),
    );
  const { model, prepare } = setUp(() => ({ sentence: WRITTEN }));
  await prepare();
  expect(model.asked.length).toBeGreaterThan(0);
  const sent = model.asked.map(({ instructions, data }) => `${instructions}\n${data}`).join('\n');
  for (const topic of topics) expect(sent).not.toContain(topic);
});

test('equal subscriptions are composed once, others each get their own papers’ sentences', async () => {
  await stores.subscriptions.add(makeSubscription({ id: 'longer', size: 5 }));
  const { model, prepare } = setUp(() => ({ sentence: WRITTEN }));
  await prepare();
  expect(model.asked).toHaveLength(5);
});

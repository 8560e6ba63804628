/** Papers left without vectors while the bot runs. */
import { expect, onTestFinished, test } from 'vitest';
import { backfillEmbeddings } from '../../../src/ingest/embedding/backfill.ts';
import { keepBackfilled } from '../../../src/ingest/embedding/keep-up.ts';
import { createLog } from '../../../src/lib/log.ts';
import { openTestEngine } from '../../helpers/library.ts';
import { makePaper } from '../../helpers/papers.ts';

const papers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) =>
    makePaper({ id: `2601.${10_000 + from + i}`, title: `${from + i}` }),
  );

test('papers get a vector once their number is stable between two looks: then no import is at work on them', async () => {
  const engine = await openTestEngine();
  onTestFinished(() => engine.close());
  const { stores, embedder } = engine;
  const missing = async () => (await stores.papers.count()) - (await stores.vectors.count(embedder.modelId));
  const seen: number[] = [];
  async function* looks() {
    yield;
    await stores.papers.add(papers(0, 20));
    yield;
    seen.push(await missing());
    await stores.papers.add(papers(20, 30));
    yield;
    seen.push(await missing());
    yield;
    seen.push(await missing());
  }
  await keepBackfilled(
    engine,
    looks(),
    backfillEmbeddings,
    createLog({ level: 'silent' }),
    new AbortController().signal,
  );
  expect(seen).toEqual([20, 30, 0]);
});

test('the search continues after the store could not be read', async () => {
  const engine = await openTestEngine();
  onTestFinished(() => engine.close());
  await engine.stores.papers.add(papers(0, 5));
  let fails = 1;
  const countPapers = async () =>
    fails-- > 0 ? Promise.reject(new Error('busy')) : engine.stores.papers.count();
  const flaky = {
    ...engine,
    stores: { ...engine.stores, papers: { ...engine.stores.papers, count: countPapers } },
  };
  async function* looks() {
    yield* [1, 2, 3];
  }
  await keepBackfilled(
    flaky,
    looks(),
    backfillEmbeddings,
    createLog({ level: 'silent' }),
    new AbortController().signal,
  );
  expect(await engine.stores.vectors.missing(engine.embedder.modelId, 1)).toEqual([]);
});

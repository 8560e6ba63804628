/** Papers that nobody embeds while the bot runs. */
import { expect, onTestFinished, test } from 'vitest';
import { embedMissing } from '../../../src/ingest/embedding/backfill.ts';
import { keepEmbedded } from '../../../src/ingest/embedding/keep-up.ts';
import { createLog } from '../../../src/lib/log.ts';
import { openTestLibrary } from '../../helpers/library.ts';
import { makePaper } from '../../helpers/papers.ts';

const papers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) =>
    makePaper({ id: `2601.${10_000 + from + i}`, title: `${from + i}` }),
  );

test('get a vector once their number stays the same from one look to the next: then no import is at work on them', async () => {
  const library = await openTestLibrary();
  onTestFinished(() => library.close());
  const { catalog, embedder } = library;
  const missing = async () => (await catalog.countPapers()) - (await catalog.countVectors(embedder.modelId));
  const seen: number[] = [];
  async function* looks() {
    yield;
    await catalog.addPapers(papers(0, 20));
    yield;
    seen.push(await missing());
    await catalog.addPapers(papers(20, 30));
    yield;
    seen.push(await missing());
    yield;
    seen.push(await missing());
  }
  await keepEmbedded(
    library,
    looks(),
    embedMissing,
    createLog({ level: 'silent' }),
    new AbortController().signal,
  );
  expect(seen).toEqual([20, 30, 0]);
});

test('are looked for again where the catalog could not be read', async () => {
  const library = await openTestLibrary();
  onTestFinished(() => library.close());
  await library.catalog.addPapers(papers(0, 5));
  let fails = 1;
  const countPapers = async () =>
    fails-- > 0 ? Promise.reject(new Error('busy')) : library.catalog.countPapers();
  const flaky = { ...library, catalog: { ...library.catalog, countPapers } };
  async function* looks() {
    yield* [1, 2, 3];
  }
  await keepEmbedded(
    flaky,
    looks(),
    embedMissing,
    createLog({ level: 'silent' }),
    new AbortController().signal,
  );
  expect(await library.catalog.papersWithoutVector(library.embedder.modelId, 1)).toEqual([]);
});

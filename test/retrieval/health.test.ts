/** The search engine's report on its health. */
import { expect, it, onTestFinished } from 'vitest';
import { searchHealth } from '../../src/retrieval/health.ts';
import { createSearchEngine } from '../../src/retrieval/open-search-engine.ts';
import { openTestEngine } from '../helpers/library.ts';

async function open() {
  const engine = await openTestEngine();
  onTestFinished(() => engine.close().catch(() => {}));
  return engine;
}

it('is well if papers can be read and queries embedded', async () => {
  expect(await searchHealth(await open())).toEqual({ catalog: true, model: true });
});

it('reports an unreadable database, while the model still works', async () => {
  const engine = await open();
  await engine.stores.close();
  expect(await searchHealth(engine)).toEqual({ catalog: false, model: true });
});

it('reports a model that fails, gives something else, or has embedded none of the papers', async () => {
  const { stores, embedder } = await open();
  const withModel = (changed: Partial<typeof embedder>) =>
    searchHealth(createSearchEngine(stores, { ...embedder, embed: embedder.embed, ...changed }));
  expect(await withModel({})).toEqual({ catalog: true, model: true });
  const broken = { catalog: true, model: false };
  expect(await withModel({ embed: () => Promise.reject(new Error('out of memory')) })).toEqual(broken);
  expect(await withModel({ embed: async () => [new Float32Array(3)] })).toEqual(broken);
  expect(await withModel({ modelId: 'another' })).toEqual(broken);
});

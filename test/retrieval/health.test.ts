/** What the library says of its own health. */
import { expect, it, onTestFinished } from 'vitest';
import { libraryHealth } from '../../src/retrieval/health.ts';
import { createLibrary } from '../../src/retrieval/open-search-engine.ts';
import { openTestLibrary } from '../helpers/library.ts';

async function open() {
  const library = await openTestLibrary();
  onTestFinished(() => library.close().catch(() => {}));
  return library;
}

it('is well where papers can be read and questions embedded', async () => {
  expect(await libraryHealth(await open())).toEqual({ catalog: true, model: true });
});

it('has no catalog once that can not be read any more, while the model goes on', async () => {
  const library = await open();
  await library.catalog.close();
  expect(await libraryHealth(library)).toEqual({ catalog: false, model: true });
});

it('has no model where it fails, gives something else, or has embedded nothing of what is there', async () => {
  const { catalog, embedder, questions } = await open();
  const withModel = (changed: Partial<typeof embedder>) =>
    libraryHealth(createLibrary(catalog, { ...embedder, embed: embedder.embed, ...changed }, questions));
  expect(await withModel({})).toEqual({ catalog: true, model: true });
  const broken = { catalog: true, model: false };
  expect(await withModel({ embed: () => Promise.reject(new Error('out of memory')) })).toEqual(broken);
  expect(await withModel({ embed: async () => [new Float32Array(3)] })).toEqual(broken);
  expect(await withModel({ modelId: 'another' })).toEqual(broken);
});

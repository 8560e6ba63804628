/** A process to be killed: changes to a model slowly, reports its progress, and waits. */

import { dropOthers, loadAndRecordModel, moveTo } from '../../../src/ingest/embedding/re-embed.ts';
import { createSearchEngine } from '../../../src/retrieval/open-search-engine.ts';
import { openSqliteStores } from '../../../src/store/sqlite/open.ts';

const [database = '', folder = '', stopAt = ''] = process.argv.slice(2);
const say = (text: string) => process.stdout.write(`${text}\n`);
const forever = () => new Promise<never>(() => setInterval(() => {}, 60_000));

const stores = openSqliteStores(database);
const wanted = await loadAndRecordModel(stores, { kind: 'folder', path: folder }, () => {});
const engine = createSearchEngine(stores, wanted);
let batches = 0;
const slow = {
  ...wanted,
  async embed(...given: Parameters<typeof wanted.embed>) {
    if (stopAt === 'embedding' && ++batches === 12) {
      say('here');
      await forever();
    }
    return wanted.embed(...given);
  },
};
await moveTo(engine, slow);
if (stopAt === 'switching') {
  // Some of the old vectors are deleted, some are not.
  await stores.vectors.dropOthers(wanted.modelId, 100);
  say('here');
  await forever();
}
await dropOthers(stores, wanted.modelId);

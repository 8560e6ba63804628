/** A second process for the tests beside it: says on standard output what it has done, and goes on until it is killed. */
import { once } from 'node:events';
import { lockForBot } from '../../src/store/sqlite/bot-lock.ts';
import { openSqliteCatalog } from '../../src/store/sqlite/open.ts';
import { batchOfPapers } from './batch.ts';

const [task, path = ''] = process.argv.slice(2);
const say = (text: string) => process.stdout.write(`${text}\n`);

if (task === 'lock') {
  const release = lockForBot(path);
  say('locked');
  // The process must hold on to the lock: one that nothing refers to goes with the garbage.
  setInterval(() => release, 60_000);
}

if (task === 'open') {
  say('ready');
  // Told to go, all of them open the file at the same moment.
  await once(process.stdin, 'data');
  process.stdin.destroy();
  const catalog = openSqliteCatalog(path);
  await catalog.addPapers(batchOfPapers(0));
  await catalog.close();
  say('done');
}

if (task === 'add') {
  const catalog = openSqliteCatalog(path);
  for (let batch = (await catalog.countPapers()) / batchOfPapers(0).length; ; batch++) {
    await catalog.addPapers(batchOfPapers(batch));
    say(String(batch));
  }
}

/** A process for the tests beside it: reports its progress on standard output, and continues until it is killed. */
import { once } from 'node:events';
import { lockForBot } from '../../src/store/sqlite/bot-lock.ts';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import { batchOfPapers } from './batch.ts';

const [task, path = ''] = process.argv.slice(2);
const say = (text: string) => process.stdout.write(`${text}\n`);

if (task === 'lock') {
  const release = lockForBot(path);
  say('locked');
  // The process must keep a reference to the lock, or garbage collection releases it.
  setInterval(() => release, 60_000);
}

if (task === 'open') {
  say('ready');
  // On command, all of them open the file at the same moment.
  await once(process.stdin, 'data');
  process.stdin.destroy();
  const stores = openSqliteStores(path);
  await stores.papers.add(batchOfPapers(0));
  await stores.close();
  say('done');
}

if (task === 'add') {
  const stores = openSqliteStores(path);
  for (let batch = (await stores.papers.count()) / batchOfPapers(0).length; ; batch++) {
    await stores.papers.add(batchOfPapers(batch));
    say(String(batch));
  }
}

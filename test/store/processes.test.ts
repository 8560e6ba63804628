/** Guarantees between processes on one database file, and when one is killed. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ConfigError } from '../../src/domain/errors.ts';
import { lockForBot } from '../../src/store/sqlite/bot-lock.ts';
import { compile } from '../helpers/compile.ts';
import { lexicalOf } from '../helpers/word-indexes.ts';
import { batchOfPapers } from './batch.ts';
import { openTestStores, temporaryFolder } from './helpers.ts';

const script = fileURLToPath(await compile('test/store/child.ts'));

function startChild(
  ...parameters: string[]
): ChildProcessByStdio<Writable, Readable, null> & { readonly lines: AsyncIterable<string> } {
  const child = spawn(process.execPath, [script, ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return Object.assign(child, { lines: createInterface({ input: child.stdout }) });
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

describe('A process killed while it adds papers', () => {
  test('has stored everything it acknowledged, and each batch completely or not at all', async () => {
    const path = `${temporaryFolder()}/catalog.db`;
    let acknowledged = -1;
    for (const batches of [1, 4, 2, 7]) {
      const child = startChild('add', path);
      let seen = 0;
      for await (const line of child.lines) {
        acknowledged = Math.max(acknowledged, Number(line));
        // It is in the middle of the next batch by now.
        if (++seen === batches) await kill(child);
      }
      const stores = openTestStores(path);
      const count = await stores.papers.count();
      const size = batchOfPapers(0).length;
      expect(count % size).toBe(0);
      expect(count / size).toBeGreaterThan(acknowledged);
      for (let batch = 0; batch <= acknowledged; batch++) {
        const papers = batchOfPapers(batch);
        expect(await stores.papers.getMany(papers.map(({ id }) => id))).toEqual(papers);
        expect(await lexicalOf(stores).documentFrequencies([`word${batch}`])).toEqual([size]);
      }
      await stores.checkIntegrity();
      await stores.close();
    }
    expect(acknowledged).toBeGreaterThanOrEqual(13);
  });
});

describe('A missing file', () => {
  test('may be created by several processes at once', async () => {
    const path = `${temporaryFolder()}/catalog.db`;
    const children = Array.from({ length: 5 }, () => startChild('open', path));
    await Promise.all(children.map((child) => once(child.stdout, 'data')));
    for (const child of children) child.stdin.write('go\n');
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0, 0, 0]);
    expect(await openTestStores(path).papers.count()).toBe(batchOfPapers(0).length);
  });
});

describe('The lock for one bot', () => {
  test('excludes a second bot while the first runs, and is released when it is killed', async () => {
    const path = `${temporaryFolder()}/catalog.db`;
    const child = startChild('lock', path);
    for await (const line of child.lines) {
      expect(line).toBe('locked');
      break;
    }
    expect(() => lockForBot(path)).toThrow(ConfigError);
    expect(() => lockForBot(path)).toThrow(
      `Another Paperboy is already running on ${path}; stop it, or give this one its own DATABASE_URL.`,
    );
    await kill(child);
    lockForBot(path)();
  });

  test('excludes a second bot of the same process until its release', () => {
    const path = `${temporaryFolder()}/new folder/catalog.db`;
    const release = lockForBot(path);
    expect(() => lockForBot(path)).toThrow('Another Paperboy is already running');
    release();
    release();
    lockForBot(path)();
  });

  test('doesn’t exclude the command line, nor a bot on another file', async () => {
    const folder = temporaryFolder();
    const release = lockForBot(`${folder}/catalog.db`);
    const [bot, commandLine] = [
      openTestStores(`${folder}/catalog.db`),
      openTestStores(`${folder}/catalog.db`),
    ];
    await commandLine.papers.add(batchOfPapers(1));
    expect(await bot.papers.count()).toBe(batchOfPapers(1).length);
    lockForBot(`${folder}/other.db`)();
    release();
  });
});

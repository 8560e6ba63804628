/**
 * The hourly ingest in processes that are killed, each continuing the previous one's work: nothing lost, nothing
 * doubled.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { compile } from '../helpers/compile.ts';
import { contentsOf, ingestAt } from '../helpers/ingest.ts';
import { createMadeUpSources, MOMENTS } from '../helpers/made-up-sources.ts';
import { openTestStores, temporaryFolder } from '../store/helpers.ts';

const SCRIPT = fileURLToPath(await compile('test/ingest/ingest-child.ts'));
/** The number of writes after which each process is killed. */
const KILLS = [1, 2, 3, 5, 8, 13, 21, 34, 4, 17, 26, 60];
/** The extra writes that a process may make before the kill reaches it. */
const GRACE_WRITES = 10;

/**
 * Continues from a run; killed as soon as it has begun the given number of writes. Returns its run, undefined if it
 * finished.
 */
async function work(path: string, from: number, writes: number): Promise<number | undefined> {
  const child = spawn(process.execPath, [SCRIPT, path, `${from}`, `${writes + GRACE_WRITES}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const exit = once(child, 'exit');
  let run = from;
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    // Its output from before its death counts, even if it is read afterwards.
    run = Number(line);
    if (++seen === writes) child.kill('SIGKILL');
  }
  const [code, signal] = await exit;
  if (signal === 'SIGKILL') return run;
  expect(code).toBe(0);
  return undefined;
}

test('Papers, lists, counts and runs are the same although the process was killed a dozen times', async () => {
  const path = `${temporaryFolder()}/catalog.db`;
  let run: number | undefined = 0;
  for (const writes of KILLS) {
    run = await work(path, run, writes);
    if (run === undefined) throw new Error('It ended before it was killed; there should be more to read.');
  }
  expect(run).toBeGreaterThan(0);
  expect(await work(path, run, Number.POSITIVE_INFINITY)).toBeUndefined();

  const whole = openTestStores(`${temporaryFolder()}/catalog.db`);
  for (const nowMs of MOMENTS) await ingestAt(whole, createMadeUpSources(nowMs), nowMs);
  const expected = await contentsOf(whole);
  expect(expected.papers.length).toBeGreaterThan(600);
  const killed = openTestStores(path);
  expect(await contentsOf(killed)).toEqual(expected);
  await killed.checkIntegrity();
});

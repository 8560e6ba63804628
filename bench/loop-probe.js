/**
 * Preloaded into the bot by ingest.ts: the longest that its main thread was busy without a break, by the clock and in time on
 * the processor, which other processes' load doesn't lengthen. Tells it to its parent whenever asked, and starts anew.
 */
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const EVERY_MS = 2;
// Nanoseconds on the processor, of this thread alone; right to a tick of the scheduler, some 4 ms.
const cpuMs = () => Number.parseInt(readFileSync('/proc/thread-self/schedstat', 'utf8'), 10) / 1e6;

let longest = { wallMs: 0, cpuMs: 0 };
let last = { wallMs: performance.now(), cpuMs: cpuMs() };

// Node preloads it into each thread.
if (isMainThread) {
  setInterval(() => {
    const now = { wallMs: performance.now(), cpuMs: cpuMs() };
    longest = {
      wallMs: Math.max(longest.wallMs, now.wallMs - last.wallMs - EVERY_MS),
      cpuMs: Math.max(longest.cpuMs, now.cpuMs - last.cpuMs),
    };
    last = now;
  }, EVERY_MS).unref();
  process.on('message', () => {
    process.send?.(longest);
    longest = { wallMs: 0, cpuMs: 0 };
  });
}

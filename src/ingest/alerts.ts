/** Tells whoever runs the bot, once, of each thing that looks wrong about the lists and their sources. */
import type Keyv from 'keyv';
import { utcDay } from '../lib/days.ts';
import { awayForOperator, noticeForOperator } from '../reply/notice.ts';
import type { Stores } from '../store/stores.ts';
import { readListHealth } from './list-health.ts';

// Longer than a notice of one day can come back: they look at 30 days.
const REMEMBERED_MS = 60 * 86_400_000;

/**
 * Tells what was not told before. `told` remembers that, over restarts too.
 * @throws what `tell` throws; the rest is told at the next call.
 */
export async function sendAlerts(
  stores: Stores,
  nowMs: number,
  told: Keyv<true>,
  tell: (text: string) => Promise<void>,
): Promise<void> {
  const { notices, away } = await readListHealth(stores, nowMs);
  const alarms = [
    ...notices.map((notice) => ({
      key: `${notice.kind}:${notice.kind === 'old' ? notice.newest : notice.day}`,
      text: noticeForOperator(notice, utcDay(nowMs)),
    })),
    ...away.map((source) => ({
      key: `away:${source.source}:${source.lastReadOn}`,
      text: awayForOperator(source),
    })),
  ];
  for (const { key, text } of alarms) {
    if (await told.has(key)) continue;
    await tell(text);
    await told.set(key, true, REMEMBERED_MS);
  }
}

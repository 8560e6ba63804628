/** Tells whoever runs the bot, once, of each thing that looks wrong about the lists. */
import type Keyv from 'keyv';
import type { Catalog } from '../catalog/catalog.ts';
import { utcDay } from '../lib/days.ts';
import { noticeForOperator } from '../reply/notice.ts';
import { readListsHealth } from './lists-health.ts';

// Longer than a notice of one day can come back: they look at 30 days.
const REMEMBERED_MS = 60 * 86_400_000;

/**
 * Tells what was not told before. `told` remembers that, over restarts too.
 * @throws what `tell` throws; the rest is told at the next call.
 */
export async function raiseAlarms(
  catalog: Catalog,
  nowMs: number,
  told: Keyv<true>,
  tell: (text: string) => Promise<void>,
): Promise<void> {
  const { notices } = await readListsHealth(catalog, nowMs);
  for (const notice of notices) {
    const key = `${notice.kind}:${notice.kind === 'old' ? notice.newest : notice.day}`;
    if (await told.has(key)) continue;
    await tell(noticeForOperator(notice, utcDay(nowMs)));
    await told.set(key, true, REMEMBERED_MS);
  }
}

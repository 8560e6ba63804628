/** Alerts the operators, once each, to problems with the daily lists and their sources. */
import type Keyv from 'keyv';
import { utcDay } from '../lib/days.ts';
import type { Stores } from '../store/stores.ts';
import type { Notice } from '../trending/freshness.ts';
import { readListHealth, type SourceAway } from './list-health.ts';

// Longer than a notice about one day can recur: notices cover 30 days.
const REMEMBERED_MS = 60 * 86_400_000;

export type Alert = {
  /** Equal for alerts about the same problem. */
  readonly key: string;
} & (
  | { readonly kind: 'list'; readonly notice: Notice; readonly today: string }
  | { readonly kind: 'source-away'; readonly away: SourceAway }
);

/** The port to the operators' alert channel. */
export interface AlertPort {
  send(alert: Alert): Promise<void>;
}

/**
 * Sends each alert that was not sent before. `sent` remembers them over restarts.
 * @throws what the port throws; the rest is sent at the next call.
 */
export async function sendAlerts(
  stores: Stores,
  nowMs: number,
  sent: Keyv<true>,
  port: AlertPort,
): Promise<void> {
  const { notices, away } = await readListHealth(stores, nowMs);
  const today = utcDay(nowMs);
  const alerts: Alert[] = [
    ...notices.map((notice) => ({ kind: 'list' as const, key: keyOf(notice), notice, today })),
    ...away.map((source) => ({
      kind: 'source-away' as const,
      key: `away:${source.source}:${source.lastReadOn}`,
      away: source,
    })),
  ];
  for (const alert of alerts) {
    if (await sent.has(alert.key)) continue;
    await port.send(alert);
    await sent.set(alert.key, true, REMEMBERED_MS);
  }
}

const keyOf = (notice: Notice): string =>
  [notice.source, notice.kind, notice.kind === 'old' ? notice.newest : notice.day].join(':');

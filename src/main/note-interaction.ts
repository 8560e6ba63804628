/** Records an interaction in the log and the metrics. */
import type { Handled } from '../discord/dispatch.ts';
import type { Metrics } from '../http/metrics.ts';
import type { Log } from '../lib/log.ts';

/** Logs one line per interaction, never with a person's question. */
export function noteInteraction({ error, ...measured }: Handled, metrics: Metrics, log: Log): void {
  metrics.recordInteraction(measured);
  const handled = {
    ...measured,
    deferredMs: measured.deferredMs && toTenths(measured.deferredMs),
    ms: toTenths(measured.ms),
  };
  if (handled.outcome === 'failed') log.error({ ...handled, error }, 'interaction');
  else log[handled.outcome === 'too-late' ? 'warn' : 'info'](handled, 'interaction');
}

const toTenths = (ms: number): number => Math.round(10 * ms) / 10;

/** Opens the language model with its budget; does nothing if none is configured. */

import { describeError } from '../domain/errors.ts';
import type { Metrics } from '../http/metrics.ts';
import { systemClock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createBudget, type ReadUsage } from '../llm/budget.ts';
import type { OpenChatModel } from '../llm/client.ts';
import type { LanguageModelSettings } from '../llm/settings.ts';
import type { Stores } from '../store/stores.ts';
import { openKeyValues } from './open-store.ts';

export interface OpenLanguageModel {
  readonly model: OpenChatModel;
  readonly readUsage: ReadUsage;
  /** Resolves once the requests of the start have ended. */
  readonly discovered: Promise<void>;
}

/** Uses real time, even if the playground's has been moved. Capabilities are detected in the background. */
export async function openLanguageModel(
  settings: LanguageModelSettings | undefined,
  deps: {
    readonly stores: Stores;
    readonly metrics: Pick<Metrics, 'recordAsked'>;
    readonly log: Log;
    readonly signal: AbortSignal;
  },
): Promise<OpenLanguageModel | undefined> {
  if (settings === undefined) return undefined;
  const { createChatModel } = await import('../llm/client.ts');
  const { stores, metrics, log, signal } = deps;
  const budget = createBudget(settings.limits, openKeyValues(stores, 'tokens'), systemClock);
  const model = createChatModel(settings, {
    fetch,
    clock: systemClock,
    budget,
    capabilities: openKeyValues(stores, 'capabilities'),
    log,
    onAsked: (asked) => metrics.recordAsked(asked),
  });
  const discovered = model.discover(signal).then(
    (found) => {
      for (const { model: name, ms, capabilities } of found)
        log.info({ model: name, ms, ...capabilities }, 'the language model answers');
    },
    (error) => {
      if (!signal.aborted)
        log.warn(
          { model: model.modelId, why: describeError(error) },
          'the language model does not answer; everything goes on without it',
        );
    },
  );
  return { model, readUsage: budget.report, discovered };
}

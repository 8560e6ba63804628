/** Puts together the language model, what it may use, and who hears of both; nothing of it without one in the settings. */

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
  /** Resolves once nothing of the start is asked of the server any more. */
  readonly discovered: Promise<void>;
}

/** It goes by the real time, also where the playground's is moved. What the server can do is found out in the background. */
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

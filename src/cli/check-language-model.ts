/** Tests the language model for `paperboy doctor`, with a real request to each of its models. */
import Keyv from 'keyv';
import { describeError, LanguageModelError, type LanguageModelFailure } from '../domain/errors.ts';
import { systemClock } from '../lib/clock.ts';
import { deadlineIn } from '../lib/deadline.ts';
import { createLog } from '../lib/log.ts';
import { createBudget } from '../llm/budget.ts';
import type { Capabilities } from '../llm/capabilities.ts';
import { createChatModel, type Discovered } from '../llm/client.ts';
import { hostOf, type LanguageModelSettings } from '../llm/settings.ts';
import type { Report } from './finding.ts';

/** Longer than anyone waits for an answer: a server may have to load its model first. */
const PATIENCE_MS = 60_000;
const WHAT = 'Language model';

export async function checkLanguageModel(
  settings: LanguageModelSettings | undefined,
  report: Report,
): Promise<void> {
  if (settings === undefined)
    return report({ what: WHAT, found: 'none, so summaries and answers are the papers’ own sentences' });
  const unlimited = { tokensPerDay: Infinity, tokensPerServer: Infinity, tokensPerPerson: Infinity };
  // Ignores what was found out earlier, and stores nothing.
  const model = createChatModel(settings, {
    fetch,
    clock: systemClock,
    budget: createBudget(unlimited, new Keyv(), systemClock),
    capabilities: new Keyv(),
    log: createLog({ level: 'silent' }),
    onAsked() {},
  });
  const deadline = deadlineIn(systemClock, PATIENCE_MS);
  try {
    for (const found of await model.discover(deadline.signal)) report(describe(found, settings));
  } catch (error) {
    report({ what: WHAT, found: explain(error), isWrong: true });
  } finally {
    deadline.cancel();
  }
}

function describe({ model, ms, capabilities }: Discovered, { baseUrl, timeoutMs }: LanguageModelSettings) {
  const found = `${model} at ${hostOf(baseUrl)} answers in ${Math.round(ms)} ms (${abilities(capabilities)})`;
  if (ms <= timeoutMs / 2) return { what: WHAT, found };
  const advice = `That is slow: people wait ${timeoutMs / 1000} s at most. Take a smaller model, or raise LLM_PATIENCE_S.`;
  return { what: WHAT, found: `${found}. ${advice}`, isWrong: true } as const;
}

const FORMATS = { schema: 'JSON by schema', object: 'JSON', none: 'JSON by request only' };

function abilities({ format, streams, thinks, contextTokens }: Capabilities): string {
  return [
    FORMATS[format],
    streams ? 'streams' : 'does not stream',
    ...(thinks ? ['thinks before it answers'] : []),
    `${contextTokens} tokens of context`,
  ].join(', ');
}

/** The fix, if the message doesn't give one. */
const NEXT: Partial<Record<LanguageModelFailure, string>> = {
  away: 'Check that the server runs, OPENAI_BASE_URL, the network and a proxy.',
  unusable: 'See whether another model does better, such as a larger one or one made to follow instructions.',
};

function explain(error: unknown): string {
  const message = describeError(error instanceof LanguageModelError ? new Error(error.message) : error);
  const next = error instanceof LanguageModelError ? NEXT[error.reason] : undefined;
  return next ? `${message}. ${next}` : `${message}.`;
}

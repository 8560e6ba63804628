/** Tests the language model for `paperboy doctor`, with a real request to each of its models. */
import Keyv from 'keyv';
import { describeError, LanguageModelError, type LanguageModelFailure } from '../domain/errors.ts';
import { systemClock } from '../lib/clock.ts';
import { deadlineIn } from '../lib/deadline.ts';
import { createLog } from '../lib/log.ts';
import { createBudget, type Tokens } from '../llm/budget.ts';
import type { Capabilities } from '../llm/capabilities.ts';
import type { ChatModel } from '../llm/chat-model.ts';
import { createChatModel, type Discovered } from '../llm/client.ts';
import { hostOf, type LanguageModelSettings } from '../llm/settings.ts';
import { loadSummaryPrompts } from '../summary/write.ts';
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
  const counted: Tokens[] = [];
  // Ignores what was found out earlier, and stores nothing.
  const model = createChatModel(settings, {
    fetch,
    clock: systemClock,
    budget: createBudget(unlimited, new Keyv(), systemClock),
    capabilities: new Keyv(),
    log: createLog({ level: 'silent' }),
    onAsked: ({ tokens }) => counted.push(tokens),
  });
  const deadline = deadlineIn(systemClock, PATIENCE_MS);
  try {
    const found = await model.discover(deadline.signal);
    for (const each of found) report(describe(each, settings));
    report(describeSpeed(await timeSummary(model, counted, deadline.signal), settings));
  } catch (error) {
    report({ what: WHAT, found: explain(error), isWrong: true });
  } finally {
    deadline.cancel();
  }
}

/** Of the size that people's questions have: a small one says little about the time that these take. */
const SAMPLE = {
  title: 'Shorter prompts by dropping predictable tokens',
  abstract: `${'Long prompts are slow and expensive, since each token costs time and money. '.repeat(3)}We propose a method that removes the tokens that a small model finds predictable. ${'It is evaluated on question answering, summarisation and code completion with models of several sizes. '.repeat(6)}Prompts get 4 times shorter, and accuracy falls by 1.5%.`,
};
/** Tokens of a typical /ask, both of its requests together. */
const ASK: Tokens = { in: 2_430, out: 250 };

interface Speed {
  readonly summaryMs: number;
  readonly askMs: number;
}

/** Times one summary, and from its two rates what an answer takes. */
async function timeSummary(
  model: ChatModel,
  counted: readonly Tokens[],
  signal: AbortSignal,
): Promise<Speed> {
  const { summary } = loadSummaryPrompts();
  const startMs = performance.now();
  let firstMs: number | undefined;
  const values = { ...SAMPLE, length: 'One sentence for each part, of at most 35 words.' };
  const onPartial = (): void => {
    firstMs ??= performance.now() - startMs;
  };
  await model.ask(summary, values, { usageSubject: {}, signal, onPartial });
  const summaryMs = performance.now() - startMs;
  const { in: read, out: written } = counted.at(-1) ?? { in: 600, out: 150 };
  const readingMs = Math.min(firstMs ?? summaryMs / 2, summaryMs);
  const askMs =
    (readingMs * ASK.in) / Math.max(1, read) + ((summaryMs - readingMs) * ASK.out) / Math.max(1, written);
  return { summaryMs, askMs };
}

function describeSpeed({ summaryMs, askMs }: Speed, { timeoutMs }: LanguageModelSettings) {
  const seconds = (ms: number): string => (ms / 1000).toFixed(1);
  const found = `a summary took ${seconds(summaryMs)} s, an answer would take about ${seconds(askMs)} s`;
  const neededMs = Math.max(summaryMs, askMs);
  if (neededMs <= timeoutMs) return { what: WHAT, found };
  const enough = Math.min(120, Math.ceil((1.25 * neededMs) / 5_000) * 5);
  const advice = `People wait ${timeoutMs / 1000} s at most, so they would get quotes instead. Take a smaller model, or set LLM_PATIENCE_S=${enough}.`;
  return { what: WHAT, found: `${found}. ${advice}`, isWrong: true } as const;
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

/**
 * From a prompt to the model's answer: repeated in another way, shortened, or once more, if that may help and time
 * remains.
 */
import { backoffMs } from '../lib/backoff.ts';
import { wait } from '../lib/wait.ts';
import { type AttemptDeps, attempt, estimateQuestion } from './attempt.ts';
import type { Tokens } from './budget.ts';
import { type CachedCapabilities, learnContext } from './capability-cache.ts';
import type { Completion, CompletionRequest, Message } from './chat-completion.ts';
import type { UsageSubject } from './chat-model.ts';
import { CallFailure } from './failure.ts';
import { describeOutputSchema } from './output-schema.ts';
import type { RenderedPrompt } from './prompt.ts';
import { shortenValues } from './tokens.ts';

/** One request to the model on its way to an answer. */
export interface Job {
  readonly name: string;
  readonly jsonSchema: Readonly<Record<string, unknown>>;
  readonly maxTokens: number;
  readonly render: (values: Readonly<Record<string, string>>) => RenderedPrompt;
  readonly usageSubject: UsageSubject;
  readonly signal: AbortSignal;
  /** No retry begins after this. */
  readonly untilMs: number;
  readonly known: CachedCapabilities;
  readonly onText: (text: string) => void;
  readonly onUsed: (used: Tokens) => void;
  /** The prompt's values, shortened if they turn out to be too long. */
  values: Readonly<Record<string, string>>;
}

const MAX_ATTEMPTS = 3;
const BACKOFF = { initialMs: 300, maxMs: 2_000 };
/** Alternatives after a refusal, and shorter texts: they cost nothing but a round trip. */
const MAX_CHANGES = 8;
/** Extra tokens for reasoning models, on top of a prompt's own limit. */
const THINKING_TOKENS = 4_000;
/** In a small context most is for the input text. */
const MAX_ANSWER_SHARE = 0.35;

/**
 * `more` are messages after the prompt's own.
 * @throws CallFailure, LanguageModelError if the budget is spent, or the signal's reason after an abort.
 */
export async function runRequest(deps: AttemptDeps, job: Job, more: readonly Message[]): Promise<Completion> {
  const { known, usageSubject, signal, onText, onUsed } = job;
  for (let attempts = 1, changes = 0; ; ) {
    const asked = known.now();
    const question = toFit(job, more);
    try {
      const said = await attempt(deps, { question, known: asked, usageSubject, signal, onText, onUsed });
      await known.prove(asked, said);
      // It used up its tokens for reasoning, which was not known about it.
      if (said.thought && said.isCutOff && !asked.thinks && changes++ < MAX_CHANGES) continue;
      return said;
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      if (error.refused && changes++ < MAX_CHANGES) {
        const { kind, words } = error.refused;
        const isMended = kind === 'length' ? shorten(job, question, words) : known.leaveOut(asked, words);
        if (isMended) continue;
      }
      const pauseMs = error.retryAfterMs ?? backoffMs(BACKOFF, attempts - 1);
      const isWorthIt = error.isRetryable && attempts < MAX_ATTEMPTS;
      if (!isWorthIt || deps.clock.now() + pauseMs >= job.untilMs) throw error;
      await wait(deps.clock, pauseMs, signal);
      attempts += 1;
    }
  }
}

/** The request, with the longest value shortened until it fits into the context together with its answer. */
function toFit(job: Job, more: readonly Message[]): CompletionRequest {
  const { thinks, contextTokens, maxOutputTokens = job.maxTokens } = job.known.now();
  const answerTokens = Math.min(job.maxTokens, maxOutputTokens, Math.ceil(contextTokens * MAX_ANSWER_SHARE));
  for (;;) {
    const { instructions, data } = job.render(job.values);
    const question: CompletionRequest = {
      model: job.known.model,
      messages: [
        { role: 'system', content: `${instructions}\n\n${describeOutputSchema(job.jsonSchema)}` },
        { role: 'user', content: data },
        ...more,
      ],
      maxTokens: answerTokens,
      outputSchema: { name: job.name, jsonSchema: job.jsonSchema },
    };
    const excess = estimateQuestion(question) + answerTokens - contextTokens;
    // Reasoning gets the part of the context that the text leaves.
    if (excess <= 0)
      return thinks
        ? { ...question, maxTokens: answerTokens + Math.min(THINKING_TOKENS, -excess) }
        : question;
    if (!shortenBy(job, excess))
      throw new CallFailure(`the text is too long for ${job.known.model}`, { reason: 'unusable' });
  }
}

/** After a refusal of a text as too long: cut to the named length, otherwise by a quarter. */
function shorten(job: Job, question: CompletionRequest, words: string): boolean {
  const tokens = estimateQuestion(question);
  const limit = learnContext(job.known, words);
  const excess = limit === undefined ? 0 : tokens + question.maxTokens - limit;
  return shortenBy(job, excess > 0 ? excess : tokens / 4);
}

function shortenBy(job: Job, tokens: number): boolean {
  const shorter = shortenValues(job.values, tokens);
  if (shorter) job.values = shorter;
  return shorter !== undefined;
}

/** From a prompt to what the model says: asked another way, shorter, or once more, where that may help and there is time. */
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

/** One question to the model on its way to an answer. */
export interface Job {
  readonly name: string;
  readonly jsonSchema: Readonly<Record<string, unknown>>;
  readonly maxTokens: number;
  readonly render: (values: Readonly<Record<string, string>>) => RenderedPrompt;
  readonly usageSubject: UsageSubject;
  readonly signal: AbortSignal;
  /** Nothing is asked again that could not begin before. */
  readonly untilMs: number;
  readonly known: CachedCapabilities;
  readonly onText: (text: string) => void;
  readonly onUsed: (used: Tokens) => void;
  /** What the prompt is filled with: shortened where it turns out to be too long. */
  values: Readonly<Record<string, string>>;
}

const MAX_ATTEMPTS = 3;
const BACKOFF = { initialMs: 300, maxMs: 2_000 };
/** Other ways to ask after a refusal, and shorter texts: they cost nothing but a round trip. */
const MAX_CHANGES = 8;
/** What models that think may use for it, on top of what a prompt allows its answer. */
const THINKING_TOKENS = 4_000;
/** Of a small context most is for the text that is asked about. */
const MAX_ANSWER_SHARE = 0.35;

/**
 * `more` are messages that follow the prompt's own.
 * @throws CallFailure, LanguageModelError where the budget is spent, or the signal's reason once it is aborted.
 */
export async function runRequest(deps: AttemptDeps, job: Job, more: readonly Message[]): Promise<Completion> {
  const { known, usageSubject, signal, onText, onUsed } = job;
  for (let attempts = 1, changes = 0; ; ) {
    const asked = known.now();
    const question = toFit(job, more);
    try {
      const said = await attempt(deps, { question, known: asked, usageSubject, signal, onText, onUsed });
      await known.prove(asked, said);
      // It thought until its tokens were used up, which nobody knew that it does.
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

/** The question, with the longest value shortened until it fits into the context together with its answer. */
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
    // Thinking gets what the text leaves of the context.
    if (excess <= 0)
      return thinks
        ? { ...question, maxTokens: answerTokens + Math.min(THINKING_TOKENS, -excess) }
        : question;
    if (!shortenBy(job, excess))
      throw new CallFailure(`the text is too long for ${job.known.model}`, { reason: 'unusable' });
  }
}

/** After a server refused a text as too long: to the length that it named, else by a quarter. */
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

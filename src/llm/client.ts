/** The language model behind the seam: queued, within the budget, and within the caller's timeout. */
import type Keyv from 'keyv';
import { z } from 'zod';
import { LanguageModelError, type LanguageModelFailure } from '../domain/errors.ts';
import { type BreakerState, createCircuitBreaker } from '../lib/circuit-breaker.ts';
import type { Clock } from '../lib/clock.ts';
import { createFairQueue } from '../lib/fair-queue.ts';
import type { Log } from '../lib/log.ts';
import { MAX_REQUEST_MS } from './attempt.ts';
import type { Budget, Tokens } from './budget.ts';
import type { Capabilities } from './capabilities.ts';
import { createCapabilityCache } from './capability-cache.ts';
import { createClient } from './chat-completion.ts';
import type { AskOptions, ChatModel } from './chat-model.ts';
import { contextSize } from './context-size.ts';
import { CallFailure } from './failure.ts';
import { parseAnswer, parseCutOff } from './json-answer.ts';
import { partialReader, repairRequest } from './output-schema.ts';
import { loadPrompt, type Prompt } from './prompt.ts';
import { type Job, runRequest } from './request-loop.ts';
import { hostOf, type LanguageModelSettings } from './settings.ts';

export interface ChatModelDeps {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly budget: Budget;
  /** Detected capabilities of servers. */
  readonly capabilities: Keyv<Capabilities>;
  readonly log: Pick<Log, 'warn' | 'info'>;
  onAsked(asked: AskedModel): void;
}

/** The outcome of one request, for the metrics. */
export interface AskedModel {
  /** The prompt's name. */
  readonly purpose: string;
  readonly outcome: 'answered' | LanguageModelFailure;
  /** From the request to its answer, waiting included. */
  readonly ms: number;
  readonly tokens: Tokens;
}

/** A model's detected capabilities, and the time that detection took. */
export interface Discovered {
  readonly model: string;
  readonly ms: number;
  readonly capabilities: Capabilities;
}

export interface OpenChatModel extends ChatModel {
  /**
   * Detects each model's capabilities with a round trip, unless they are cached; run it in the background.
   * @throws LanguageModelError if one doesn't answer.
   */
  discover(signal: AbortSignal): Promise<readonly Discovered[]>;
  /** The number of queued requests. */
  queueLength(): number;
  breakerState(): BreakerState;
}

// Reserved time for the answer without the model after its timeout.
const OWN_WORK_MS = 500;
const BREAKER = { maxFailures: 4, restMs: 30_000 };

const WORD = 'paper';
const checkPrompt = loadPrompt('check', ['word'], z.object({ word: z.string() }));

/** Sends nothing before the first request. */
export function createChatModel(settings: LanguageModelSettings, deps: ChatModelDeps): OpenChatModel {
  const { clock, log } = deps;
  const queue = createFairQueue(settings.concurrency);
  const breaker = createCircuitBreaker(clock, BREAKER);
  const knowledge = createCapabilityCache(settings.baseUrl, deps.capabilities);
  const attempts = {
    client: createClient(settings, deps.fetch, MAX_REQUEST_MS),
    settings,
    clock,
    budget: deps.budget,
    breaker,
  };

  async function answer<Output>(
    { output }: Pick<Prompt<never, Output>, 'output'>,
    job: Job,
  ): Promise<Output> {
    const said = await runRequest(attempts, job, []);
    if (said.isRefusal) throw unusable('it refused to answer');
    const first = parseAnswer(said.text, output);
    if (first.isRight) return first.value;
    if (said.isCutOff) {
      const whole = parseCutOff(said.text, output, job.jsonSchema);
      if (whole !== undefined) return whole;
      throw unusable('the answer did not end within its tokens');
    }
    const repaired = await runRequest(attempts, job, repairRequest(said.text, first.why)).catch((cause) => {
      throw unusable('the answer did not have its shape, and there was no other', cause);
    });
    const second = parseAnswer(repaired.text, output);
    if (second.isRight && !repaired.isRefusal) return second.value;
    throw unusable('the answer did not have its shape, twice');
  }

  const model: OpenChatModel = {
    name: settings.model,
    modelId: modelIdOf(settings),
    timeoutMs: settings.timeoutMs - Math.min(OWN_WORK_MS, settings.timeoutMs / 2),
    givesSecondOpinion: settings.secondOpinion ?? false,
    queueLength: () => queue.length(),
    breakerState: breaker.state,
    async discover(signal) {
      const { model: usual, fastModel: fast = usual } = settings;
      const found: Discovered[] = [];
      for (const [name, isFast] of new Map([
        [fast, true],
        [usual, false],
      ])) {
        const known = await knowledge(name);
        if (known.isProven()) continue;
        const context = await contextSize(attempts.client, name, signal);
        if (context !== undefined) known.setContext(context);
        const startedMs = clock.now();
        const { word } = await model.ask(
          { ...checkPrompt, isFast },
          { word: WORD },
          { usageSubject: {}, signal },
        );
        if (word.trim().toLowerCase() !== WORD)
          throw unusable(`${name} was asked to repeat one word, and gave another`);
        found.push({ model: name, ms: clock.now() - startedMs, capabilities: known.now() });
      }
      return found;
    },
    async ask<Name extends string, Output>(
      prompt: Prompt<Name, Output>,
      values: Readonly<Record<Name, string>>,
      { usageSubject, signal, onPartial }: AskOptions<Output>,
    ): Promise<Output> {
      const startedMs = clock.now();
      let tokens: Tokens = { in: 0, out: 0 };
      const done = (outcome: AskedModel['outcome']): number => {
        const ms = clock.now() - startedMs;
        deps.onAsked({ purpose: prompt.name, outcome, ms, tokens });
        return ms;
      };
      const name = prompt.isFast ? (settings.fastModel ?? settings.model) : settings.model;
      try {
        const job: Job = {
          name: prompt.name,
          jsonSchema: prompt.jsonSchema,
          maxTokens: prompt.maxTokens,
          render: prompt.render,
          usageSubject,
          signal,
          untilMs: startedMs + settings.timeoutMs,
          known: await knowledge(name),
          onText: onPartial ? partialReader(prompt.jsonSchema, onPartial) : () => {},
          onUsed: (used) => {
            tokens = { in: tokens.in + used.in, out: tokens.out + used.out };
          },
          values,
        };
        const leave = await queue.take(
          { group: usageSubject.serverId, person: usageSubject.personId ?? '' },
          signal,
        );
        const value = await answer(prompt, job).finally(leave);
        done('answered');
        return value;
      } catch (error) {
        const failure = toLanguageModelError(error, name);
        const ms = done(failure.reason);
        const { reason, message: why } = failure;
        const status = error instanceof CallFailure ? error.status : undefined;
        log[reason === 'spent' ? 'info' : 'warn'](
          { purpose: prompt.name, model: name, reason, why, status, ms },
          'no answer from the language model',
        );
        throw failure;
      }
    },
  };
  return model;
}

/** Readable, without the secrets that an address may contain. */
function modelIdOf({ model, fastModel, baseUrl, secondOpinion }: LanguageModelSettings): string {
  const fast = fastModel === undefined || fastModel === model ? '' : ` and ${fastModel}`;
  return `${model}${fast} at ${hostOf(baseUrl)}${secondOpinion ? ', asked twice' : ''}`;
}

const unusable = (why: string, cause?: unknown): LanguageModelError =>
  new LanguageModelError(why, { reason: 'unusable', cause });

function toLanguageModelError(error: unknown, model: string): LanguageModelError {
  if (error instanceof LanguageModelError) return error;
  if (error instanceof CallFailure)
    return new LanguageModelError(error.message, { reason: error.reason, cause: error.cause });
  return new LanguageModelError(`${model} could not be asked in time`, { reason: 'away', cause: error });
}

/** One request: the breaker lets it through, the budget knows of it before and after, and whatever goes wrong has a name. */
import type OpenAI from 'openai';
import type { CircuitBreaker } from '../lib/circuit-breaker.ts';
import type { Clock } from '../lib/clock.ts';
import { withinTime } from '../lib/wait.ts';
import type { Budget, Tokens } from './budget.ts';
import type { Capabilities } from './capabilities.ts';
import { type Completion, type CompletionRequest, requestCompletion } from './chat-completion.ts';
import type { UsageSubject } from './chat-model.ts';
import { CallFailure, explainFailure } from './failure.ts';
import { hostOf, type LanguageModelSettings } from './settings.ts';
import { estimateTokens } from './tokens.ts';

export interface AttemptDeps {
  readonly client: OpenAI;
  readonly settings: LanguageModelSettings;
  readonly clock: Clock;
  readonly budget: Budget;
  readonly breaker: CircuitBreaker;
}

export interface Attempt {
  readonly question: CompletionRequest;
  readonly known: Capabilities;
  readonly usageSubject: UsageSubject;
  readonly signal: AbortSignal;
  readonly onText: (text: string) => void;
  readonly onUsed: (used: Tokens) => void;
}

/** For one request, where whoever asks would wait for ever. */
export const MAX_REQUEST_MS = 120_000;
const NOTHING: Tokens = { in: 0, out: 0 };

/** @throws CallFailure, or LanguageModelError where the budget is spent. */
export async function attempt(deps: AttemptDeps, one: Attempt): Promise<Completion> {
  const { settings, clock, breaker } = deps;
  const host = hostOf(settings.baseUrl);
  const report = breaker.acquire();
  if (!report)
    throw new CallFailure(`${host} failed several times in a row and is left alone for half a minute`, {
      reason: 'away',
    });
  const atMost = { in: estimateQuestion(one.question), out: one.question.maxTokens };
  const reservation = await deps.budget
    .reserve(one.question.outputSchema.name, one.usageSubject, atMost)
    .catch((error) => {
      report('unknown');
      throw error;
    });
  const settle = async (used: Tokens): Promise<void> => {
    one.onUsed(used);
    await reservation.settle(used);
  };
  const sentMs = clock.now();
  let heard = '';
  let said: Completion;
  try {
    said = await send(deps, one, (text) => {
      heard = text;
      one.onText(text);
    });
  } catch (error) {
    const failure = one.signal.aborted
      ? new CallFailure(`${host} did not answer in time`, {
          reason: heard ? 'late' : 'away',
          mayHaveCost: true,
          cause: one.signal.reason,
        })
      : explainFailure(error, { ...settings, model: one.question.model }, clock.now());
    // Whoever gives up early says nothing about the server.
    const isEarly = one.signal.aborted && clock.now() - sentMs < settings.timeoutMs / 2;
    report(isEarly ? 'unknown' : failure.reason === 'away' ? 'failed' : 'well');
    // A server need not keep to the limit it was given.
    const out = Math.max(atMost.out, estimateTokens(heard));
    await settle(failure.mayHaveCost ? { in: atMost.in, out } : NOTHING);
    throw failure;
  }
  report('well');
  await settle(plausible(said, one.question));
  return said;
}

/** No text has more tokens than bytes, and few have fewer than one for sixteen. */
const MOST_TOKENS_PER_BYTE = 1;
const FEWEST_TOKENS_PER_BYTE = 1 / 16;
/** What servers add around messages. */
const FRAMING_TOKENS = 200;

/** The tokens that a server says it counted, within what was really sent and received. */
export function plausible({ usage, text }: Completion, { messages, maxTokens }: CompletionRequest): Tokens {
  const [sent, received] = [messages.map(({ content }) => content).join('\n'), text].map((each) =>
    Buffer.byteLength(each),
  ) as [number, number];
  const within = (count: number, bytes: number, most: number): number =>
    Math.round(Math.min(Math.max(count, bytes * FEWEST_TOKENS_PER_BYTE), most));
  const isCounted = usage !== undefined && Number.isFinite(usage.in) && Number.isFinite(usage.out);
  const told = isCounted ? usage : { in: estimateQuestion({ messages }), out: estimateTokens(text) };
  return {
    in: within(told.in, sent, sent * MOST_TOKENS_PER_BYTE + FRAMING_TOKENS),
    // Thoughts are counted and not always shown.
    out: within(told.out, received, Math.max(received * MOST_TOKENS_PER_BYTE, maxTokens)),
  };
}

function send(
  { client, settings, clock }: AttemptDeps,
  { question, known, signal }: Attempt,
  onText: (text: string) => void,
): Promise<Completion> {
  const host = hostOf(settings.baseUrl);
  const tooLate = new CallFailure(`${host} took longer than ${MAX_REQUEST_MS / 1000} s`, {
    reason: 'away',
    mayHaveCost: true,
  });
  return withinTime(clock, MAX_REQUEST_MS, tooLate, signal, (inTime) =>
    requestCompletion(client, question, known, inTime, onText),
  );
}

export const estimateQuestion = ({ messages }: Pick<CompletionRequest, 'messages'>): number =>
  estimateTokens(messages.map(({ content }) => content).join('\n'));

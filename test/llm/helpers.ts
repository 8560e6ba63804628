/** A client of the loopback server, with a clock that a test moves and a budget that a test sets. */
import Keyv from 'keyv';
import { onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { LanguageModelError } from '../../src/domain/errors.ts';
import { createLog } from '../../src/lib/log.ts';
import { type BudgetLimits, createBudget, type Tally } from '../../src/llm/budget.ts';
import type { Capabilities } from '../../src/llm/capabilities.ts';
import { type AskedModel, createChatModel } from '../../src/llm/client.ts';
import { parsePrompt } from '../../src/llm/prompt.ts';
import type { LanguageModelSettings } from '../../src/llm/settings.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { type LlmServer, startLlmServer } from '../helpers/llm-server.ts';

export const KEY = 'sk-secret-0123456789abcdef';

const text = (model: string) => `---
purpose: Say what colour something has.
version: 1
model: ${model}
maxTokens: 100
placeholders: [thing]
output:
  colour: the colour, in one word
  shades: names of shades of it
---
Say which colour the thing between <thing> tags has.

# Data
<thing>
{{thing}}
</thing>
`;
const shape = z.object({ colour: z.string(), shades: z.array(z.string()) });
export const colourPrompt = parsePrompt('colour', text('usual'), ['thing'], shape);
export const fastPrompt = parsePrompt('quick-colour', text('fast'), ['thing'], shape);
export const limitedPrompt = parsePrompt(
  'few-shades',
  text('usual'),
  ['thing'],
  z.object({ colour: z.string(), shades: z.array(z.string()).meta({ maxItems: 3 }) }),
);
export const RED = { colour: 'red', shades: ['ruby', 'rust'] };

export const GENEROUS: BudgetLimits = {
  tokensPerDay: 1_000_000,
  tokensPerServer: 1_000_000,
  tokensPerPerson: 1_000_000,
};

export async function startServer(answer: LlmServer['answer']): Promise<LlmServer> {
  const server = await startLlmServer(answer);
  onTestFinished(() => server.close());
  return server;
}

export function connect(
  server: Pick<LlmServer, 'baseUrl'>,
  settings: Partial<LanguageModelSettings> = {},
  stores = { tallies: new Keyv<Tally>(), capabilities: new Keyv<Capabilities>() },
  clock = createFakeClock(),
) {
  const asked: AskedModel[] = [];
  const lines: string[] = [];
  const all: LanguageModelSettings = {
    baseUrl: server.baseUrl,
    apiKey: KEY,
    model: 'big',
    timeoutMs: 8_000,
    concurrency: 4,
    limits: GENEROUS,
    ...settings,
  };
  const budget = createBudget(all.limits, stores.tallies, clock);
  const model = createChatModel(all, {
    fetch,
    clock,
    budget,
    capabilities: stores.capabilities,
    log: createLog({ level: 'info', destination: { write: (line) => lines.push(line) } }),
    onAsked: (one) => asked.push(one),
  });
  const ask = (
    thing = 'a rose',
    {
      signal = new AbortController().signal,
      usageSubject = {},
      prompt = colourPrompt,
      onPartial = undefined as ((partial: Partial<typeof RED>) => void) | undefined,
    } = {},
  ) => model.ask(prompt, { thing }, { usageSubject, signal, ...(onPartial ? { onPartial } : {}) });
  return { model, ask, budget, clock, stores, asked, lines };
}

/** The failure that asking ends with. */
export const failureOf = (asking: Promise<unknown>): Promise<LanguageModelError> =>
  asking.then(
    (value) => Promise.reject(new Error(`It answered ${JSON.stringify(value)}`)),
    (error) => (error instanceof LanguageModelError ? error : Promise.reject(error)),
  );

/** Prevents a slow machine from using up the time while the clock runs. */
export const PATIENT = { timeoutMs: 600_000 };

/** Lets the clock run until the question is answered: waits between attempts are over at once. */
export async function hurried<T>(clock: { advance(ms: number): void }, asking: Promise<T>): Promise<T> {
  let isDone = false;
  const done = asking.finally(() => {
    isDone = true;
  });
  done.catch(() => {});
  await vi.waitUntil(
    () => {
      if (!isDone) clock.advance(20);
      return isDone;
    },
    { interval: 5, timeout: 15_000 },
  );
  return done;
}

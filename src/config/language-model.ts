/** The language model's variables, and the settings that they make together. */
import { z } from 'zod';
import type { LanguageModelSettings } from '../llm/settings.ts';

export const OPENAI_URL = 'https://api.openai.com/v1';

/**
 * Enough for a lively server, and finite, so that a mistake can't run up a bill. A summary takes some 1,000 tokens and
 * an answer 5,000, so a person has a hundred or twenty of them a day and a server five such people. All together cost
 * under a dollar a day with a small hosted model (0.15 and 0.60 dollars a million tokens).
 */
const TOKENS = { day: 2_000_000, server: 500_000, person: 100_000 };

const MODEL_NAME = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, "isn't a model's name, which has no spaces. Copy it from the server's list.")
  .optional();

const wholeNumber = (name: string, least: number, most: number, standard: number) =>
  z
    .string()
    .refine((text) => /^\d{1,12}$/.test(text) && Number(text) >= least && Number(text) <= most, {
      error: ({ input }) =>
        `is ${JSON.stringify(String(input).slice(0, 60))}. Use a whole number from ${least} to ${most}, for example ${name}=${standard}.`,
    })
    .transform(Number)
    .default(standard);

const amount = (name: string, example: string) =>
  z
    .string()
    .refine((text) => /^\d{1,9}(\.\d{1,9})?$/.test(text), {
      error: ({ input }) =>
        `is ${JSON.stringify(String(input).slice(0, 60))}. Use a number with a point and no sign of a currency, for example ${name}=${example}.`,
    })
    .transform(Number)
    .optional();

const MOST_TOKENS = 1_000_000_000_000 - 1;

export const languageModelVariables = {
  OPENAI_BASE_URL: z
    .string()
    .refine(isPlainAddress, {
      error:
        "isn't a web address without password and question mark. Set for example OPENAI_BASE_URL=http://127.0.0.1:11434/v1.",
    })
    .transform((url) => url.replace(/\/+$/, ''))
    .default(OPENAI_URL),
  OPENAI_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'has a space or a letter that no key has. Copy it again.')
    .optional(),
  OPENAI_MODEL: MODEL_NAME,
  OPENAI_FAST_MODEL: MODEL_NAME,
  LLM_SECOND_OPINION: z
    .enum(['on', 'off'], {
      error: ({ input }) => `is "${input}". Use on or off, for example LLM_SECOND_OPINION=on.`,
    })
    .default('off'),
  LLM_PATIENCE_S: wholeNumber('LLM_PATIENCE_S', 1, 120, 8),
  LLM_CONCURRENCY: wholeNumber('LLM_CONCURRENCY', 1, 64, 4),
  LLM_TOKENS_PER_DAY: wholeNumber('LLM_TOKENS_PER_DAY', 0, MOST_TOKENS, TOKENS.day),
  LLM_TOKENS_PER_SERVER: wholeNumber('LLM_TOKENS_PER_SERVER', 0, MOST_TOKENS, TOKENS.server),
  LLM_TOKENS_PER_PERSON: wholeNumber('LLM_TOKENS_PER_PERSON', 0, MOST_TOKENS, TOKENS.person),
  LLM_PRICE_IN: amount('LLM_PRICE_IN', '0.15'),
  LLM_PRICE_OUT: amount('LLM_PRICE_OUT', '0.60'),
  LLM_MONEY_PER_DAY: amount('LLM_MONEY_PER_DAY', '1.50'),
};

type Variables = z.output<z.ZodObject<typeof languageModelVariables>>;

/** A missing variable that another one requires, with the rest of a sentence about it. */
export function missingVariables(env: Variables): [keyof Variables, string][] {
  const missing: [keyof Variables, string][] = [];
  const isElsewhere = env.OPENAI_BASE_URL !== OPENAI_URL;
  if (env.OPENAI_MODEL === undefined) {
    const set = isElsewhere ? 'OPENAI_BASE_URL' : env.OPENAI_API_KEY ? 'OPENAI_API_KEY' : 'OPENAI_FAST_MODEL';
    if (isElsewhere || env.OPENAI_API_KEY !== undefined || env.OPENAI_FAST_MODEL !== undefined)
      missing.push([
        'OPENAI_MODEL',
        `is needed with ${set}: the name of a model that the server has, for example OPENAI_MODEL=gpt-4o-mini. To run without a language model, leave out ${set}.`,
      ]);
  } else if (!isElsewhere && env.OPENAI_API_KEY === undefined) {
    missing.push([
      'OPENAI_API_KEY',
      'is needed with OPENAI_MODEL at OpenAI: make one at https://platform.openai.com/api-keys. For a server of your own set OPENAI_BASE_URL instead, for example OPENAI_BASE_URL=http://127.0.0.1:11434/v1.',
    ]);
  }
  const [isIn, isOut] = [env.LLM_PRICE_IN !== undefined, env.LLM_PRICE_OUT !== undefined];
  const prices = 'what a million tokens cost, for example LLM_PRICE_IN=0.15 and LLM_PRICE_OUT=0.60.';
  if (!isIn && (isOut || env.LLM_MONEY_PER_DAY !== undefined))
    missing.push([
      'LLM_PRICE_IN',
      `is needed with ${isOut ? 'LLM_PRICE_OUT' : 'LLM_MONEY_PER_DAY'}: ${prices}`,
    ]);
  if (!isOut && (isIn || env.LLM_MONEY_PER_DAY !== undefined))
    missing.push([
      'LLM_PRICE_OUT',
      `is needed with ${isIn ? 'LLM_PRICE_IN' : 'LLM_MONEY_PER_DAY'}: ${prices}`,
    ]);
  return missing;
}

/** Undefined for no language model. */
export function languageModelSettings(env: Variables): LanguageModelSettings | undefined {
  if (env.OPENAI_MODEL === undefined) return undefined;
  const { LLM_PRICE_IN, LLM_PRICE_OUT } = env;
  const prices =
    LLM_PRICE_IN === undefined || LLM_PRICE_OUT === undefined
      ? undefined
      : { in: LLM_PRICE_IN, out: LLM_PRICE_OUT };
  return {
    baseUrl: env.OPENAI_BASE_URL,
    apiKey: env.OPENAI_API_KEY,
    model: env.OPENAI_MODEL,
    fastModel: env.OPENAI_FAST_MODEL,
    ...(env.LLM_SECOND_OPINION === 'on' ? { secondOpinion: true } : {}),
    timeoutMs: env.LLM_PATIENCE_S * 1_000,
    concurrency: env.LLM_CONCURRENCY,
    limits: {
      tokensPerDay: env.LLM_TOKENS_PER_DAY,
      tokensPerServer: env.LLM_TOKENS_PER_SERVER,
      tokensPerPerson: env.LLM_TOKENS_PER_PERSON,
      prices,
      moneyPerDay: env.LLM_MONEY_PER_DAY,
    },
  };
}

function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === '');
}

import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { mistake } from './mistake.ts';

describe('the language model', () => {
  const there = { OPENAI_MODEL: 'big', OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1/' };

  test('is used once it has a name and an address, with finite limits', () => {
    expect(parseConfig(there).languageModel).toEqual({
      baseUrl: 'http://127.0.0.1:11434/v1',
      model: 'big',
      timeoutMs: 8_000,
      concurrency: 4,
      limits: { tokensPerDay: 2_000_000, tokensPerServer: 500_000, tokensPerPerson: 100_000 },
    });
    expect(parseConfig({ OPENAI_MODEL: 'big', OPENAI_API_KEY: 'sk-1' }).languageModel).toMatchObject({
      baseUrl: 'https://api.openai.com/v1',
      apiKey: 'sk-1',
    });
  });

  test('reads its limits and prices from the environment', () => {
    const env = {
      OPENAI_FAST_MODEL: 'small',
      LLM_SECOND_OPINION: 'on',
      LLM_PATIENCE_S: '20',
      LLM_CONCURRENCY: '1',
      LLM_TOKENS_PER_DAY: '0',
      LLM_PRICE_IN: '0.15',
      LLM_PRICE_OUT: '.6',
      LLM_MONEY_PER_DAY: '2',
    };
    expect(mistake({ ...there, ...env })).toContain(
      '  LLM_PRICE_OUT is ".6". Use a number with a point and no sign of a currency, for example LLM_PRICE_OUT=0.60.',
    );
    expect(parseConfig({ ...there, ...env, LLM_PRICE_OUT: '0.6' }).languageModel).toMatchObject({
      fastModel: 'small',
      secondOpinion: true,
      timeoutMs: 20_000,
      concurrency: 1,
      limits: { tokensPerDay: 0, prices: { in: 0.15, out: 0.6 }, moneyPerDay: 2 },
    });
  });

  test.each([
    [{ OPENAI_API_KEY: 'sk-secret' }, 'OPENAI_MODEL is needed with OPENAI_API_KEY: the name of a model'],
    [{ OPENAI_BASE_URL: 'http://x/v1' }, 'OPENAI_MODEL is needed with OPENAI_BASE_URL: the name of a model'],
    [{ OPENAI_FAST_MODEL: 'small' }, 'OPENAI_MODEL is needed with OPENAI_FAST_MODEL: the name of a model'],
    [{ OPENAI_MODEL: 'big' }, 'OPENAI_API_KEY is needed with OPENAI_MODEL at OpenAI: make one at https://'],
    [{ OPENAI_MODEL: 'my model' }, "OPENAI_MODEL isn't a model's name, which has no spaces."],
    [
      { OPENAI_API_KEY: 'sk-secret x' },
      'OPENAI_API_KEY has a space or a letter that no key has. Copy it again.',
    ],
    [
      { OPENAI_BASE_URL: 'http://me:sk-secret@x/v1' },
      "OPENAI_BASE_URL isn't a web address without password and question mark. Set for example OPENAI_BASE_URL=http://127.0.0.1:11434/v1.",
    ],
    [{ OPENAI_BASE_URL: '127.0.0.1:11434' }, "OPENAI_BASE_URL isn't a web address"],
    [
      { LLM_SECOND_OPINION: 'yes' },
      'LLM_SECOND_OPINION is "yes". Use on or off, for example LLM_SECOND_OPINION=on.',
    ],
    [
      { LLM_PATIENCE_S: '0' },
      'LLM_PATIENCE_S is "0". Use a whole number from 1 to 120, for example LLM_PATIENCE_S=8.',
    ],
    [{ LLM_CONCURRENCY: '1.5' }, 'LLM_CONCURRENCY is "1.5". Use a whole number from 1 to 64'],
    [{ LLM_TOKENS_PER_PERSON: '1e6' }, 'LLM_TOKENS_PER_PERSON is "1e6". Use a whole number from 0 to'],
    [{ LLM_PRICE_IN: '$1' }, 'LLM_PRICE_IN is "$1". Use a number with a point and no sign of a currency'],
    [{ LLM_PRICE_IN: '1' }, 'LLM_PRICE_OUT is needed with LLM_PRICE_IN: what a million tokens cost'],
    [{ LLM_PRICE_OUT: '1' }, 'LLM_PRICE_IN is needed with LLM_PRICE_OUT: what a million tokens cost'],
    [{ LLM_MONEY_PER_DAY: '1' }, 'LLM_PRICE_IN is needed with LLM_MONEY_PER_DAY: what a million tokens cost'],
  ])('%j is refused with the fix, and no key is repeated', (env, message) => {
    expect(mistake(env)).toContain(`\n  ${message}`);
    expect(mistake(env)).not.toContain('sk-secret');
  });
});

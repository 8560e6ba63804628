/** What a server and its model can do, as far as it is known, and what to try next where they refuse something. */

/** How the shape of an answer is asked for; the instructions describe it in any case. */
export type Format = 'schema' | 'object' | 'none';

export interface Capabilities {
  readonly format: Format;
  readonly streams: boolean;
  /** Whether a stream can be asked to end with the count of tokens. */
  readonly countsStreamed: boolean;
  readonly limitName: 'max_completion_tokens' | 'max_tokens';
  readonly takesTemperature: boolean;
  /** Whether it thinks before it answers, which takes tokens and time. */
  readonly thinks: boolean;
  readonly contextTokens: number;
  /** Absent in what was stored before they were known; then assumed as below. */
  readonly systemRole?: boolean;
  /** Whether a schema may limit how long a list is. */
  readonly limitsLists?: boolean;
  /** Whether a model that thinks can be told not to. */
  readonly takesEffort?: boolean;
  /** The longest answer that the server lets a model write. */
  readonly maxOutputTokens?: number;
}

/** Of a server that says nothing: some cut what is longer without a word. OpenAI refuses it, and says how much it takes. */
const CAREFUL_CONTEXT_TOKENS = 8_192;
const OPENAI_CONTEXT_TOKENS = 65_536;

/** What is tried first: all of it. */
export function assumed(baseUrl: string): Capabilities {
  const isOpenAi = new URL(baseUrl).hostname === 'api.openai.com';
  return {
    format: 'schema',
    streams: true,
    countsStreamed: true,
    // OpenAI refuses the old name for models that think; other servers take the new one, and some do not care about it.
    limitName: isOpenAi ? 'max_completion_tokens' : 'max_tokens',
    takesTemperature: true,
    thinks: false,
    contextTokens: isOpenAi ? OPENAI_CONTEXT_TOKENS : CAREFUL_CONTEXT_TOKENS,
  };
}

/** Gemma's templates, and servers that render them: "System role not supported". */
export const SYSTEM_ROLE =
  /system (?:role|messages?|prompts?)\b.{0,40}\b(?:not|un)\s?support|(?:not|un)\s?support\w*.{0,40}\bsystem (?:role|messages?|prompts?)|roles must alternate/i;

/** "max_tokens is too large: 900. This model supports at most 512 completion tokens". */
export function maxOutputIn(words: string): number | undefined {
  if (
    !/max_(?:completion_)?tokens/i.test(words) ||
    !/too (?:large|big|high)|at most|maximum|exceed|less than/i.test(words)
  )
    return undefined;
  const tokens = Number(
    /(?:at most|maximum(?: of| is)?|up to|limit(?: of| is)?|less than(?: or equal to)?|<=)\D{0,20}?(\d{2,7})\b/i.exec(
      words,
    )?.[1],
  );
  return tokens >= 16 ? tokens : undefined;
}

/** What every server takes that speaks of chat completions. */
const PLAIN = {
  format: 'none',
  streams: false,
  countsStreamed: false,
  limitName: 'max_tokens',
  takesTemperature: false,
} as const satisfies Partial<Capabilities>;

export const nextFormat = { schema: 'object', object: 'none', none: undefined } as const;

/**
 * What to try after a refusal in these words (the name of a parameter and the server's message); undefined where nothing
 * in the request can have been the reason. Where the words don't say, all is left out that can be, if it `mayGuess`.
 */
export function withoutRefused(
  known: Capabilities,
  words: string,
  mayGuess: boolean,
): Capabilities | undefined {
  const format = nextFormat[known.format];
  if (known.countsStreamed && /stream_options|include_usage/i.test(words))
    return { ...known, countsStreamed: false };
  if (known.format === 'schema' && known.limitsLists !== false && /maxItems/i.test(words))
    return { ...known, limitsLists: false };
  if (format && /response_format|json|schema|grammar|structured|guided/i.test(words))
    return { ...known, format };
  if (known.systemRole !== false && SYSTEM_ROLE.test(words)) return { ...known, systemRole: false };
  if (known.takesEffort !== false && /reasoning_effort|reasoning effort/i.test(words))
    return { ...known, takesEffort: false };
  const most = maxOutputIn(words);
  if (most !== undefined && most !== known.maxOutputTokens) return { ...known, maxOutputTokens: most };
  if (/max_(completion_)?tokens/i.test(words)) {
    const limitName = known.limitName === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
    return { ...known, limitName };
  }
  if (known.takesTemperature && /temperature/i.test(words)) return { ...known, takesTemperature: false };
  if (known.streams && /stream/i.test(words)) return { ...known, streams: false, countsStreamed: false };
  const isPlain = Object.entries(PLAIN).every(([name, value]) => known[name as keyof Capabilities] === value);
  return mayGuess && !isPlain ? { ...known, ...PLAIN } : undefined;
}

/**
 * How many tokens a server's refusal of a text says that it takes, such as "maximum context length is 4096 tokens"
 * (OpenAI, vLLM) or "the available context size (4096 tokens)" (llama.cpp). Undefined where it doesn't say.
 */
export function contextIn(words: string): number | undefined {
  const tokens = Number(/context (?:length|size|window)\D{0,30}?(\d{3,8})\b/i.exec(words)?.[1]);
  return tokens >= 256 ? tokens : undefined;
}

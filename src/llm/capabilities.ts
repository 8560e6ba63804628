/** Known capabilities of a server and its model, and the next settings to try after a refusal. */

/** The way to request the output schema; the instructions describe it in any case. */
export type Format = 'schema' | 'object' | 'none';

export interface Capabilities {
  readonly format: Format;
  readonly streams: boolean;
  /** True if a stream may end with a token count. */
  readonly countsStreamed: boolean;
  readonly limitName: 'max_completion_tokens' | 'max_tokens';
  readonly takesTemperature: boolean;
  /** True if it reasons before it answers, which takes tokens and time. */
  readonly thinks: boolean;
  readonly contextTokens: number;
  /** Absent in entries stored by earlier versions; defaults are below. */
  readonly systemRole?: boolean;
  /** True if a schema may limit a list's length. */
  readonly limitsLists?: boolean;
  /** True if reasoning can be switched off. */
  readonly takesEffort?: boolean;
  /** The longest answer that the server allows. */
  readonly maxOutputTokens?: number;
}

/** For a server that doesn't say: some truncate silently. OpenAI refuses longer prompts, and says its limit. */
const CAREFUL_CONTEXT_TOKENS = 8_192;
const OPENAI_CONTEXT_TOKENS = 65_536;

/** Tried first: everything. */
export function assumed(baseUrl: string): Capabilities {
  const isOpenAi = new URL(baseUrl).hostname === 'api.openai.com';
  return {
    format: 'schema',
    streams: true,
    countsStreamed: true,
    // OpenAI refuses the old name for reasoning models; other servers take the new one, and some ignore it.
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

/** The minimum that every chat-completions server accepts. */
const PLAIN = {
  format: 'none',
  streams: false,
  countsStreamed: false,
  limitName: 'max_tokens',
  takesTemperature: false,
} as const satisfies Partial<Capabilities>;

export const nextFormat = { schema: 'object', object: 'none', none: undefined } as const;

/**
 * The next settings after a refusal with this parameter name and message; undefined if nothing in the request can be
 * the reason. If the message doesn't say, everything optional is dropped if it `mayGuess`.
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
 * The context size in a server's refusal of a text, such as "maximum context length is 4096 tokens" (OpenAI, vLLM) or
 * "the available context size (4096 tokens)" (llama.cpp). Undefined if there is none.
 */
export function contextIn(words: string): number | undefined {
  const tokens = Number(/context (?:length|size|window)\D{0,30}?(\d{3,8})\b/i.exec(words)?.[1]);
  return tokens >= 256 ? tokens : undefined;
}

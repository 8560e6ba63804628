/** One request to the server through the openai package, streamed or whole, with its response. */
import OpenAI from 'openai';
import { z } from 'zod';
import type { Capabilities } from './capabilities.ts';
import { CallFailure } from './failure.ts';
import { hasThoughts, hasWholeObject } from './json-answer.ts';
import type { ServerSettings } from './settings.ts';

export type Message = OpenAI.ChatCompletionMessageParam & { readonly content: string };

export interface CompletionRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly maxTokens: number;
  readonly outputSchema: { readonly name: string; readonly jsonSchema: Readonly<Record<string, unknown>> };
}

export interface Completion {
  readonly text: string;
  readonly isCutOff: boolean;
  readonly isRefusal: boolean;
  readonly thought: boolean;
  /** Undefined if the server doesn't count. */
  readonly usage: { readonly in: number; readonly out: number } | undefined;
  /** True if the server streamed as requested. */
  readonly ignoredStream: boolean;
}

/** Longer than any answer; the connection is closed beyond it. */
export const MAX_ANSWER_CHARS = 100 * 1024;
/** The same with a stream's framing around each token. */
const MAX_BODY_BYTES = 4 * 1024 ** 2;
const TEMPERATURE = 0.2;

export function createClient(
  { baseUrl, apiKey }: ServerSettings,
  fetch: typeof globalThis.fetch,
  timeoutMs: number,
): OpenAI {
  return new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? 'none',
    ...(apiKey === undefined ? { defaultHeaders: { Authorization: null } } : {}),
    adminAPIKey: null,
    organization: null,
    project: null,
    fetch: async (input, init) => limited(staying(await fetch(input, { ...init, redirect: 'manual' }))),
    // Its own retries use the machine's clock, and outlast people's patience.
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off',
  });
}

/** A prompt goes only to the configured server, and follows no redirect. */
function staying(response: Response): Response {
  const isElsewhere = response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
  if (!isElsewhere) return response;
  throw new CallFailure(
    `the server redirects to another address (status ${response.status || 307}), which is not followed. Set OPENAI_BASE_URL to where it leads`,
    { reason: 'misconfigured', status: response.status },
  );
}

/** Stops reading a body that exceeds any answer. */
function limited(response: Response): Response {
  if (!response.body) return response;
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > MAX_BODY_BYTES) controller.error(endless());
      else controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), {
    status: response.status,
    headers: response.headers,
  });
}

const endless = (): CallFailure =>
  new CallFailure('the answer does not end', { reason: 'unusable', mayHaveCost: true });
export const garbled = (): CallFailure =>
  new CallFailure('what came is no chat completion. Check OPENAI_BASE_URL', {
    reason: 'unusable',
    mayHaveCost: true,
  });

const usageSchema = z
  .object({
    prompt_tokens: z.number(),
    completion_tokens: z.number(),
    completion_tokens_details: z.object({ reasoning_tokens: z.number().nullish() }).nullish().catch(null),
  })
  .nullish()
  .catch(null);
/** Some servers give the text in parts. */
const contentSchema = z
  .union([
    z.string(),
    z
      .array(z.object({ type: z.string().nullish(), text: z.string().nullish() }))
      .transform((parts) =>
        parts.flatMap(({ type, text }) => (text && (type ?? 'text') === 'text' ? [text] : [])).join(''),
      ),
  ])
  .nullish();
const messageSchema = z.object({
  content: contentSchema,
  refusal: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
});
const completionSchema = z.object({
  choices: z
    .tuple([z.object({ message: messageSchema, finish_reason: z.string().nullish() })])
    .rest(z.unknown()),
  usage: usageSchema,
});
const chunkSchema = z.object({
  choices: z
    .array(z.object({ delta: messageSchema.nullish(), finish_reason: z.string().nullish() }))
    .nullish(),
  usage: usageSchema,
});

/**
 * `onText` gets the whole text so far. Throws the openai package's errors or a CallFailure; after an abort, the
 * signal's reason.
 */
export async function requestCompletion(
  client: OpenAI,
  question: CompletionRequest,
  known: Capabilities,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<Completion> {
  const body = bodyOf(question, known);
  if (!known.streams) {
    const completion: unknown = await client.chat.completions.create(body, { signal });
    return readCompletion(completion);
  }
  const options = known.countsStreamed ? { stream_options: { include_usage: true } } : {};
  const { data, response } = await client.chat.completions
    .create({ ...body, ...options, stream: true }, { signal })
    .withResponse();
  const type = response.headers.get('content-type') ?? '';
  if (/\bjson\b/.test(type)) return { ...readCompletion(await response.json()), ignoredStream: true };
  if (/\bhtml\b/.test(type)) throw garbled();
  return readStream(data, signal, onText);
}

function bodyOf({ model, messages, maxTokens, outputSchema }: CompletionRequest, known: Capabilities) {
  const { name, jsonSchema } = outputSchema;
  return {
    model,
    messages: known.systemRole === false ? mergeSystem(messages) : [...messages],
    [known.limitName]: Math.min(maxTokens, known.maxOutputTokens ?? maxTokens),
    ...(known.thinks && known.takesEffort !== false ? { reasoning_effort: 'none' as const } : {}),
    ...(known.takesTemperature ? { temperature: TEMPERATURE } : {}),
    ...(known.format === 'schema'
      ? {
          response_format: {
            type: 'json_schema' as const,
            json_schema: { name, schema: plainSchema(jsonSchema, known.limitsLists !== false), strict: true },
          },
        }
      : {}),
    ...(known.format === 'object' ? { response_format: { type: 'json_object' as const } } : {}),
  };
}

/** Instructions in the user's own message, for models without a system role. */
function mergeSystem(messages: readonly Message[]): Message[] {
  const [first, second, ...rest] = messages;
  if (first?.role !== 'system' || second?.role !== 'user') return [...messages];
  return [{ role: 'user', content: `${first.content}\n\n${second.content}` }, ...rest];
}

// Lengths, ranges and patterns are unsupported by some servers' JSON Schema; the answer is checked for them anyway.
const SCHEMA_KEYWORDS = new Set(
  'type properties required additionalProperties items enum const anyOf description'.split(' '),
);

function plainSchema(
  schema: Readonly<Record<string, unknown>>,
  limitsLists: boolean,
): Record<string, unknown> {
  const plain = (value: unknown): unknown => (isRecord(value) ? plainSchema(value, limitsLists) : value);
  const known = Object.entries(schema).filter(
    ([keyword]) => SCHEMA_KEYWORDS.has(keyword) || (limitsLists && keyword === 'maxItems'),
  );
  return Object.fromEntries(
    known.map(([keyword, value]) => {
      if (keyword === 'properties' && isRecord(value))
        return [keyword, Object.fromEntries(Object.entries(value).map(([name, of]) => [name, plain(of)]))];
      return [keyword, keyword === 'anyOf' && Array.isArray(value) ? value.map(plain) : plain(value)];
    }),
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readCompletion(completion: unknown): Completion {
  const parsed = completionSchema.safeParse(completion);
  if (!parsed.success) throw errorIn(completion) ?? garbled();
  const [{ message, finish_reason }] = parsed.data.choices;
  const thoughts = message.reasoning_content || message.reasoning || '';
  const text = message.content || answerIn(thoughts);
  if (text.length > MAX_ANSWER_CHARS) throw endless();
  return {
    text,
    isCutOff: finish_reason === 'length',
    isRefusal: Boolean(message.refusal) || finish_reason === 'content_filter',
    thought: (thoughts !== '' && text !== thoughts) || hasThoughts(text) || countsThoughts(parsed.data.usage),
    usage: usageOf(parsed.data.usage),
    ignoredStream: false,
  };
}

async function readStream(
  stream: AsyncIterable<unknown>,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<Completion> {
  let text = '';
  let thoughts = '';
  let isRefusal = false;
  let finish: string | undefined;
  let usage: Usage;
  for await (const chunk of stream) {
    if (chunk === null) continue;
    const parsed = chunkSchema.safeParse(chunk);
    if (!parsed.success) throw errorIn(chunk) ?? garbled();
    usage = parsed.data.usage ?? usage;
    const [choice] = parsed.data.choices ?? [];
    finish = choice?.finish_reason ?? finish;
    const { content, refusal, reasoning_content, reasoning } = choice?.delta ?? {};
    if (refusal) isRefusal = true;
    thoughts += reasoning_content ?? reasoning ?? '';
    if (content) text += content;
    if (text.length + thoughts.length > MAX_ANSWER_CHARS) throw endless();
    if (content) onText(text);
  }
  // The package ends an aborted stream as if it were complete.
  signal.throwIfAborted();
  if (text === '') text = answerIn(thoughts);
  // Some servers never give a finish reason.
  if (finish === undefined && !hasWholeObject(text))
    throw new CallFailure('the answer broke off', { reason: 'away', isRetryable: true, mayHaveCost: true });
  return {
    text,
    isCutOff: finish === 'length',
    isRefusal: isRefusal || finish === 'content_filter',
    thought: (thoughts !== '' && text !== thoughts) || hasThoughts(text) || countsThoughts(usage),
    usage: usageOf(usage),
    ignoredStream: false,
  };
}

/** Some servers put the whole answer into the reasoning field. */
const answerIn = (thoughts: string): string => (hasWholeObject(thoughts) ? thoughts : '');

const errorSchema = z.object({
  error: z.object({ message: z.string().nullish(), code: z.union([z.string(), z.number()]).nullish() }),
});

/** Some servers answer with status 200 and an error inside. */
function errorIn(body: unknown): Error | undefined {
  const parsed = errorSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { message, code } = parsed.data.error;
  const status = Number(code) >= 400 && Number(code) < 600 ? Number(code) : 502;
  return OpenAI.APIError.generate(
    status,
    { error: { message, code: String(code ?? '') } },
    undefined,
    new Headers(),
  );
}

type Usage = z.infer<typeof usageSchema>;

const countsThoughts = (usage: Usage): boolean =>
  (usage?.completion_tokens_details?.reasoning_tokens ?? 0) > 0;

function usageOf(usage: Usage): Completion['usage'] {
  return usage ? { in: usage.prompt_tokens, out: usage.completion_tokens } : undefined;
}

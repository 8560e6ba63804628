/** One request to the server through the openai package, streamed or whole, and what it said. */
import OpenAI from 'openai';
import { z } from 'zod';
import type { Capabilities } from './capabilities.ts';
import { CallFailure } from './failure.ts';
import { hasThoughts } from './json-answer.ts';
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
  /** Undefined where the server doesn't count. */
  readonly usage: { readonly in: number; readonly out: number } | undefined;
  /** Whether the server streamed as it was asked to. */
  readonly ignoredStream: boolean;
}

/** More than any answer has; what goes on beyond it is not waited for. */
export const MAX_ANSWER_CHARS = 100 * 1024;
/** The same with the framing of a stream around each token. */
const MAX_BODY_BYTES = 8 * 1024 ** 2;
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
    fetch: async (input, init) => limited(await fetch(input, init)),
    // Its own attempts wait by the machine's clock, and for longer than somebody waits here.
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off',
  });
}

/** Stops reading a body that is larger than any answer. */
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
const messageSchema = z.object({
  content: z.string().nullish(),
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
    .default([]),
  usage: usageSchema,
});

/**
 * `onText` hears all of the text so far. Throws whatever the openai package does, or a CallFailure; once the signal is
 * aborted, its reason.
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

function bodyOf({ model, messages, maxTokens, outputSchema: shape }: CompletionRequest, known: Capabilities) {
  const { name, jsonSchema } = shape;
  return {
    model,
    messages: [...messages],
    [known.limitName]: maxTokens,
    ...(known.takesTemperature ? { temperature: TEMPERATURE } : {}),
    ...(known.format === 'schema'
      ? {
          response_format: {
            type: 'json_schema' as const,
            json_schema: { name, schema: plainSchema(jsonSchema), strict: true },
          },
        }
      : {}),
    ...(known.format === 'object' ? { response_format: { type: 'json_object' as const } } : {}),
  };
}

// Lengths, ranges and patterns are no part of every server's subset of JSON Schema; the answer is checked for them anyway.
const SCHEMA_KEYWORDS = new Set(
  'type properties required additionalProperties items enum const anyOf description'.split(' '),
);

function plainSchema(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = Object.entries(schema).filter(([keyword]) => SCHEMA_KEYWORDS.has(keyword));
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
const plain = (value: unknown): unknown => (isRecord(value) ? plainSchema(value) : value);

function readCompletion(completion: unknown): Completion {
  const parsed = completionSchema.safeParse(completion);
  if (!parsed.success) throw garbled();
  const [{ message, finish_reason }] = parsed.data.choices;
  const text = message.content ?? '';
  if (text.length > MAX_ANSWER_CHARS) throw endless();
  return {
    text,
    isCutOff: finish_reason === 'length',
    isRefusal: Boolean(message.refusal) || finish_reason === 'content_filter',
    thought:
      Boolean(message.reasoning_content || message.reasoning) ||
      hasThoughts(text) ||
      countsThoughts(parsed.data.usage),
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
  let thoughtChars = 0;
  let isRefusal = false;
  let finish: string | undefined;
  let usage: Usage;
  for await (const chunk of stream) {
    const parsed = chunkSchema.safeParse(chunk);
    if (!parsed.success) throw garbled();
    usage = parsed.data.usage ?? usage;
    const [choice] = parsed.data.choices;
    finish = choice?.finish_reason ?? finish;
    const { content, refusal, reasoning_content, reasoning } = choice?.delta ?? {};
    if (refusal) isRefusal = true;
    thoughtChars += (reasoning_content ?? reasoning ?? '').length;
    if (content) text += content;
    if (text.length + thoughtChars > MAX_ANSWER_CHARS) throw endless();
    if (content) onText(text);
  }
  // The package ends a stream that was aborted as if it were whole.
  signal.throwIfAborted();
  if (finish === undefined)
    throw new CallFailure('the answer broke off', { reason: 'away', isRetryable: true, mayHaveCost: true });
  return {
    text,
    isCutOff: finish === 'length',
    isRefusal: isRefusal || finish === 'content_filter',
    thought: thoughtChars > 0 || hasThoughts(text) || countsThoughts(usage),
    usage: usageOf(usage),
    ignoredStream: false,
  };
}

type Usage = z.infer<typeof usageSchema>;

const countsThoughts = (usage: Usage): boolean =>
  (usage?.completion_tokens_details?.reasoning_tokens ?? 0) > 0;

function usageOf(usage: Usage): Completion['usage'] {
  return usage ? { in: usage.prompt_tokens, out: usage.completion_tokens } : undefined;
}

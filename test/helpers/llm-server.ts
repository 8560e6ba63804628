/** An OpenAI-compatible server on loopback that answers as a test tells it to, well or badly. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request for a chat completion, as received. */
export interface LlmRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly response_format?: {
    readonly type: string;
    readonly json_schema?: { readonly name: string; readonly schema: object; readonly strict?: boolean };
  };
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly temperature?: number;
}

/** The server's response to one request. */
export type LlmAnswer = Saying | Refusing | { readonly hangs: true };

interface Saying {
  /** A text; an object, sent as JSON; or pieces, streamed as given. */
  readonly says: string | object | AsyncIterable<string>;
  readonly finish?: 'stop' | 'length' | 'content_filter';
  /** The message's refusal field, as OpenAI has it. */
  readonly refusal?: string;
  /** The reasoning, in the field that vLLM and others use. */
  readonly reasoning?: string;
  /** 'none' if the server counts no tokens. By default 100 in and 20 out. */
  readonly usage?: 'none' | { readonly in: number; readonly out: number };
  /** Closes the connection after the text, without the rest of the response. */
  readonly breaksOff?: true;
}

interface Refusing {
  readonly status: number;
  /** In OpenAI's words; a string replaces the whole body. */
  readonly error?: string | { readonly message: string; readonly code?: string; readonly param?: string };
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server's capabilities; all unless a test says otherwise. */
export interface LlmFeatures {
  /** `silent` accepts response_format and ignores it. */
  readonly jsonSchema?: boolean | 'silent';
  readonly jsonObject?: boolean | 'silent';
  readonly streams?: boolean | 'silent';
  readonly streamOptions?: boolean;
  /** Parameters that it refuses, as OpenAI does. */
  readonly unsupported?: readonly ('max_tokens' | 'max_completion_tokens' | 'temperature')[];
}

export interface LlmServer {
  /** With /v1, for OPENAI_BASE_URL. */
  readonly baseUrl: string;
  /** Requests for chat completions so far, in order. */
  readonly requests: readonly LlmRequest[];
  /** The headers of every request so far, in order. */
  readonly headers: readonly IncomingMessage['headers'][];
  features: LlmFeatures;
  /** Scripts the next responses. */
  answer: (request: LlmRequest, number: number) => LlmAnswer | Promise<LlmAnswer>;
  /** Bodies of other paths, such as /v1/models or /props; all else gets 404. */
  pages: Readonly<Record<string, object>>;
  /** Resolves after the given number of chat completion requests since the start. */
  received(count: number): Promise<void>;
  /** The number of requests in progress. */
  readonly open: number;
  /** Resolves once no request is in progress, including when a client abandons a hanging one. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const encode = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const inPieces = (says: string): AsyncIterable<string> =>
  (async function* () {
    for (let at = 0; at < says.length; at += 7) yield says.slice(at, at + 7);
  })();

/** The test must close it. */
export async function startLlmServer(answer: LlmServer['answer']): Promise<LlmServer> {
  const requests: LlmRequest[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const waiting = new Set<() => void>();
  let open = 0;
  const look = () => {
    for (const check of waiting) check();
  };
  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!isSo()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });

  const http = createServer((request, response) => {
    headers.push(request.headers);
    open += 1;
    response.on('close', () => {
      open -= 1;
      look();
    });
    void respond(request, response).catch(() => response.destroy());
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray()).toString();
    const path = request.url ?? '';
    const page = server.pages[path];
    if (page !== undefined) return void sendJson(response, 200, page);
    if (path !== '/v1/chat/completions') return void response.writeHead(404).end('404 page not found');
    const asked: LlmRequest = JSON.parse(body);
    requests.push(asked);
    const number = requests.length;
    look();
    const unknown = whatIsUnknown(asked, server.features);
    const scripted = unknown ?? (await server.answer(asked, number));
    if ('hangs' in scripted) return;
    if ('status' in scripted) return refuse(response, scripted);
    if (asked.stream && (server.features.streams ?? true) === true) await stream(response, asked, scripted);
    else await sayAtOnce(response, asked, scripted);
  }

  const server: LlmServer = {
    baseUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`,
    requests,
    headers,
    features: {},
    answer,
    pages: {},
    received: (count) => until(() => requests.length >= count),
    get open() {
      return open;
    },
    idle: () => until(() => open === 0),
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return server;
}

function whatIsUnknown(asked: LlmRequest, features: LlmFeatures): Refusing | undefined {
  const refusal = (param: string, message = `Unknown parameter: '${param}'.`): Refusing => ({
    status: 400,
    error: { message, param, code: 'unsupported_parameter' },
  });
  const format = asked.response_format?.type;
  const isUnknownFormat =
    (format === 'json_schema' && features.jsonSchema === false) ||
    (format === 'json_object' && features.jsonObject === false);
  if (isUnknownFormat) return refusal('response_format');
  if (asked.stream && features.streams === false) return refusal('stream');
  if (asked.stream_options && features.streamOptions === false) return refusal('stream_options');
  const unsupported = features.unsupported?.find((name) => asked[name] !== undefined);
  return (
    unsupported && refusal(unsupported, `Unsupported parameter: '${unsupported}' is not supported here.`)
  );
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, { status, error, headers = {} }: Refusing): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (typeof error === 'string') response.writeHead(status, { 'content-type': 'text/html' }).end(error);
  else
    sendJson(response, status, {
      error: { type: 'invalid_request_error', param: null, code: null, message: 'No.', ...error },
    });
}

function usageOf({ usage }: Saying): object | undefined {
  if (usage === 'none') return undefined;
  const { in: tokensIn, out: tokensOut } = usage ?? { in: 100, out: 20 };
  return {
    prompt_tokens: tokensIn,
    completion_tokens: tokensOut,
    total_tokens: tokensIn + tokensOut,
  };
}

const textOf = (says: string | object): string => (typeof says === 'string' ? says : JSON.stringify(says));
const isPieces = (says: Saying['says']): says is AsyncIterable<string> =>
  typeof says === 'object' && Symbol.asyncIterator in says;

async function sayAtOnce(response: ServerResponse, asked: LlmRequest, saying: Saying): Promise<void> {
  const { says, finish = 'stop', refusal = null, reasoning } = saying;
  let content = isPieces(says) ? '' : textOf(says);
  if (isPieces(says)) for await (const piece of says) content += piece;
  const body = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: asked.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal, reasoning_content: reasoning },
        finish_reason: finish,
      },
    ],
    usage: usageOf(saying),
  };
  if (!saying.breaksOff) return sendJson(response, 200, body);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write(JSON.stringify(body).slice(0, -20), () => response.destroy());
}

async function stream(response: ServerResponse, asked: LlmRequest, saying: Saying): Promise<void> {
  const { says, finish = 'stop', refusal, reasoning } = saying;
  const chunk = (delta: object, finish_reason: string | null = null) =>
    encode({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: asked.model,
      choices: [{ index: 0, delta, finish_reason }],
    });
  const send = (text: string) =>
    new Promise<void>((resolve, reject) => {
      response.write(text, (error) => (error ? reject(error) : resolve()));
    });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  await send(chunk({ role: 'assistant', content: '' }));
  if (reasoning) await send(chunk({ reasoning_content: reasoning }));
  for await (const content of isPieces(says) ? says : inPieces(textOf(says))) await send(chunk({ content }));
  if (saying.breaksOff) return void response.write(': bye\n\n', () => response.destroy());
  if (refusal) await send(chunk({ refusal }));
  await send(chunk({}, finish));
  const usage = usageOf(saying);
  if (asked.stream_options?.include_usage && usage) await send(encode({ choices: [], usage }));
  response.end('data: [DONE]\n\n');
}

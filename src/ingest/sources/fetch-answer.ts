/** One request and its complete response, limited in size while it arrives; the caller follows redirects, if at all. */
import { describeError } from '../../domain/errors.ts';

export const MAX_ANSWER_BYTES = 20 * 1024 ** 2;

export interface Request {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface SourceResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The target of a redirect. */
  readonly redirect?: URL | undefined;
}

/** A failure without a usable response; the caller, who knows the request, words the message. */
export class NoResponse extends Error {
  override readonly name = 'NoAnswer';
  /** True if the same request may succeed later. */
  readonly isRetryable: boolean;

  constructor(message: string, options: ErrorOptions & { readonly isRetryable: boolean }) {
    super(message, options);
    this.isRetryable = options.isRetryable;
  }
}

/**
 * The response, whatever its status.
 * @throws NoAnswer if the connection fails, the response is too large, or a redirect leads elsewhere.
 */
export async function fetchResponse(
  fetch: typeof globalThis.fetch,
  { method, url, headers, body }: Request,
  signal: AbortSignal,
): Promise<SourceResponse> {
  try {
    const response = await fetch(url, { method, headers, body: body ?? null, redirect: 'manual', signal });
    const location = response.headers.get('location');
    const isRedirect = response.status >= 300 && response.status < 400 && location !== null;
    const redirect = isRedirect ? redirectTarget(url, location, method) : undefined;
    return { status: response.status, headers: response.headers, text: await readText(response), redirect };
  } catch (error) {
    if (error instanceof NoResponse) throw error;
    throw new NoResponse(`the connection failed (${whyFailed(error)})`, { cause: error, isRetryable: true });
  }
}

function redirectTarget(from: URL, location: string, method: Request['method']): URL {
  const refusal = (where: string) =>
    new NoResponse(`it redirected to ${where}, which is not followed`, { isRetryable: false });
  if (!URL.canParse(location, from.href)) throw refusal('an address that is none');
  const to = new URL(location, from);
  if (to.host !== from.host) throw refusal(`another host, ${to.host || to.protocol}`);
  if (to.protocol !== from.protocol && to.protocol !== 'https:') throw refusal(to.protocol);
  if (method === 'POST') throw refusal('another address after a POST');
  return to;
}

/** Counts bytes after decompression, because Content-Length may lie and counts compressed bytes. */
async function readText(response: Response): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  // An exception inside the loop cancels the body, which closes the connection.
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) {
      const message = `the answer is larger than ${MAX_ANSWER_BYTES / 1024 ** 2} MB`;
      throw new NoResponse(message, { isRetryable: false });
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function whyFailed(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : describeError(cause);
}

/** Reads the body of a bot's request. */
import type { Context } from 'hono';
import { RestError } from './rest-error.ts';

/** @throws RestError if it isn't JSON. */
export async function jsonBody(c: Context): Promise<unknown> {
  const type = c.req.header('content-type') ?? '';
  if (type.startsWith('multipart/')) {
    throw new RestError(415, 0, 'The playground takes JSON bodies only: it keeps no attachments.');
  }
  try {
    return await c.req.json();
  } catch {
    throw new RestError(400, 50109, 'The request body contains invalid JSON.');
  }
}

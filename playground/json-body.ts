/** Reads the body of a bot's request, and the files that it uploads. */
import type { Context } from 'hono';
import { RestError } from './rest-error.ts';

/** Discord's limit for a message without a boost: https://docs.discord.com/developers/reference#uploading-files */
const MAX_FILES_BYTES = 10 * 1024 * 1024;

/**
 * The JSON of the body. Files of a multipart body are added to it as `files`, which is no field of Discord's.
 * https://docs.discord.com/developers/reference#uploading-files
 * @throws RestError if it isn't JSON, or the files are too large.
 */
export async function jsonBody(c: Context): Promise<unknown> {
  const type = c.req.header('content-type') ?? '';
  try {
    return type.startsWith('multipart/') ? await multipartBody(c) : await c.req.json();
  } catch (error) {
    if (error instanceof RestError) throw error;
    throw new RestError(400, 50109, 'The request body contains invalid JSON.');
  }
}

async function multipartBody(c: Context): Promise<unknown> {
  const { payload_json, ...parts } = await c.req.parseBody();
  const uploads = Object.values(parts).filter((part) => part instanceof File);
  if (uploads.reduce((sum, { size }) => sum + size, 0) > MAX_FILES_BYTES)
    throw new RestError(413, 40005, 'Request entity too large');
  const files = await Promise.all(
    uploads.map(async (file) => ({
      name: file.name,
      type: file.type || 'application/octet-stream',
      base64: Buffer.from(await file.arrayBuffer()).toString('base64'),
      bytes: file.size,
    })),
  );
  const payload = JSON.parse(typeof payload_json === 'string' ? payload_json : '{}');
  // The body of an interaction's response holds the message one level deeper.
  return payload.data ? { ...payload, data: { ...payload.data, files } } : { ...payload, files };
}

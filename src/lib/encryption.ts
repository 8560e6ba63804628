/** Encrypts short texts for storage: AES-256-GCM, NIST SP 800-38D. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const PREFIX = 'sealed:';

/** Encrypts with a random nonce; returns the text unchanged without a key. `key` is 32 bytes. */
export function encrypt(text: string, key: Buffer | undefined): string {
  if (!key) return text;
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv);
  const sealed = [cipher.update(text, 'utf8'), cipher.final()];
  return PREFIX + Buffer.concat([iv, ...sealed, cipher.getAuthTag()]).toString('base64url');
}

export const isEncrypted = (stored: string): boolean => stored.startsWith(PREFIX);

/** Undefined if this key, or the lack of one, can't decrypt it. Plain text is returned unchanged. */
export function decrypt(stored: string, key: Buffer | undefined): string | undefined {
  if (!isEncrypted(stored)) return stored;
  if (!key) return undefined;
  const bytes = Buffer.from(stored.slice(PREFIX.length), 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

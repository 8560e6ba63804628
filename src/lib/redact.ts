/** Removes tokens from text about to be logged. */

const HIDDEN = '[hidden]';
/** A local server that needs no key is often given `none` or `ollama`, words that a log may need. */
const MIN_SECRET_CHARS = 10;

const PATTERNS: readonly RegExp[] = [
  // A bot token: the application's id, a time and a signature, each base64url
  // (https://discord.com/developers/docs/reference#authentication).
  /()\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g,
  // An interaction's token: base64url of "interaction:…".
  /()\baW50ZXJhY3Rpb246[\w-]+/g,
  // An interaction's or webhook's token in an address
  // (https://discord.com/developers/docs/interactions/receiving-and-responding#endpoints).
  /(\/(?:interactions|webhooks)\/\d+\/)[^/\s"'\\?#]+/g,
  // The value of an authorization header or of a token: quoted in JSON (which may itself be quoted), and in plain text.
  /((?:authorization|token)\\*["']\s*:\s*\\*["'](?:(?:Bot|Bearer|Basic)\s+)?)[^\s"'\\]+/gi,
  /(\b(?:authorization|token)\s*[:=]\s*\\*["']?(?:(?:Bot|Bearer|Basic)\s+)?)[^\s"'\\,&}]+/gi,
  /(\b(?:Bot|Bearer|Basic)\s+)[\w.~+/=-]{20,}/g,
];

/** Replaces every token and each of `secrets`; JSON lines stay valid. */
export function redact(text: string, secrets: readonly string[]): string {
  const known = secrets
    .filter(({ length }) => length >= MIN_SECRET_CHARS)
    .reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
  return PATTERNS.reduce((rest, pattern) => rest.replace(pattern, `$1${HIDDEN}`), known);
}

/** Takes tokens out of text that is about to be logged, wherever in it they stand. */

const HIDDEN = '[hidden]';
/** A server of one's own that wants no key is often given one such as `none` or `ollama`: words that a log may need. */
const MIN_SECRET_CHARS = 10;

const PATTERNS: readonly RegExp[] = [
  // A bot token: the application's id, a time and a signature, each base64url
  // (https://discord.com/developers/docs/reference#authentication).
  /()\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g,
  // An interaction's token wherever it stands: base64url of "interaction:…".
  /()\baW50ZXJhY3Rpb246[\w-]+/g,
  // An interaction's or webhook's token in an address
  // (https://discord.com/developers/docs/interactions/receiving-and-responding#endpoints).
  /(\/(?:interactions|webhooks)\/\d+\/)[^/\s"'\\?#]+/g,
  // The value of an authorization header or of a token: quoted in JSON (which may itself be quoted), and in plain text.
  /((?:authorization|token)\\*["']\s*:\s*\\*["'](?:(?:Bot|Bearer|Basic)\s+)?)[^\s"'\\]+/gi,
  /(\b(?:authorization|token)\s*[:=]\s*\\*["']?(?:(?:Bot|Bearer|Basic)\s+)?)[^\s"'\\,&}]+/gi,
  /(\b(?:Bot|Bearer|Basic)\s+)[\w.~+/=-]{20,}/g,
];

/** The text with every token and every one of `secrets` replaced; lines stay valid JSON. */
export function redact(text: string, secrets: readonly string[]): string {
  const known = secrets
    .filter(({ length }) => length >= MIN_SECRET_CHARS)
    .reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
  return PATTERNS.reduce((rest, pattern) => rest.replace(pattern, `$1${HIDDEN}`), known);
}

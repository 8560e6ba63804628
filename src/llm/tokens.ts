/** How much of a model's context a text takes, as far as that can be told without its tokenizer. */

/** What stands where something was cut. */
const CUT = ' […]';
/** Shorter than this a value says nothing any more. */
const MIN_VALUE_CHARS = 200;
const BYTES_PER_TOKEN = 3;

/**
 * An estimate that is seldom too low: a token for 3 bytes of UTF-8. English has 4 to 5 bytes a token with the tokenizers in
 * use, Chinese and Japanese have 3 bytes a character and about a token each.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
}

/**
 * The same values with the longest cut until about `tokens` fewer are needed; undefined where that would leave nothing
 * worth asking about.
 */
export function shortenValues<Name extends string>(
  values: Readonly<Record<Name, string>>,
  tokens: number,
): Record<Name, string> | undefined {
  const names = Object.keys(values) as Name[];
  const longest = names.reduce((best, name) => (values[name].length > values[best].length ? name : best));
  const value = values[longest];
  const share = 1 - tokens / estimateTokens(value);
  const keptChars = Math.floor(value.length * share) - CUT.length;
  if (keptChars < MIN_VALUE_CHARS) return undefined;
  return { ...values, [longest]: value.slice(0, keptChars) + CUT };
}

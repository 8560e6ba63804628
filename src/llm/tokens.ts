/** Estimates a text's tokens without the model's tokenizer. */

/** Marks a cut. */
const CUT = ' […]';
/** A shorter value is useless. */
const MIN_VALUE_CHARS = 200;
const BYTES_PER_TOKEN = 3;

/**
 * An estimate that is rarely too low: a token for 3 bytes of UTF-8. English has 4 to 5 bytes per token in current
 * tokenizers; Chinese and Japanese have 3 bytes per character and about one token each.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
}

/**
 * The same values with the longest cut until about `tokens` fewer are needed; undefined if nothing useful would remain.
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

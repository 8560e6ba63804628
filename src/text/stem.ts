/** Stems of words, by Porter: https://tartarus.org/martin/PorterStemmer/. */
import { stemmer } from 'stemmer';

const MAX_CACHED = 100_000;
const cache = new Map<string, string>();

/** The stem of a token that `tokenize` gave. Tokens with other characters than a to z are their own stems. */
export function stem(token: string): string {
  const known = cache.get(token);
  if (known !== undefined) return known;
  const found = /^[a-z]+$/.test(token) ? stemmer(token) : token;
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(token, found);
  return found;
}

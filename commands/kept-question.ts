/** Keeps queries for buttons: a query is too long for a button's id, so the id carries a short key. */
import { createHash } from 'node:crypto';
import type { SearchEngine } from '../src/retrieval/search-engine.ts';

export const QUERY_KEPT_DAYS = 90;

/** Keeps the query as long as its buttons work, and returns its key. */
export async function keepQuery({ questions }: SearchEngine, question: string): Promise<string> {
  const key = queryKey(question);
  await questions.set(key, question, QUERY_KEPT_DAYS * 86_400_000);
  return key;
}

export const queryKey = (question: string): string =>
  createHash('sha256').update(question).digest('base64url').slice(0, 16);

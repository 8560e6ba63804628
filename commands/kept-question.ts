/** Questions behind buttons: too long for an id, so that the id carries a short key. */
import { createHash } from 'node:crypto';
import type { Library } from '../src/retrieval/search-engine.ts';

export const KEPT_DAYS = 90;

/** Remembers the question for as long as its buttons work; the key under which `library.questions` has it. */
export async function keepQuestion({ questions }: Library, question: string): Promise<string> {
  const key = questionKey(question);
  await questions.set(key, question, KEPT_DAYS * 86_400_000);
  return key;
}

export const questionKey = (question: string): string =>
  createHash('sha256').update(question).digest('base64url').slice(0, 16);

/**
 * Values kept about a person beside their subscriptions. Each is listed under the person too, so that it can be shown and
 * deleted on request.
 */
import { createHash } from 'node:crypto';
import Keyv, { type KeyvStoreAdapter } from 'keyv';
import type { PersonId } from '../domain/person.ts';

export const QUERY_KEPT_DAYS = 90;
const DAY_MS = 86_400_000;

/** `questions` are texts behind buttons, `talks` answers to continue from, and `searched` the searches of an answer. */
export type Namespace = 'questions' | 'talks' | 'searched';

export interface KeptValue {
  readonly namespace: Namespace;
  readonly value: unknown;
}

export interface PersonalData {
  /** Keeps a value for a person, for as long as `ttlMs`. */
  keep(personId: PersonId, namespace: Namespace, key: string, value: unknown, ttlMs: number): Promise<void>;
  /** Keeps a text for 90 days for a person's buttons, and returns its key: Discord allows a button 100 characters. */
  keepQuery(personId: PersonId, text: string): Promise<string>;
  /** Undefined once it has expired or was deleted. */
  query(key: string): Promise<string | undefined>;
  /** All that is kept of a person and hasn't expired. */
  list(personId: PersonId): Promise<KeptValue[]>;
  /** Deletes it all. */
  forget(personId: PersonId): Promise<void>;
}

/** `newStore` returns a new adapter at each call, since Keyv writes its namespace into the adapter. */
export function createPersonalData(newStore: () => KeyvStoreAdapter): PersonalData {
  const open = <T>(namespace: string): Keyv<T> => new Keyv<T>({ store: newStore(), namespace });
  const kept: Readonly<Record<Namespace, Keyv>> = {
    questions: open('questions'),
    talks: open('talks'),
    searched: open('searched'),
  };
  // Keyv's iterator takes the first colon for the end of the namespace.
  const indexOf = (personId: PersonId) => open<Namespace>(`person-${personId.replaceAll(':', '-')}`);
  const entriesOf = async (personId: PersonId): Promise<[key: string, namespace: Namespace][]> => {
    const entries: [string, Namespace][] = [];
    for await (const [name, namespace] of indexOf(personId).iterator?.({}) ?? [])
      entries.push([name.slice(namespace.length + 1), namespace]);
    return entries;
  };

  async function keep(...[personId, namespace, key, value, ttlMs]: Parameters<PersonalData['keep']>) {
    // First the person's list: a value that isn't in it could never be deleted on request.
    await indexOf(personId).set(`${namespace} ${key}`, namespace, ttlMs);
    await kept[namespace].set(key, value, ttlMs);
  }

  return {
    keep,
    async keepQuery(personId, text) {
      const key = queryKey(personId, text);
      await keep(personId, 'questions', key, text, QUERY_KEPT_DAYS * DAY_MS);
      return key;
    },
    query: (key) => kept.questions.get<string>(key),
    async list(personId) {
      const values = await Promise.all(
        (await entriesOf(personId)).map(async ([key, namespace]) => ({
          namespace,
          value: await kept[namespace].get(key),
        })),
      );
      return values.filter(({ value }) => value !== undefined);
    },
    async forget(personId) {
      for (const [key, namespace] of await entriesOf(personId)) await kept[namespace].delete(key);
      await indexOf(personId).clear();
    },
  };
}

/** Differs for each person, so that deleting one person's question leaves another's alone. */
export const queryKey = (personId: PersonId, text: string): string =>
  createHash('sha256').update(`${personId}\n${text}`).digest('base64url').slice(0, 16);

/** Keeps conversation turns for follow-ups, and each answer's searches for its button. */
import type Keyv from 'keyv';
import type { PersonId } from '../domain/person.ts';
import type { Place } from '../domain/place.ts';
import type { ConversationTurn } from '../retrieval/query/rewrite.ts';

const MAX_EXCHANGES = 3;
const MAX_ANSWER_CHARS = 800;
const DAY_MS = 86_400_000;
/** Matches the lifetime of the buttons under a list of papers. */
export const SEARCHED_KEPT_DAYS = 90;

/** The asker and the place. */
export interface AskedAt extends Place {
  readonly isInThread: boolean;
  readonly personId: PersonId;
  /** The key of the answer that it replies to. */
  readonly answerKey?: string | undefined;
}

export interface Conversations {
  /**
   * The last turns before the question, oldest first: those of the answer replied to; else the person's own in a thread
   * or in direct messages; in a channel a question stands alone.
   */
  earlier(at: AskedAt): Promise<readonly ConversationTurn[]>;
  /** Stores an answer under a new key: with its earlier turns for a day, and with its searches. */
  keep(
    key: string,
    at: AskedAt,
    exchanges: readonly ConversationTurn[],
    searched: readonly string[],
  ): Promise<void>;
  /** Undefined once it has expired. */
  searched(key: string): Promise<readonly string[] | undefined>;
}

/** `keep` stores a value where `talks` and `searches` read it. */
export function createConversations(
  talks: Pick<Keyv<readonly ConversationTurn[]>, 'get'>,
  searches: Pick<Keyv<readonly string[]>, 'get'>,
  keep: (
    personId: PersonId,
    namespace: 'talks' | 'searched',
    key: string,
    value: unknown,
    ttlMs: number,
  ) => Promise<void>,
): Conversations {
  const placeKey = ({ channelId, personId }: AskedAt): string => `here:${channelId}:${personId}`;
  return {
    async earlier(at) {
      const replied = at.answerKey && (await talks.get(at.answerKey));
      return replied || (isTalk(at) && (await talks.get(placeKey(at)))) || [];
    },
    async keep(key, at, exchanges, searched) {
      const last = exchanges
        .slice(-MAX_EXCHANGES)
        .map(({ question, answer }) => ({ question, answer: answer.slice(0, MAX_ANSWER_CHARS) }));
      const keys = isTalk(at) ? [key, placeKey(at)] : [key];
      for (const each of keys) await keep(at.personId, 'talks', each, last, DAY_MS);
      await keep(at.personId, 'searched', key, searched, SEARCHED_KEPT_DAYS * DAY_MS);
    },
    searched: (key) => searches.get(key),
  };
}

const isTalk = ({ serverId, isInThread }: AskedAt): boolean => isInThread || serverId === undefined;

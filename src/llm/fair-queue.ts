/** Whose question is next: each server in turn, and within it each person, so that nobody's many questions keep others waiting. */
import type { UsageSubject } from './chat-model.ts';

export interface FairQueue {
  /** Resolves when it is this question's turn, with what ends the turn. Rejects with the signal's reason once it is aborted. */
  take(usageSubject: UsageSubject, signal: AbortSignal): Promise<() => void>;
  /** How many questions wait. */
  length(): number;
}

interface Waiting {
  readonly start: () => void;
}

/** Questions in the order of their turns: the first of the first person of the first group. */
type People = Map<string, Waiting[]>;

export function createFairQueue(concurrency: number): FairQueue {
  const groups = new Map<string, People>();
  let running = 0;

  function next(): void {
    while (running < concurrency) {
      const [group] = groups;
      if (!group) return;
      const [groupKey, people] = group;
      const [person] = people;
      const waiting = person?.[1].shift();
      toTheEnd(people, person?.[0] ?? '', (questions) => questions.length === 0);
      toTheEnd(groups, groupKey, (rest) => rest.size === 0);
      running += 1;
      waiting?.start();
    }
  }

  return {
    take(usageSubject, signal) {
      const [groupKey, personKey] = placeOf(usageSubject);
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        let isDone = false;
        const onAbort = () => {
          remove(groups, groupKey, personKey, waiting);
          reject(signal.reason);
        };
        const waiting: Waiting = {
          start() {
            signal.removeEventListener('abort', onAbort);
            resolve(() => {
              if (isDone) return;
              isDone = true;
              running -= 1;
              next();
            });
          },
        };
        signal.addEventListener('abort', onAbort, { once: true });
        const people: People = groups.get(groupKey) ?? new Map();
        groups.set(groupKey, people.set(personKey, [...(people.get(personKey) ?? []), waiting]));
        next();
      });
    },
    length: () =>
      [...groups.values()]
        .flatMap((people) => [...people.values()])
        .reduce((sum, { length }) => sum + length, 0),
  };
}

/** In direct messages each person is a group of their own; the program asking for itself is one, too. */
function placeOf({ guildId, userId = '' }: UsageSubject): [group: string, person: string] {
  return [guildId === undefined ? `person ${userId}` : `server ${guildId}`, userId];
}

function toTheEnd<T>(map: Map<string, T>, key: string, isEmpty: (value: T) => boolean): void {
  const value = map.get(key);
  map.delete(key);
  if (value !== undefined && !isEmpty(value)) map.set(key, value);
}

function remove(groups: Map<string, People>, groupKey: string, personKey: string, waiting: Waiting): void {
  const people = groups.get(groupKey);
  const left = people?.get(personKey)?.filter((other) => other !== waiting) ?? [];
  if (left.length > 0) people?.set(personKey, left);
  else people?.delete(personKey);
  if (people?.size === 0) groups.delete(groupKey);
}

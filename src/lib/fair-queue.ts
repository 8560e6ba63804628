/** A queue that serves groups in turn, and the people of each group in turn. One person's many jobs delay no one else. */

/** Whose turn a job takes. A person without a group, as in a direct message, is a group of their own. */
export interface QueueSubject {
  readonly group?: string | undefined;
  readonly person: string;
}

export interface FairQueue {
  /**
   * Resolves when it is this job's turn, with a function that ends the turn.
   * @throws the signal's reason, if it is aborted while the job waits.
   */
  take(subject: QueueSubject, signal: AbortSignal): Promise<() => void>;
  /** The number of waiting jobs; with `subject`, those of that person. */
  length(subject?: QueueSubject): number;
}

interface Job {
  readonly start: () => void;
}

/** Each person's waiting jobs; the first person is served next. */
type People = Map<string, Job[]>;

export function createFairQueue(concurrency: number): FairQueue {
  const groups = new Map<string, People>();
  let running = 0;

  function startNext(): void {
    while (running < concurrency) {
      const [group] = groups;
      if (!group) return;
      const [groupKey, people] = group;
      const [person] = people;
      const job = person?.[1].shift();
      moveToEnd(people, person?.[0] ?? '', (jobs) => jobs.length === 0);
      moveToEnd(groups, groupKey, (rest) => rest.size === 0);
      running += 1;
      job?.start();
    }
  }

  return {
    take(subject, signal) {
      const groupKey = groupOf(subject);
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        let hasEnded = false;
        const onAbort = () => {
          remove(groups, groupKey, subject.person, job);
          reject(signal.reason);
        };
        const job: Job = {
          start() {
            signal.removeEventListener('abort', onAbort);
            resolve(() => {
              if (hasEnded) return;
              hasEnded = true;
              running -= 1;
              startNext();
            });
          },
        };
        signal.addEventListener('abort', onAbort, { once: true });
        const people: People = groups.get(groupKey) ?? new Map();
        groups.set(groupKey, people.set(subject.person, [...(people.get(subject.person) ?? []), job]));
        startNext();
      });
    },
    length(subject) {
      if (subject) return groups.get(groupOf(subject))?.get(subject.person)?.length ?? 0;
      return [...groups.values()]
        .flatMap((people) => [...people.values()])
        .reduce((sum, jobs) => sum + jobs.length, 0);
    },
  };
}

const groupOf = ({ group, person }: QueueSubject): string =>
  group === undefined ? `person ${person}` : `group ${group}`;

function moveToEnd<T>(map: Map<string, T>, key: string, isEmpty: (value: T) => boolean): void {
  const value = map.get(key);
  map.delete(key);
  if (value !== undefined && !isEmpty(value)) map.set(key, value);
}

function remove(groups: Map<string, People>, groupKey: string, personKey: string, job: Job): void {
  const people = groups.get(groupKey);
  const left = people?.get(personKey)?.filter((other) => other !== job) ?? [];
  if (left.length > 0) people?.set(personKey, left);
  else people?.delete(personKey);
  if (people?.size === 0) groups.delete(groupKey);
}

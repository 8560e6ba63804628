/** Snapshots beside the database, each of which only the database it was made of takes for its own. */
import { randomUUID } from 'node:crypto';
import type Keyv from 'keyv';
import type { Content, SavedContent } from './content.ts';
import { readSnapshot, writeSnapshot } from './snapshot-file.ts';

export interface Snapshots {
  /** What was saved last under this name, by this process or another; undefined if nothing of that is usable. */
  load(name: string): Promise<SavedContent | undefined>;
  /** The content must not change until the promise resolves. A failure changes nothing that was saved before. */
  save(name: string, content: Content): Promise<void>;
}

// Two processes may save at once: whichever file is there in the end has one of the last labels.
const LABELS_KEPT = 4;

/**
 * `labels` lies in the database. A snapshot is written under a new label, which the database notes before the file is
 * there: a file of another database, or of a later state than a restored backup, has a label that is not noted.
 */
export function createSnapshots(
  databasePath: string,
  labels: Keyv<string[]>,
  onUnusable: (name: string, error: unknown) => void = () => {},
): Snapshots {
  const pathOf = (name: string): string => `${databasePath}.${name}`;
  return {
    async load(name) {
      try {
        const snapshot = readSnapshot(pathOf(name));
        const known = (await labels.get(name)) ?? [];
        return snapshot && known.includes(snapshot.label) ? snapshot.content : undefined;
      } catch (error) {
        onUnusable(name, error);
        return undefined;
      }
    },
    async save(name, content) {
      const label = randomUUID();
      const known = (await labels.get(name)) ?? [];
      await labels.set(name, [label, ...known].slice(0, LABELS_KEPT));
      await writeSnapshot(pathOf(name), label, content);
    },
  };
}

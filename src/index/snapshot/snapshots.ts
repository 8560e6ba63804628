/** Snapshots beside the database, each of which only the database it was made of takes for its own. */
import { randomUUID } from 'node:crypto';
import type Keyv from 'keyv';
import type { Content, SavedContent } from './content.ts';
import { readSnapshot, writeSnapshot } from './snapshot-file.ts';

export interface Snapshots {
  /** The last usable snapshot under this name, by this process or another; undefined if there is none. */
  load(name: string): Promise<SavedContent | undefined>;
  /** The content must not change until the promise resolves. A failure changes nothing that was saved before. */
  save(name: string, content: Content): Promise<void>;
}

// A snapshot that old is built again.
const LABEL_KEPT_MS = 400 * 86_400_000;

/**
 * `labels` lies in the database. A snapshot is written under a new label, which the database notes before the file is
 * there: a file of another database, or of a later state than a restored backup, has a label that is not noted.
 */
export function createSnapshots(
  databasePath: string,
  labels: Keyv<true>,
  onUnusable: (name: string, error: unknown) => void = () => {},
): Snapshots {
  const pathOf = (name: string): string => `${databasePath}.${name}`;
  return {
    async load(name) {
      try {
        const snapshot = readSnapshot(pathOf(name));
        const isOurs = snapshot && (await labels.get(`${name}:${snapshot.label}`));
        return isOurs ? snapshot.content : undefined;
      } catch (error) {
        onUnusable(name, error);
        return undefined;
      }
    },
    async save(name, content) {
      const label = randomUUID();
      // A key of its own, since two processes may save at once: either file may be there in the end.
      await labels.set(`${name}:${label}`, true, LABEL_KEPT_MS);
      await writeSnapshot(pathOf(name), label, content);
    },
  };
}

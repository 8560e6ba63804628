/** One bot a catalog: two would post and answer everything twice. Command-line tools don't take the lock. */
import { dirname } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { ConfigError } from '../../domain/errors.ts';
import { makeFolder } from './database.ts';
import { explainSqliteError, isBusy } from './explain.ts';

/**
 * Locks the catalog file for one bot and returns what releases it; a ConfigError where another bot holds it.
 * The lock is a transaction held open on an empty database beside the catalog, which is a lock of the operating system:
 * it goes with the process, however that ends, so that there is no stale lock to clear away. Hold on to what is returned:
 * once nothing refers to it, the lock is let go with the garbage.
 */
export function lockForBot(path: string): () => void {
  makeFolder(dirname(path));
  const lockPath = `${path}.lock`;
  try {
    const lock = new DatabaseSync(lockPath, { timeout: 0 });
    try {
      lock.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      lock.close();
      throw error;
    }
    return () => {
      if (lock.isOpen) lock.close();
    };
  } catch (error) {
    if (!isBusy(error)) throw explainSqliteError(lockPath, error);
    throw new ConfigError(
      `Another Paperboy is already running on ${path}; stop it, or give this one its own DATABASE_URL.`,
      { cause: error },
    );
  }
}

/** Allows one bot per database; two would post and answer everything twice. Command-line tools don't take the lock. */
import { dirname } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { ConfigError } from '../../domain/errors.ts';
import { keepPrivate, makeFolder } from './database.ts';
import { explainSqliteError, isBusy } from './explain.ts';

/**
 * Locks the database for one bot and returns the release function. The lock is an open transaction on an empty database
 * beside it. The operating system releases it however the process ends, so no stale lock remains. Keep the returned
 * function: without a reference, garbage collection releases the lock.
 * @throws ConfigError if another bot holds it.
 */
export function lockForBot(path: string): () => void {
  makeFolder(dirname(path));
  const lockPath = `${path}.lock`;
  keepPrivate(lockPath);
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

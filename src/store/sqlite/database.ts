/** Opens the database file. */
import { closeSync, fchmodSync, fstatSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { ConfigError } from '../../domain/errors.ts';
import { explainSqliteError, isBusy } from './explain.ts';
import { migrate, refuseForeign } from './schema.ts';

/** Timeout for another process's transaction, such as that of an import beside the bot. */
const BUSY_TIMEOUT_MS = 5_000;
const BUSY_PAUSE_MS = 10;

/**
 * Opens the file and creates it and its folder if missing.
 * @throws ConfigError that names the path.
 */
export function openDatabase(path: string): DatabaseSyncInstance {
  makeFolder(dirname(path));
  keepPrivate(path);
  let db: DatabaseSyncInstance | undefined;
  try {
    db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    refuseForeign(db, path);
    // An abstract takes about 1.5 kB: 8 kB pages waste 15 MB less on 75,000 of them than the usual 4 kB.
    db.exec('PRAGMA page_size = 8192;');
    useWriteAheadLog(db);
    db.exec('PRAGMA synchronous = FULL;');
    // Deleted questions and addresses would otherwise stay readable in the file.
    db.exec('PRAGMA secure_delete = ON;');
    db.exec('PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;');
    db.exec('PRAGMA cache_size = -32768; PRAGMA journal_size_limit = 67108864;'); // 32 MiB, 64 MiB
    migrate(db);
    return db;
  } catch (error) {
    db?.close();
    throw explainSqliteError(path, error);
  }
}

/**
 * If several processes switch a new file to WAL at once, SQLite reports all but one busy at once, whatever the timeout,
 * to avoid a deadlock: https://sqlite.org/c3ref/busy_handler.html. A retry succeeds.
 */
function useWriteAheadLog(db: DatabaseSyncInstance): void {
  const untilMs = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      db.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > untilMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_PAUSE_MS);
    }
  }
}

const OWNER_ONLY = 0o600;
const OTHERS = 0o007;

/**
 * Creates a missing file readable by its owner only, and takes it from users outside the owner's group otherwise. SQLite
 * gives the files beside the database the same permissions: https://sqlite.org/c3ref/open.html
 */
export function keepPrivate(path: string): void {
  if (path === ':memory:') return;
  try {
    const file = openSync(path, 'a', OWNER_ONLY);
    try {
      if (fstatSync(file).mode & OTHERS) fchmodSync(file, OWNER_ONLY);
    } finally {
      closeSync(file);
    }
  } catch {
    // Opening the database says what is wrong; another owner's file keeps its permissions.
  }
}

/** Creates the folder for a database file. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why = code === 'EEXIST' || code === 'ENOTDIR' ? 'a file stands in its way' : (code ?? error);
    throw new ConfigError(
      `The folder ${folder} for the catalog cannot be made (${why}). Give DATABASE_URL a file in a folder that Paperboy may write to.`,
      { cause: error },
    );
  }
}

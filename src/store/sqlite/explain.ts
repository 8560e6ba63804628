/** Explains SQLite's errors and says what to do. */
import { ConfigError } from '../../domain/errors.ts';

const DAMAGED =
  'Move it away and start again: the bundled papers come back; restore a backup to keep the rest.';

// Primary result codes of https://sqlite.org/rescode.html.
const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const ADVICE = new Map([
  [3, 'may not be opened. Give the user that runs Paperboy the right to read and write it.'],
  [SQLITE_BUSY, 'is being written by another program. Wait until that is done, then try again.'],
  [8, 'cannot be written. Make the file and its folder writable for the user that runs Paperboy.'],
  [10, 'could not be read or written: the disk reports an error. Check the disk, then start again.'],
  [SQLITE_CORRUPT, `is damaged. ${DAMAGED}`],
  [13, 'has no room left on its disk. Free some space, then start again; nothing stored is lost.'],
  [14, 'cannot be opened. Give DATABASE_URL a file in a folder that Paperboy may write to.'],
  [26, `is not a database. ${DAMAGED}`],
]);

/** A ConfigError that says what to do, if it is SQLite's error about the file; other errors unchanged. */
export function explainSqliteError(path: string, error: unknown): unknown {
  const advice = ADVICE.get(sqliteCode(error) ?? -1);
  return advice ? new ConfigError(`The catalog ${path} ${advice}`, { cause: error }) : error;
}

/** The error of a check that found `problem` in the file. */
export function damagedError(path: string, problem: string): ConfigError {
  const oneLine = problem.replace(/\s+/g, ' ');
  return new ConfigError(`The catalog ${path} is damaged (${oneLine}). ${DAMAGED}`);
}

/** True if another connection holds the requested lock. */
export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === SQLITE_BUSY;
}

/** The primary result code; extended codes carry more in the higher bits. */
function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  // FTS5 reports its damaged tables with the general code only.
  if (error.message.startsWith('vtable constructor failed')) return SQLITE_CORRUPT;
  return Number(error.errcode) & 0xff;
}

/** The databases that the contract tests run against. */
import { onTestFinished } from 'vitest';
import type { Stores } from '../../../src/store/stores.ts';

/** A new, empty database. */
export interface TestDatabase {
  /** Each call is another connection. `now` is the clock of key-values. */
  open(options?: { readonly now: () => number }): Promise<Stores>;
  /** Closes all connections and deletes the database. */
  remove(): Promise<void>;
}

export type NewDatabase = () => TestDatabase;

/** A database that goes with the test. */
export function databaseForTest(newDatabase: NewDatabase): TestDatabase {
  const database = newDatabase();
  onTestFinished(() => database.remove());
  return database;
}

/** The stores of a new database that goes with the test. */
export const storesForTest = (newDatabase: NewDatabase): Promise<Stores> =>
  databaseForTest(newDatabase).open();

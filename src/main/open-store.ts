/** Opens small values under keys, stored in the same database. */
import Keyv from 'keyv';
import { createSnapshots, type Snapshots } from '../index/snapshot/snapshots.ts';
import type { Stores } from '../store/stores.ts';

export const openKeyValues = <T>(stores: Stores, namespace: string): Keyv<T> =>
  new Keyv<T>({ store: stores.keyValues, namespace });

/** Snapshots of the indexes lie beside the database's file. */
export const openSnapshots = (stores: Stores, databasePath: string): Snapshots =>
  createSnapshots(databasePath, openKeyValues(stores, 'snapshots'));

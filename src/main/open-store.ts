/** Opens small values under keys, stored in the same database. */
import Keyv from 'keyv';
import type { Stores } from '../store/stores.ts';

export const openKeyValues = <T>(stores: Stores, namespace: string): Keyv<T> =>
  new Keyv<T>({ store: stores.keyValues, namespace });

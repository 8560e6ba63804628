/** Small values under keys, beside everything else in the catalog's file. */
import Keyv from 'keyv';
import type { Stores } from '../store/stores.ts';

export const openKeyValues = <T>(stores: Stores, namespace: string): Keyv<T> =>
  new Keyv<T>({ store: stores.keyValues, namespace });

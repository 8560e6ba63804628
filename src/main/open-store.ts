/** Small values under keys, beside everything else in the catalog's file. */
import Keyv from 'keyv';
import type { Catalog } from '../store/catalog.ts';

export const openStore = <T>(catalog: Catalog, namespace: string): Keyv<T> =>
  new Keyv<T>({ store: catalog.keyValues, namespace });

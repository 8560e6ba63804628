/** The compared systems, each imported only when needed, so that no process loads another's code. */
import type { System } from './system.ts';

export const SYSTEMS = {
  Paperboy: async () => (await import('./systems/paperboy.ts')).system,
  LanceDB: async () => (await import('./systems/lancedb.ts')).exact,
  'LanceDB HNSW': async () => (await import('./systems/lancedb.ts')).hnsw,
  Orama: async () => (await import('./systems/orama.ts')).system,
  'MiniSearch+usearch': async () => (await import('./systems/minisearch-usearch.ts')).system,
} satisfies Readonly<Record<string, () => Promise<System>>>;

export type SystemName = keyof typeof SYSTEMS;
export const SYSTEM_NAMES = Object.keys(SYSTEMS) as SystemName[];

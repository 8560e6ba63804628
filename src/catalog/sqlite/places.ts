/** Where words stand in papers, from their stored stems. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { unpackStems } from '../stem-text.ts';
import type { Stems } from './stems.ts';

export function createPlaces(db: DatabaseSyncInstance, stems: Stems) {
  const textOf = db.prepare(
    'SELECT text FROM papers JOIN paper_stems ON paper_stems.paper = papers.key WHERE papers.id = ?',
  );

  /** Of each paper [papers x words] the places of each word; a word that is split counts as its first part. */
  return (words: readonly string[], paperIds: readonly string[]): number[][][] => {
    const asked = words.map((word) => stems.find(word)[0] ?? NONE);
    return paperIds.map((paperId) => {
      const found: { readonly text: Uint8Array } | undefined = textOf.get(paperId);
      const text = found?.text ?? new Uint8Array();
      const held = new Uint32Array(text.length);
      const { count } = unpackStems(text, 0, text.length, held);
      const placesOf = new Map(asked.map((stem): [number, number[]] => [stem, []]));
      for (let place = 0; place < count; place++) placesOf.get(held[place] as number)?.push(place);
      return asked.map((stem) => placesOf.get(stem) ?? []);
    });
  };
}

const NONE = -1;

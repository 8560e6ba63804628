/** Maps rows to papers and back, in typed arrays, which load without work per row. */
import { grown } from './growing.ts';
import { createTermDictionary } from './lexical/term-dictionary.ts';
import type { Content, SavedContent } from './snapshot/content.ts';

export interface RowIds {
  /** The number of papers with a row. */
  readonly size: number;
  /** One above the last row. */
  readonly rowCount: number;
  rowOf(paperId: string): number | undefined;
  /** Undefined for a row whose paper is gone or has moved. */
  paperAt(row: number): string | undefined;
  hasPaper(row: number): boolean;
  /** True if the id of the row's paper begins with the prefix. */
  startsWith(row: number, beginning: string): boolean;
  /** Assigns a row to a paper; its former row becomes empty. */
  set(paperId: string, row: number): void;
  delete(paperId: string): void;
  /** Drops the last row, which must be empty. */
  dropLast(): void;
  save(): Content;
}

const NONE = 0xffffffff;

export function createRowIds(saved?: SavedContent): RowIds {
  const ids = createTermDictionary(saved?.part('ids'));
  let rowOfId = saved?.uint32('rowOfId') ?? new Uint32Array(0); // By number of the id: its row or NONE.
  let idOfRow = saved?.uint32('idOfRow') ?? new Uint32Array(0); // By row: the number of its id or NONE.
  let size = saved?.number('size') ?? 0;
  let rowCount = idOfRow.length;

  function rowOf(paperId: string): number | undefined {
    const id = ids.find(paperId, 0, paperId.length);
    const row = id === undefined ? NONE : (rowOfId[id] ?? NONE);
    return row === NONE ? undefined : row;
  }

  const idAt = (row: number): number => (row < rowCount ? (idOfRow[row] as number) : NONE);

  return {
    get size() {
      return size;
    },
    get rowCount() {
      return rowCount;
    },
    rowOf,
    paperAt(row) {
      const id = idAt(row);
      return id === NONE ? undefined : ids.word(id);
    },
    hasPaper: (row) => idAt(row) !== NONE,
    startsWith(row, beginning) {
      const id = idAt(row);
      return id !== NONE && ids.startsWith(id, beginning);
    },
    set(paperId, row) {
      const id = ids.number(paperId, 0, paperId.length);
      rowOfId = filled(rowOfId, id);
      idOfRow = filled(idOfRow, row);
      const former = rowOfId[id] as number;
      if (former === NONE) size += 1;
      else idOfRow[former] = NONE;
      rowOfId[id] = row;
      idOfRow[row] = id;
      rowCount = Math.max(rowCount, row + 1);
    },
    delete(paperId) {
      const row = rowOf(paperId);
      if (row === undefined) return;
      rowOfId[idOfRow[row] as number] = NONE;
      idOfRow[row] = NONE;
      size -= 1;
    },
    dropLast() {
      rowCount -= 1;
    },
    save: () => ({
      ids: ids.save(),
      rowOfId: rowOfId.subarray(0, ids.size),
      idOfRow: idOfRow.subarray(0, rowCount),
      size,
    }),
  };
}

/** With room for the number at `place`; new slots contain NONE. */
function filled(array: Uint32Array, place: number): Uint32Array {
  const before = array.length;
  const larger = grown(array, place + 1);
  return larger === array ? array : larger.fill(NONE, before);
}

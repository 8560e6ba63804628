/** The papers behind the rows of an index, both ways, in typed arrays: they are read back without work for each row. */
import { grown } from './growing.ts';
import { createTermDictionary } from './lexical/term-dictionary.ts';
import type { Content, SavedContent } from './snapshot/content.ts';

export interface RowIds {
  /** Papers that have a row. */
  readonly size: number;
  /** One above the last row. */
  readonly rowCount: number;
  rowOf(paperId: string): number | undefined;
  /** Undefined for a row whose paper is gone or has another row. */
  paperAt(row: number): string | undefined;
  hasPaper(row: number): boolean;
  /** True where the id of the row's paper begins so. */
  startsWith(row: number, beginning: string): boolean;
  /** Gives a row to a paper; its former row is empty from then on. */
  set(paperId: string, row: number): void;
  delete(paperId: string): void;
  /** Cuts off the last row, which has to be empty. */
  dropLast(): void;
  save(): Content;
}

const NONE = 0xffffffff;

export function createRowIds(saved?: SavedContent): RowIds {
  const ids = createTermDictionary(saved?.part('ids'));
  let rowOfId = saved?.uint32('rowOfId') ?? new Uint32Array(0); // by number of the id: its row or NONE
  let idOfRow = saved?.uint32('idOfRow') ?? new Uint32Array(0); // by row: the number of its id or NONE
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

/** With room for the number at `place`; new room holds NONE. */
function filled(array: Uint32Array, place: number): Uint32Array {
  const before = array.length;
  const larger = grown(array, place + 1);
  return larger === array ? array : larger.fill(NONE, before);
}

/** The content of an index as named arrays, which a snapshot writes to a file and gives back. */

export type TypedArray = Uint8Array | Uint16Array | Uint32Array | Int8Array | Float32Array | Float64Array;

/** A typed array may come in several pieces. A name may stand for a part of the index with content of its own. */
export interface Content {
  readonly [name: string]: number | TypedArray | readonly TypedArray[] | Content;
}

/** Content that was read back. Each method throws a SnapshotError if there is nothing of that kind under the name. */
export interface SavedContent {
  part(name: string): SavedContent;
  number(name: string): number;
  bytes(name: string): Uint8Array;
  uint16(name: string): Uint16Array;
  uint32(name: string): Uint32Array;
  float64(name: string): Float64Array;
  /** The pieces of an array, as they were written. */
  bytePieces(name: string): Uint8Array[];
  uint32Pieces(name: string): Uint32Array[];
}

/** A snapshot that can't be used; the index is then built from the store. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

/** An index's contents as named arrays, which a snapshot writes to a file and reads back. */

export type TypedArray = Uint8Array | Uint16Array | Uint32Array | Int8Array | Float32Array | Float64Array;

/** A typed array may come in several pieces. A name may refer to a part of the index with its own contents. */
export interface Content {
  readonly [name: string]: number | TypedArray | readonly TypedArray[] | Content;
}

/** Contents read back from a file. Each method throws a SnapshotError if the name has no value of that kind. */
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

/** An unusable snapshot; the index is then built from the store. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

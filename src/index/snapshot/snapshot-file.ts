/**
 * A file with the content of an index: the arrays one after the other, then a table of them as JSON, then a trailer of
 * the table's length, its checksum and a magic number. A file that was cut off has no trailer.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Content, type SavedContent, SnapshotError, type TypedArray } from './content.ts';

/** Rises whenever an index changes what it saves. */
const VERSION = 1;
const MAGIC = 'PPBYIDX\n';
const TRAILER_BYTES = 16;
/** Permissions: a snapshot holds the catalog's words. */
const OWNER_ONLY = 0o600;
const MAX_READ_BYTES = 1 << 30;

interface Table {
  readonly version: number;
  /** The label of the database state that the snapshot belongs to. */
  readonly label: string;
  /** Numbers by path. */
  readonly numbers: Readonly<Record<string, number>>;
  /** By path: the bytes of each piece, and the checksum of all of them. */
  readonly arrays: Readonly<Record<string, { readonly pieces: readonly number[]; readonly crc: number }>>;
}

/** Writes to a temporary name and renames, so that no reader ever sees half a file. Removes what it wrote if it fails. */
export async function writeSnapshot(path: string, label: string, content: Content): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'w', OWNER_ONLY);
    try {
      const numbers: Record<string, number> = {};
      const arrays: Record<string, { pieces: number[]; crc: number }> = {};
      for (const [name, value] of flatten(content, '')) {
        if (typeof value === 'number') {
          numbers[name] = value;
          continue;
        }
        let crc = 0;
        for (const piece of value.map(bytesOf)) {
          crc = checksum(piece, crc);
          await writeAll(file, piece);
        }
        arrays[name] = { pieces: value.map(({ byteLength }) => byteLength), crc };
      }
      const table = Buffer.from(JSON.stringify({ version: VERSION, label, numbers, arrays } satisfies Table));
      const trailer = Buffer.alloc(TRAILER_BYTES);
      trailer.writeUInt32LE(table.length, 0);
      trailer.writeUInt32LE(crc32(table), 4);
      trailer.write(MAGIC, 8, 'latin1');
      await writeAll(file, Buffer.concat([table, trailer]));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeAll(file: Awaited<ReturnType<typeof open>>, bytes: Uint8Array): Promise<void> {
  for (let start = 0; start < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, start, Math.min(MAX_READ_BYTES, bytes.length - start));
    start += bytesWritten;
  }
}

/** zlib restarts the checksum on empty input. */
const checksum = (bytes: Uint8Array, before: number): number =>
  bytes.length === 0 ? before : crc32(bytes, before);

function* flatten(content: Content, prefix: string): Generator<[string, number | readonly TypedArray[]]> {
  for (const [name, value] of Object.entries(content)) {
    const path = prefix + name;
    if (typeof value === 'number') yield [path, value];
    else if (ArrayBuffer.isView(value)) yield [path, [value]];
    else if (Array.isArray(value)) yield [path, value];
    else yield* flatten(value as Content, `${path}/`);
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** The label and content of a snapshot; undefined if there is no file. Throws a SnapshotError where it is damaged or old. */
export function readSnapshot(
  path: string,
): { readonly label: string; readonly content: SavedContent } | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new SnapshotError('The snapshot cannot be opened', { cause: error });
  }
  try {
    const { size } = fstatSync(file);
    const table = readTable(file, size);
    const found = new Map<string, ArrayBuffer[]>();
    let position = 0;
    for (const [name, { pieces, crc }] of Object.entries(table.arrays)) {
      const buffers: ArrayBuffer[] = [];
      let sum = 0;
      for (const length of pieces) {
        const bytes = readBytes(file, position, length);
        sum = checksum(bytes, sum);
        buffers.push(bytes.buffer as ArrayBuffer);
        position += length;
      }
      if (sum !== crc) throw new SnapshotError(`The checksum of ${name} is wrong`);
      found.set(name, buffers);
    }
    return { label: table.label, content: savedContent(table, found, '') };
  } finally {
    closeSync(file);
  }
}

function readTable(file: number, size: number): Table {
  if (size < TRAILER_BYTES) throw new SnapshotError('The snapshot is cut off');
  const trailer = Buffer.from(readBytes(file, size - TRAILER_BYTES, TRAILER_BYTES).buffer);
  const length = trailer.readUInt32LE(0);
  if (trailer.toString('latin1', 8) !== MAGIC || length > size - TRAILER_BYTES)
    throw new SnapshotError('The snapshot is cut off');
  const bytes = readBytes(file, size - TRAILER_BYTES - length, length);
  if (crc32(bytes) !== trailer.readUInt32LE(4)) throw new SnapshotError('The checksum of its table is wrong');
  const table: Table = JSON.parse(Buffer.from(bytes.buffer).toString());
  if (table.version !== VERSION) throw new SnapshotError(`The snapshot has version ${table.version}`);
  return table;
}

/** In a buffer of its own, so that an array that outgrows it lets go of nothing but itself. */
function readBytes(file: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
  for (let start = 0; start < length; ) {
    const read = readSync(file, bytes, start, Math.min(MAX_READ_BYTES, length - start), position + start);
    if (read === 0) throw new SnapshotError('The snapshot is cut off');
    start += read;
  }
  return bytes;
}

function savedContent(
  table: Table,
  found: ReadonlyMap<string, readonly ArrayBuffer[]>,
  prefix: string,
): SavedContent {
  const pieces = (name: string): readonly ArrayBuffer[] => {
    const buffers = found.get(prefix + name);
    if (!buffers) throw new SnapshotError(`The snapshot has no ${prefix}${name}`);
    return buffers;
  };
  const whole = (name: string): ArrayBuffer => pieces(name)[0] ?? new ArrayBuffer(0);
  return {
    part: (name) => savedContent(table, found, `${prefix}${name}/`),
    number(name) {
      const value = table.numbers[prefix + name];
      if (value === undefined) throw new SnapshotError(`The snapshot has no ${prefix}${name}`);
      return value;
    },
    bytes: (name) => new Uint8Array(whole(name)),
    uint16: (name) => new Uint16Array(whole(name)),
    uint32: (name) => new Uint32Array(whole(name)),
    float64: (name) => new Float64Array(whole(name)),
    bytePieces: (name) => pieces(name).map((buffer) => new Uint8Array(buffer)),
    uint32Pieces: (name) => pieces(name).map((buffer) => new Uint32Array(buffer)),
  };
}

import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import Keyv from 'keyv';
import { expect, test } from 'vitest';
import { SnapshotError } from '../../src/index/snapshot/content.ts';
import { readSnapshot, writeSnapshot } from '../../src/index/snapshot/snapshot-file.ts';
import { createSnapshots } from '../../src/index/snapshot/snapshots.ts';
import { temporaryFolder } from '../store/helpers.ts';

const CONTENT = {
  count: 7,
  words: Uint32Array.of(1, 2, 3),
  part: { bytes: Uint8Array.of(9), pieces: [Uint32Array.of(4), Uint32Array.of(), Uint32Array.of(5, 6)] },
  sums: Float64Array.of(0.5),
  none: new Uint16Array(0),
};

test('A snapshot gives back what was saved, whatever its length', async () => {
  const path = `${temporaryFolder()}/s`;
  await writeSnapshot(path, 'label', CONTENT);
  const { label, content } = readSnapshot(path) ?? {};
  expect(label).toBe('label');
  expect(content?.number('count')).toBe(7);
  expect(content?.uint32('words')).toEqual(CONTENT.words);
  expect(content?.part('part').bytes('bytes')).toEqual(CONTENT.part.bytes);
  expect(content?.part('part').uint32Pieces('pieces')).toEqual(CONTENT.part.pieces);
  expect(content?.float64('sums')).toEqual(CONTENT.sums);
  expect(content?.uint16('none')).toEqual(CONTENT.none);
  expect(() => content?.number('missing')).toThrow(SnapshotError);
  expect(() => content?.uint32('missing')).toThrow(SnapshotError);
});

test('There is none where no file is', () => {
  expect(readSnapshot(`${temporaryFolder()}/s`)).toBeUndefined();
});

test('A file that was cut off anywhere, or has one wrong byte anywhere, is refused', async () => {
  const path = `${temporaryFolder()}/s`;
  await writeSnapshot(path, 'label', CONTENT);
  const whole = readFileSync(path);
  for (let length = 0; length < whole.length; length += 3) {
    writeFileSync(path, whole);
    truncateSync(path, length);
    expect(() => readSnapshot(path)).toThrow(SnapshotError);
  }
  for (let at = 0; at < whole.length; at++) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] as number) ^ 0x40;
    writeFileSync(path, damaged);
    expect(() => readSnapshot(path), `byte ${at} of ${whole.length}`).toThrow(SnapshotError);
  }
});

test('A snapshot of another database or of a later state than a restored backup is not taken', async () => {
  const folder = temporaryFolder();
  const labels = new Map<string, unknown>();
  const snapshots = createSnapshots(`${folder}/db`, new Keyv({ store: labels }));
  expect(await snapshots.load('papers')).toBeUndefined();
  await snapshots.save('papers', CONTENT);
  const backup = new Map(labels);
  await snapshots.save('papers', { ...CONTENT, count: 8 });
  expect((await snapshots.load('papers'))?.number('count')).toBe(8);
  expect(await createSnapshots(`${folder}/db`, new Keyv({ store: backup })).load('papers')).toBeUndefined();
  expect(await createSnapshots(`${folder}/db`, new Keyv()).load('papers')).toBeUndefined();
});

test('Of two processes that save at once, either may be the last', async () => {
  const folder = temporaryFolder();
  const labels = new Keyv<true>();
  const [first, second] = [createSnapshots(`${folder}/db`, labels), createSnapshots(`${folder}/db`, labels)];
  for (let i = 0; i < 3; i++) await Promise.all([first, second].map((each) => each.save('papers', CONTENT)));
  expect((await first.load('papers'))?.number('count')).toBe(7);
  expect(readdirSync(folder)).toEqual(['db.papers']);
});

test('What cannot be written leaves the former snapshot and no other file', async () => {
  const folder = temporaryFolder();
  const snapshots = createSnapshots(`${folder}/db`, new Keyv<true>());
  await snapshots.save('papers', CONTENT);
  const broken = {
    count: 8,
    words: {
      get byteLength(): number {
        throw new Error('no room');
      },
    } as never,
  };
  await expect(snapshots.save('papers', broken)).rejects.toThrow();
  expect((await snapshots.load('papers'))?.number('count')).toBe(7);
  expect(readdirSync(folder)).toEqual(['db.papers']);
});

/** Fields that all sources share. */
import { expect, test } from 'vitest';
import { arxivIdField, dayField } from '../../../src/ingest/sources/fields.ts';
import { textEncoding } from '../../../src/ingest/sources/file-kind.ts';

const NOW_MS = Date.parse('2026-03-02T12:00:00Z');

test.each([
  ['2026-03-01', '2026-03-01'],
  ['2026-03-01T23:30:00Z', '2026-03-01'],
  ['2026-03-01T23:30:00-05:00', '2026-03-02'],
  ['2026-03-02T00:30:00+02:00', '2026-03-01'],
  ['2026-03-03T12:00:00Z', '2026-03-03'],
  ['2026-03-03T12:00:01Z', undefined],
  ['2026-02-30', undefined],
  ['yesterday', undefined],
  [null, undefined],
])('the day of %s is %s', (time, day) => {
  expect(dayField(NOW_MS).parse(time)).toBe(day);
});

test('an id is read from a link, and its lack is said', () => {
  expect(arxivIdField.parse('http://arxiv.org/abs/2509.20354v2')).toBe('2509.20354');
  expect(arxivIdField.safeParse('no id').error?.issues[0]?.message).toBe('"no id" is no arXiv id');
});

test.each([
  ['utf-16le', [0xff, 0xfe, 0x7b, 0]],
  ['utf-16be', [0xfe, 0xff, 0, 0x7b]],
  ['utf-16le', [0x7b, 0, 0x22, 0]],
  ['utf-16be', [0, 0x7b, 0, 0x22]],
  ['utf-8', [0x7b, 0x22, 0x69, 0x64]],
  ['utf-8', [0x7b, 0xff, 0x22, 0x22]],
  ['utf-8', [0xef, 0xbb, 0xbf, 0x7b]],
  ['utf-8', [0xfe, 0x41, 0x42, 0x43]],
  ['utf-8', []],
  ['latin1', [...Buffer.from('PK\u0003\u0004abc', 'latin1')]],
  ['latin1', [...Buffer.from('BZh91AY', 'latin1')]],
  ['latin1', [...Buffer.from('SQLite format 3\u0000', 'latin1')]],
  ['latin1', [...Buffer.from('PAR1', 'latin1')]],
])('a file is read as %s by its first bytes %j', (encoding, bytes) => {
  expect(textEncoding(Uint8Array.from(bytes))).toBe(encoding);
});

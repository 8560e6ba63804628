/** Recognises JSON lines by a file's beginning, so that a wrong file is named at once. */

export const GZIP = [0x1f, 0x8b] as const;

const WANTED = 'I read JSON Lines: one JSON object a line, as .jsonl or .jsonl.gz.';

/** The first bytes of other binary formats. */
const SIGNATURES: readonly (readonly [start: string, kind: string])[] = [
  ['%PDF-', 'a PDF'],
  ['PK\u0003\u0004', 'a zip archive (or a spreadsheet); unpack it first'],
  ['PAR1', 'a Parquet file'],
  ['SQLite format 3', 'an SQLite database'],
  ['BZh', 'compressed with bzip2; unpack it first'],
  ['\u00fd7zXZ', 'compressed with xz; unpack it first'],
  ['7z\u00bc\u00af', 'a 7z archive; unpack it first'],
  ['(\u00b5/\u00fd', 'compressed with zstd; unpack it first'],
  ['ARROW1', 'an Arrow file'],
];

/** The encoding that the first bytes indicate. */
export function textEncoding(start: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1' {
  const [a, b] = start;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  // Without a byte order mark: JSON begins with an ASCII character, whose other byte is 0.
  if (a !== 0 && b === 0 && start[3] === 0) return 'utf-16le';
  if (a === 0 && b !== 0 && start[2] === 0) return 'utf-16be';
  const beginning = String.fromCharCode(...start.subarray(0, 16));
  return SIGNATURES.some(([signature]) => beginning.startsWith(signature)) ? 'latin1' : 'utf-8';
}

/** The file's actual kind, from its first characters, to end a sentence with; undefined if it may be right. */
export function kindOfFile(beginning: string): string | undefined {
  const text = beginning
    .slice(0, 4_000)
    .replace(/^\ufeff/, '')
    .trimStart();
  const [, binary] = SIGNATURES.find(([signature]) => beginning.startsWith(signature)) ?? [];
  if (binary) return `is ${binary}. ${WANTED}`;
  if (text.includes('\0')) return `is a binary file. ${WANTED}`;
  if (text === '' || text.startsWith('{')) {
    return /^\{\s*\n/.test(text)
      ? `is one JSON document over several lines. ${WANTED} \`jq -c .\` makes lines of it.`
      : undefined;
  }
  if (text.startsWith('[')) return `is a JSON array. ${WANTED} \`jq -c '.[]'\` makes lines of it.`;
  if (text.startsWith('<')) return `is HTML or XML. ${WANTED}`;
  if (/^@\w+\s*\{/.test(text)) return `is BibTeX. ${WANTED}`;
  const [line = '', next = ''] = text.split('\n');
  for (const [sign, name] of [
    ['\t', 'TSV'],
    [',', 'CSV'],
    [';', 'CSV'],
  ] as const) {
    const columns = line.split(sign).length;
    if (columns > 1 && (next === '' || next.includes(sign)) && !line.startsWith('"{'))
      return `is ${name}. ${WANTED}`;
  }
  return undefined;
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError } from '../../../src/domain/errors.ts';
import { openLines, readPapers } from '../../../src/ingest/sources/file.ts';
import { collect } from '../../collect.ts';

const folder = mkdtempSync(join(tmpdir(), 'paperboy-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function* given(...lines: readonly (string | object)[]) {
  for (const line of lines) yield typeof line === 'string' ? line : JSON.stringify(line);
}

async function readOne(line: string | object) {
  return (await collect(readPapers(given(line))))[0];
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('A paper in a file', () => {
  test('is read with every field', async () => {
    const record = {
      id: 'https://arxiv.org/abs/2509.20354v2',
      title: 'EmbeddingGemma',
      abstract: 'We introduce it.',
      authors: ['Ada', 'Bo'],
      categories: ['cs.CL'],
      published: '2025-09-24',
      stars: 12,
    };
    const { stars, ...paper } = { ...record, id: '2509.20354' };
    expect(await readOne(record)).toEqual({ line: 1, paper });
  });

  test('needs only a title', async () => {
    expect(await readOne({ title: 'Editable Neural Networks' })).toEqual({
      line: 1,
      paper: {
        id: 'local:editable-neural-networks',
        title: 'Editable Neural Networks',
        abstract: '',
        authors: [],
        categories: [],
      },
    });
  });

  test('has escaped LaTeX characters and commands replaced by what they print', async () => {
    const line = await readOne({ title: 'R\\&D in C\\#', abstract: 'Below 1\\% of \\$5 for a\\_b, \\alpha' });
    expect(line).toMatchObject({
      paper: { title: 'R&D in C#', abstract: 'Below 1% of $5 for a_b, α' },
    });
  });

  test('may leave a field null', async () => {
    const line = await readOne({ id: null, title: 'A', abstract: null, authors: null, published: null });
    expect(line).toMatchObject({ paper: { id: 'local:a', abstract: '', authors: [] } });
  });

  test('takes the day of its listing if it has no date', async () => {
    expect(await readOne({ title: 'A', listed: '2025-03-18' })).toMatchObject({
      paper: { published: '2025-03-18' },
    });
    expect(await readOne({ title: 'A', published: '2025-03-17', listed: '2025-03-18' })).toMatchObject({
      paper: { published: '2025-03-17' },
    });
  });

  test('gets an id from its title if its own is not an arXiv id', async () => {
    expect(await readOne({ id: 'paper-17', title: 'A' })).toMatchObject({ paper: { id: 'local:a' } });
  });

  test('is one line of text without control characters, direction overrides and broken characters', async () => {
    const title = '  Two\n  lines\u0000 \u001b[31mred\u202e\ud800 ';
    expect(await readOne({ title, abstract: 'a\t\tb' })).toMatchObject({
      paper: { title: 'Two lines [31mred', abstract: 'a b' },
    });
  });

  test('may have an abstract of 10,000 characters', async () => {
    const abstract = 'word '.repeat(2_000).trim();
    expect(await readOne({ title: 'A', abstract })).toMatchObject({ paper: { abstract } });
  });

  test("may come from arXiv's own export as it is", async () => {
    const line = await readOne({
      id: '0704.0002',
      submitter: 'L. Probe',
      authors: 'I. Probe and L. Probe',
      title: 'Sparsity-certifying\n  Graph Decompositions',
      comments: 'To appear in Graphs and Combinatorics',
      categories: 'math.CO cs.CG',
      abstract: '  We describe $(k,\\ell)$-sparse graphs.\n',
      versions: [{ version: 'v1', created: 'Sat, 31 Mar 2007 02:26:18 GMT' }],
      update_date: '2008-12-13',
      authors_parsed: [
        ['Probe', 'Ileana', ''],
        ['Probe', 'Louis', 'Jr'],
      ],
    });
    expect(line).toMatchObject({
      paper: {
        id: '0704.0002',
        title: 'Sparsity-certifying Graph Decompositions',
        abstract: 'We describe (k,ℓ)-sparse graphs.',
        authors: ['Ileana Probe', 'Louis Probe Jr'],
        categories: ['math.CO', 'cs.CG'],
        published: '2007-03-31',
        withdrawn: false,
      },
    });
  });

  test('may name its authors in one line', async () => {
    const line = await readOne({
      title: 'A',
      authors: 'The Bison Collaboration: Gus Able (1), Ann Bee, Jr. and Cy Dee',
    });
    expect(line).toMatchObject({
      paper: { authors: ['The Bison Collaboration', 'Gus Able', 'Ann Bee Jr.', 'Cy Dee'] },
    });
  });

  test('is marked if it was withdrawn', async () => {
    const line = await readOne({ id: '2601.00001', title: 'A', comments: 'Withdrawn: the data were faulty' });
    expect(line).toMatchObject({ paper: { withdrawn: true } });
  });

  test('may follow a byte order mark', async () => {
    expect(await readOne('\ufeff{"title":"A"}')).toMatchObject({ paper: { title: 'A' } });
  });
});

describe('A bad record', () => {
  test.each([
    ['{"title":', 'The line is not valid JSON.'],
    ['[]', 'The line must hold one JSON object.'],
    ['null', 'The line must hold one JSON object.'],
    [{ abstract: 'x' }, '"title" is missing or is not text.'],
    [{ title: 7 }, '"title" is missing or is not text.'],
    [{ title: ' \n\u0000 ' }, '"title" is empty.'],
    [{ title: 'A', abstract: ['x'] }, '"abstract" must be text.'],
    [{ title: 'A', id: 2509.20354 }, '"id" must be text.'],
    [{ title: 'A', authors: 7 }, '"authors" must be a list of text.'],
    [{ title: 'Schr\ufffddinger' }, 'The line holds bytes that are no UTF-8.'],
    [{ title: 'A', abstract: 'x'.repeat(10_001) }, '"abstract" is longer than 10,000 characters.'],
    [{ title: 'A', authors: ['Ada', 7] }, '"authors" must be a list of text.'],
    [{ title: 'A', categories: { main: 'cs.CL' } }, '"categories" must be a list of text.'],
    [{ title: 'A', published: 'yesterday' }, '"published" must be a day such as 2025-09-24.'],
    [{ title: 'A', published: '2025-02-30' }, '"published" must be a day such as 2025-09-24.'],
  ])('%j is named in one sentence: %s', async (record, problem) => {
    expect(await readOne(record)).toEqual({ line: 1, problem });
  });

  test('is reported with its line number, and the others are read', async () => {
    const lines = await collect(readPapers(given({ title: 'A' }, '', '{', '  ', { title: 'B' })));
    expect(lines.map(({ line }) => line)).toEqual([1, 3, 5]);
    expect(lines.map((line) => 'paper' in line)).toEqual([true, false, true]);
  });
});

describe('Lines of a file', () => {
  const text = 'first\nsecond é\r\n\nlast';
  const lines = ['first', 'second é', '', 'last'];

  test('come one by one, with either line ending and with or without one at the end', async () => {
    expect(await collect(openLines(file('a.jsonl', text)))).toEqual(lines);
    expect(await collect(openLines(file('b.jsonl', `${text}\n`)))).toEqual(lines);
  });

  test('are also read from a gzip file', async () => {
    expect(await collect(openLines(file('a.jsonl.gz', gzipSync(text))))).toEqual(lines);
  });

  test('stay whole if they are longer than one chunk', async () => {
    const long = 'ü'.repeat(200_001);
    expect(await collect(openLines(file('long.jsonl', `${long}\nx\r\n${long}`)))).toEqual([long, 'x', long]);
  });

  test.each([
    ['a file that is not there', () => join(folder, 'none.jsonl'), /There is no file .*none\.jsonl/],
    ['a folder', () => folder, /is a folder/],
    ['a CSV file', () => file('papers.csv', 'id,title\n1,A\n'), /papers\.csv is CSV\. I read JSON Lines/],
    ['a table with tabs', () => file('papers.tsv', 'id\ttitle\n1\tA\n'), /papers\.tsv is TSV/],
    ['a JSON array', () => file('papers.json', '[\n{"title":"A"}]'), /papers\.json is a JSON array.*jq -c/],
    ['one JSON document', () => file('one.json', '{\n  "title": "A"\n}'), /one\.json is one JSON document/],
    ['a web page', () => file('page.jsonl', '<!doctype html><p>'), /page\.jsonl is HTML or XML/],
    ['a PDF', () => file('paper.pdf', '%PDF-1.7\n'), /paper\.pdf is a PDF/],
    ['an archive', () => file('papers.zip', 'PK\u0003\u0004x'), /papers\.zip is a zip archive/],
    ['BibTeX', () => file('refs.bib', '@article{x, title={A}}'), /refs\.bib is BibTeX/],
    [
      'a gzip file cut short',
      () => file('cut.jsonl.gz', gzipSync(Buffer.from(text.repeat(1000))).subarray(0, 60)),
      /cut\.jsonl\.gz is not a whole gzip file/,
    ],
  ])('%s is an error that names it', async (_name, path, message) => {
    const read = collect(openLines(path()));
    await expect(read).rejects.toThrow(message);
    await expect(read).rejects.toBeInstanceOf(ConfigError);
  });
});

describe('A file is read by its first bytes', () => {
  const line = '{"title":"é"}';
  test.each<[string, () => string]>([
    ['gzip without .gz in its name', () => file('packed.jsonl', gzipSync(line))],
    ['plain text with .gz in its name', () => file('plain.jsonl.gz', line)],
    ['UTF-16 with its mark', () => file('wide.jsonl', Buffer.from(`\ufeff${line}`, 'utf16le'))],
    ['UTF-16 without one', () => file('bare.jsonl', Buffer.from(line, 'utf16le'))],
  ])('%s', async (_what, path) => {
    const [read] = await collect(readPapers(openLines(path())));
    expect(read).toMatchObject({ paper: { title: 'é' } });
  });
});

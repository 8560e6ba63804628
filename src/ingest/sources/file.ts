/** Papers from a JSON-lines file, such as an export of arXiv's metadata; a bad record is reported and the rest is read. */
import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { findArxivIds } from '../../domain/arxiv-id.ts';
import { ConfigError } from '../../domain/errors.ts';
import type { Paper } from '../../domain/paper.ts';
import { isWithdrawn } from '../../domain/withdrawn.ts';
import { readAuthorLine, readAuthorList } from '../../text/author-names.ts';
import { plainText } from '../../text/plain-text.ts';
import { localPaperId } from '../../text/title-key.ts';
import { MAX_ABSTRACT_CHARS, MAX_TITLE_CHARS } from './fields.ts';
import { GZIP, kindOfFile, textEncoding } from './file-kind.ts';

export type PaperLine =
  | { readonly line: number; readonly paper: Paper }
  | { readonly line: number; readonly problem: string };

/** No paper's record is as long; the rest of the line is dropped. */
const MAX_LINE_CHARS = 1024 ** 2;

const text = (name: string, chars: number, error = `"${name}" must be text.`) =>
  z.string({ error }).max(chars, `"${name}" is longer than ${chars.toLocaleString('en')} characters.`);

/** A list, or one text, as in arXiv's own export. */
const texts = (name: string) => {
  const error = `"${name}" must be a list of text.`;
  return z.union([text(name, 100_000), z.array(z.string({ error }), { error })], { error }).nullish();
};

const day = (name: string) =>
  z
    .union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], {
      error: `"${name}" must be a day such as 2025-09-24.`,
    })
    .transform((time) => time.slice(0, 10))
    .nullish();

const odd = <T>(field: z.ZodType<T>) => field.nullish().catch(undefined);

const recordSchema = z.object(
  {
    id: z.string({ error: '"id" must be text.' }).nullish(),
    title: text('title', MAX_TITLE_CHARS, '"title" is missing or is not text.'),
    abstract: text('abstract', MAX_ABSTRACT_CHARS).nullish(),
    authors: texts('authors'),
    /** Last name, first name and suffix of each: https://www.kaggle.com/datasets/Cornell-University/arxiv */
    authors_parsed: odd(z.array(z.array(z.string()))),
    categories: texts('categories'),
    comments: odd(z.string()),
    published: day('published'),
    /** The announcement day, for exports that have only that. */
    listed: day('listed'),
    versions: odd(z.array(z.object({ created: z.string() }))),
    update_date: odd(z.iso.date()),
  },
  { error: 'The line must hold one JSON object.' },
);

/** One result per non-empty line: the paper, or a short sentence that names the problem. Lines count from 1. */
export async function* readPapers(lines: AsyncIterable<string>): AsyncGenerator<PaperLine> {
  let line = 0;
  for await (const raw of lines) {
    line += 1;
    // trim() also removes a byte order mark, which JSON.parse rejects.
    const trimmed = raw.trim();
    if (trimmed) yield { line, ...readPaper(trimmed) };
  }
}

/**
 * The lines of a JSON-lines file, compressed or not, in UTF-8 or UTF-16, read on demand.
 * @throws ConfigError if it can't be read or is of another kind, which it names.
 */
export async function* openLines(path: string): AsyncGenerator<string> {
  let rest = '';
  let isFirst = true;
  try {
    for await (const chunk of await decoded(path)) {
      if (isFirst) {
        const kind = kindOfFile(chunk);
        if (kind) throw new ConfigError(`${path} ${kind}`);
        isFirst = false;
      }
      const [head = '', ...more] = chunk.split('\n');
      rest = extended(rest, head);
      for (const next of more) {
        yield rest.replace(/\r$/, '');
        rest = extended('', next);
      }
    }
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(whyUnreadable(path, error), { cause: error });
  }
  if (rest) yield rest;
}

/** One extra character shows that a line exceeded the limit. */
const extended = (line: string, more: string): string =>
  line.length > MAX_LINE_CHARS ? line : (line + more).slice(0, MAX_LINE_CHARS + 1);

/** Decodes a file by its first bytes, whatever its name. */
async function decoded(path: string): Promise<AsyncIterable<string>> {
  const raw = createReadStream(path);
  const start = await firstBytes(raw);
  const isGzip = GZIP.every((byte, at) => start[at] === byte);
  if (!isGzip) return strings(raw, textEncoding(start));
  const unpacked = pipeline(raw, createGunzip(), () => {});
  return strings(unpacked, textEncoding(await firstBytes(unpacked)));
}

async function firstBytes(stream: Readable): Promise<Buffer> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    stream.unshift(chunk);
    return chunk;
  }
  return Buffer.alloc(0);
}

async function* strings(bytes: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function readPaper(line: string): { paper: Paper } | { problem: string } {
  if (line.length > MAX_LINE_CHARS) return { problem: 'The line is longer than a million characters.' };
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { problem: 'The line is not valid JSON.' };
  }
  const { data, error } = recordSchema.safeParse(json);
  if (!data) return { problem: error.issues[0]?.message ?? 'The record is not a paper.' };
  const title = plainText(data.title);
  if (!title) return { problem: '"title" is empty.' };
  const abstract = plainText(data.abstract ?? '');
  const authors = authorsOf(data);
  // Undecodable bytes are damage in the file, and stay replaced.
  if ([title, abstract, ...authors].some((each) => each.includes('\ufffd'))) {
    return { problem: 'The line holds bytes that are no UTF-8.' };
  }
  const [arxivId] = findArxivIds(data.id ?? '');
  const { categories: given } = data;
  const categories = typeof given === 'string' ? given.split(/[\s,;]+/) : (given ?? []).map(plainText);
  return {
    paper: {
      id: arxivId ?? localPaperId(title),
      title,
      abstract,
      authors,
      categories: categories.filter(Boolean),
      published: data.published ?? data.listed ?? firstVersionDay(data.versions) ?? updateDay(data, arxivId),
      withdrawn: withdrawnIn({ title, abstract, comment: data.comments }),
    },
  };
}

type PaperRecord = z.infer<typeof recordSchema>;

function authorsOf({ authors, authors_parsed: parsed }: PaperRecord): string[] {
  if (Array.isArray(authors)) return readAuthorList(authors);
  if (parsed?.length) {
    return readAuthorList(
      parsed.map(([last = '', first = '', suffix = '']) => [first, last, suffix].join(' ')),
    );
  }
  return readAuthorLine(authors ?? '');
}

function firstVersionDay(versions: PaperRecord['versions']): string | undefined {
  const createdMs = Date.parse(versions?.[0]?.created ?? '');
  return Number.isNaN(createdMs) ? undefined : new Date(createdMs).toISOString().slice(0, 10);
}

/** The date of arXiv's last change to a record; an id, if there is one, dates the paper better. */
const updateDay = ({ update_date: day }: PaperRecord, arxivId: string | undefined): string | undefined =>
  arxivId === undefined ? (day ?? undefined) : undefined;

/** A record without comments doesn't tell. */
function withdrawnIn(paper: { title: string; abstract: string; comment: string | null | undefined }) {
  const isSaid = isWithdrawn({ ...paper, comment: paper.comment ?? '' });
  return isSaid || (paper.comment != null ? false : undefined);
}

function whyUnreadable(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return `There is no file ${path}; check the path and try again.`;
  if (code === 'EISDIR') return `${path} is a folder; name a .jsonl or .jsonl.gz file.`;
  if (code.startsWith('Z_')) return `${path} is not a whole gzip file; fetch it again.`;
  return `Could not read ${path} (${code || String(error)}); check the file and its permissions.`;
}

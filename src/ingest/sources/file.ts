/** Papers from a JSON-lines file, such as an export of arXiv's metadata; a bad record is reported and the rest is read. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { ConfigError } from '../../domain/errors.ts';
import { localPaperId, type Paper, parseArxivId } from '../../domain/paper.ts';
import { cleanList, cleanText } from '../../text/clean-text.ts';

export type PaperLine =
  | { readonly line: number; readonly paper: Paper }
  | { readonly line: number; readonly problem: string };

const texts = (name: string) => {
  const error = `"${name}" must be a list of text.`;
  return z.array(z.string({ error }), { error }).nullish();
};

const day = (name: string) => z.iso.date({ error: `"${name}" must be a day such as 2025-09-24.` }).nullish();

const recordSchema = z.object(
  {
    id: z.string({ error: '"id" must be text.' }).nullish(),
    title: z.string({ error: '"title" is missing or is not text.' }),
    abstract: z.string({ error: '"abstract" must be text.' }).nullish(),
    authors: texts('authors'),
    categories: texts('categories'),
    published: day('published'),
    /** The day on which arXiv announced the paper, for exports that give only that. */
    listed: day('listed'),
  },
  { error: 'The line must hold one JSON object.' },
);

/** One result a line that is not blank: the paper, or one short sentence naming what was off. Lines count from 1. */
export async function* readPapers(lines: AsyncIterable<string>): AsyncGenerator<PaperLine> {
  let line = 0;
  for await (const raw of lines) {
    line += 1;
    // trim() also takes a byte order mark, which JSON.parse would stumble over.
    const text = raw.trim();
    if (text) yield { line, ...readPaper(text) };
  }
}

/** The lines of a .jsonl or .jsonl.gz file, read as they are asked for. A file that cannot be read is a ConfigError. */
export async function* openLines(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const bytes = path.endsWith('.gz') ? pipeline(file, createGunzip(), () => {}) : file;
  let rest = '';
  try {
    for await (const chunk of bytes.setEncoding('utf8')) {
      const [head = '', ...more] = String(chunk).split('\n');
      rest += head;
      for (const next of more) {
        yield rest.replace(/\r$/, '');
        rest = next;
      }
    }
  } catch (error) {
    throw new ConfigError(whyUnreadable(path, error), { cause: error });
  }
  if (rest) yield rest;
}

function readPaper(text: string): { paper: Paper } | { problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: 'The line is not valid JSON.' };
  }
  const { data, error } = recordSchema.safeParse(json);
  if (!data) return { problem: error.issues[0]?.message ?? 'The record is not a paper.' };
  const title = cleanText(data.title);
  if (!title) return { problem: '"title" is empty.' };
  return {
    paper: {
      id: parseArxivId(data.id ?? '') ?? localPaperId(title),
      title,
      abstract: cleanText(data.abstract ?? ''),
      authors: cleanList(data.authors),
      categories: cleanList(data.categories),
      published: data.published ?? data.listed ?? undefined,
    },
  };
}

function whyUnreadable(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return `There is no file ${path}; check the path and try again.`;
  if (code === 'EISDIR') return `${path} is a folder; name a .jsonl or .jsonl.gz file.`;
  if (code.startsWith('Z_')) {
    return `${path} is not a whole gzip file; fetch it again, or take the .gz off its name if it is plain text.`;
  }
  return `Could not read ${path} (${code || String(error)}); check the file and its permissions.`;
}

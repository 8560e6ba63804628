/** `paperboy search` and `paperboy similar`, one question at a time or a file of them. */
import { z } from 'zod';
import type { Config } from '../config.ts';
import { ConfigError, UserError } from '../errors.ts';
import { paperUrl } from '../paper.ts';
import { findPaper } from '../search/find-paper.ts';
import type { Library } from '../search/library.ts';
import type { SearchResult } from '../search/match.ts';
import { searchPapers } from '../search/search.ts';
import { similarPapers } from '../search/similar.ts';
import { openLines } from '../sources/file.ts';
import { withLibrary } from './open-for-search.ts';

export interface RetrieveOptions {
  readonly k: number;
  readonly batch?: string;
  readonly json?: true;
}

type Retrieve = (library: Library, asked: string, count: number) => Promise<SearchResult>;

const search: Retrieve = (library, query, count) => searchPapers(library, query, { from: 0, count });
const similar: Retrieve = async (library, asked, count) =>
  similarPapers(library, await findPaper(library, asked), { from: 0, count });

const id = z.union([z.string(), z.number()]);
const searchLine = z.object({ id, query: z.string() }).transform(({ id, query }) => ({ id, asked: query }));
const similarLine = z.object({ id, paper: z.string() }).transform(({ id, paper }) => ({ id, asked: paper }));

/** Both give the exit code: 1 where a line of the batch could not be answered. */
export const searchCommand = (
  config: Config,
  query: string | undefined,
  options: RetrieveOptions,
): Promise<number> => run(config, search, 'query', query, searchLine, options);
export const similarCommand = (
  config: Config,
  paper: string | undefined,
  options: RetrieveOptions,
): Promise<number> => run(config, similar, 'paper', paper, similarLine, options);

async function run(
  config: Config,
  retrieve: Retrieve,
  word: string,
  asked: string | undefined,
  lineSchema: typeof searchLine | typeof similarLine,
  { k, batch, json }: RetrieveOptions,
): Promise<number> {
  if ((asked === undefined) === (batch === undefined)) {
    throw new ConfigError(
      `give either a ${word} or --batch FILE, such as: paperboy search "prompt compression"`,
    );
  }
  return withLibrary(config, async (library) => {
    if (batch !== undefined) return runBatch(library, retrieve, openLines(batch), lineSchema, k);
    const started = performance.now();
    const result = await retrieve(library, asked ?? '', k);
    process.stdout.write(json ? `${jsonLine(result, started)}\n` : readable(result));
    return 0;
  });
}

async function runBatch(
  library: Library,
  retrieve: Retrieve,
  lines: AsyncIterable<string>,
  lineSchema: typeof searchLine | typeof similarLine,
  k: number,
): Promise<number> {
  let exitCode = 0;
  let number = 0;
  for await (const line of lines) {
    number++;
    if (!line.trim()) continue;
    try {
      const { id, asked } = lineSchema.parse(JSON.parse(line));
      const started = performance.now();
      process.stdout.write(`${jsonLine(await retrieve(library, asked, k), started, id)}\n`);
    } catch (error) {
      if (!(error instanceof UserError || error instanceof SyntaxError || error instanceof z.ZodError))
        throw error;
      const problem =
        error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : error.message;
      process.stderr.write(`line ${number}: ${problem}\n`);
      exitCode = 1;
    }
  }
  return exitCode;
}

function jsonLine({ confident, matches }: SearchResult, startedMs: number, id?: string | number): string {
  const results = matches.map(({ paper, score }) => ({
    paperId: paper.id,
    title: paper.title,
    score: round(score, 4),
  }));
  return JSON.stringify({ id, confident, results, ms: round(performance.now() - startedMs, 2) });
}

function readable({ confident, matches }: SearchResult): string {
  const papers = matches.map(
    ({ paper, sentence }, i) =>
      `${i + 1}. ${paper.title}\n   ${paperUrl(paper)}\n${sentence ? `   ${sentence}\n` : ''}`,
  );
  return [confident ? '' : 'Nothing really fits; these come nearest.\n', ...papers].join('');
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

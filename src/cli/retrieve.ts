/** `paperboy search` and `paperboy similar`, for one question or a file of them. */
import { z } from 'zod';
import type { Config } from '../config/config.ts';
import { ConfigError, UserError } from '../domain/errors.ts';
import { paperUrl } from '../domain/paper.ts';
import { openLines } from '../ingest/sources/file.ts';
import { howSearched, whyNoAnswer } from '../reply/no-answer.ts';
import { nothingOn } from '../reply/nothing.ts';
import { findPaper } from '../retrieval/find-paper.ts';
import type { SearchResult } from '../retrieval/match.ts';
import { parseQuery } from '../retrieval/query/parse.ts';
import { searchPapers } from '../retrieval/search.ts';
import type { SearchEngine } from '../retrieval/search-engine.ts';
import { similarPapers } from '../retrieval/similar.ts';
import { withEngine } from './open-for-search.ts';

export interface RetrieveOptions {
  readonly k: number;
  readonly batch?: string;
  readonly json?: true;
}

interface Answer extends SearchResult {
  /** Lines before and after the list. */
  readonly heading?: string | undefined;
  readonly footer?: string | undefined;
}

/** The differences between the two commands. */
interface Kind {
  readonly retrieve: (engine: SearchEngine, asked: string, count: number) => Promise<Answer>;
  /** One line of the batch. */
  readonly line: z.ZodType<{ readonly id: string | number; readonly asked: string }>;
  readonly lineExample: string;
  readonly usage: string;
}

const id = z.union([z.string(), z.number()]);

const quote = (text: string): string => `“${text}”`;

const SEARCH: Kind = {
  async retrieve(engine, typed, count) {
    const query = parseQuery(typed);
    const result = await searchPapers(engine, query, { from: 0, count });
    const { corrected, confident, matches, by, topics = [] } = result;
    const correction = corrected && `Searched for “${corrected}”; you typed “${typed}”.`;
    const theirs = matches.length === 1 ? 'this paper of theirs comes' : 'these papers of theirs come';
    const nearest = by
      ? `Nothing by ${by.author} really fits “${by.topic}”; ${theirs} nearest:`
      : (whyNoAnswer(result, quote) ?? 'Nothing really fits; these come closest:');
    const no =
      matches.length === 0 ? nothingOn(query.filter, by?.isUnsearchable ? by.author : undefined) : nearest;
    const heading = [correction, ...howSearched(result, quote), !confident && no].filter(Boolean).join('\n');
    return { ...result, heading, footer: topics.length > 0 ? `Ask for: ${topics.join(', ')}.` : '' };
  },
  line: z.object({ id, query: z.string() }).transform(({ id, query }) => ({ id, asked: query })),
  lineExample: '{"id":"1","query":"machine unlearning"}',
  usage: 'Give a query or --batch FILE, such as: paperboy search "machine unlearning"',
};

const SIMILAR: Kind = {
  async retrieve(engine, asked, count) {
    const paper = await findPaper(engine, asked);
    const result = await similarPapers(engine, paper, { from: 0, count });
    return { ...result, heading: `Papers like “${paper.title}”:` };
  },
  line: z.object({ id, paper: z.string() }).transform(({ id, paper }) => ({ id, asked: paper })),
  lineExample: '{"id":"1","paper":"2509.20354"}',
  usage: 'Give a paper or --batch FILE, such as: paperboy similar 2509.20354',
};

/** Both return the exit code: 1 if a line of the batch could not be answered. */
export const searchCommand = (config: Config, query: string | undefined, options: RetrieveOptions) =>
  run(config, SEARCH, query, options);
export const similarCommand = (config: Config, paper: string | undefined, options: RetrieveOptions) =>
  run(config, SIMILAR, paper, options);

async function run(
  config: Config,
  kind: Kind,
  asked: string | undefined,
  { k, batch, json }: RetrieveOptions,
): Promise<number> {
  if ((asked === undefined) === (batch === undefined)) throw new ConfigError(kind.usage);
  return withEngine(config, async (engine) => {
    if (batch !== undefined) return runBatch(engine, kind, openLines(batch), k);
    const startedMs = performance.now();
    const answer = await kind.retrieve(engine, asked ?? '', k);
    process.stdout.write(json ? `${jsonLine(answer, startedMs)}\n` : readable(answer));
    return 0;
  });
}

/** One line in, one line out. A line that can't be answered is named, and the others are answered. */
async function runBatch(
  engine: SearchEngine,
  kind: Kind,
  lines: AsyncIterable<string>,
  k: number,
): Promise<number> {
  let exitCode = 0;
  let number = 0;
  for await (const line of lines) {
    number++;
    // trim() also removes a byte order mark, which JSON.parse refuses.
    const text = line.trim();
    if (!text) continue;
    try {
      const { id, asked } = parseLine(kind, text);
      const startedMs = performance.now();
      await print(`${jsonLine(await kind.retrieve(engine, asked, k), startedMs, id)}\n`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      process.stderr.write(`line ${number}: ${error.message}\n`);
      exitCode = 1;
    }
  }
  return exitCode;
}

function parseLine({ line, lineExample }: Kind, text: string): z.infer<Kind['line']> {
  try {
    return line.parse(JSON.parse(text));
  } catch {
    throw new UserError(`This must be JSON such as ${lineExample}`);
  }
}

function jsonLine({ confident, matches }: SearchResult, startedMs: number, id?: string | number): string {
  const results = matches.map(({ paper, score, snippet }) => ({
    paperId: paper.id,
    title: paper.title,
    url: paperUrl(paper),
    authors: paper.authors,
    sentence: snippet,
    score: round(score, 4),
  }));
  return JSON.stringify({ id, confident, results, ms: round(performance.now() - startedMs, 2) });
}

function readable({ heading, footer, matches }: Answer): string {
  const papers = matches.map(
    ({ paper, snippet: sentence }, i) =>
      `${i + 1}. ${paper.title}\n   ${paperUrl(paper)}\n${sentence ? `   ${sentence}\n` : ''}`,
  );
  return [heading && `${heading}\n`, ...papers, footer && `${footer}\n`].filter(Boolean).join('');
}

/** Waits until the line is written, so that the reader sets the pace and is noticed when it stops. */
const print = (text: string): Promise<void> =>
  new Promise((resolve) => process.stdout.write(text, () => resolve()));

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

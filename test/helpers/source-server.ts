/** Hugging Face, arXiv and Semantic Scholar on loopback, for any day, with a test's papers. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Paper } from '../../src/domain/paper.ts';
import {
  createSourceClients,
  createSources,
  type SourceSettings,
} from '../../src/ingest/sources/create-sources.ts';
import type { HttpDeps } from '../../src/ingest/sources/http-client.ts';
import type { NoticedPapers } from '../../src/ingest/sources/semantic-scholar.ts';
import type { PaperSource } from '../../src/ingest/sources/source.ts';
import { type Announced, atomFeed, type DailyPaper, dailyItem, rssFeed } from './source-answers.ts';

/** Each source's contents. Omitted ones are empty. */
export interface SourceContent {
  dailyPapers?(day: string): readonly DailyPaper[];
  /** By arXiv's category and submission day. */
  submissions?(category: string, day: string): readonly Paper[];
  announcements?(category: string): {
    readonly day: string;
    readonly papers: readonly Paper[];
    readonly announced?: (paper: Paper) => Announced;
  };
  /** Recommendations by the arXiv ids of the given papers; undefined if one of them is unknown. */
  recommendations?(like: readonly string[]): readonly Paper[] | undefined;
}

/** Handles the request itself, or returns false for the usual response. */
export type Interruption = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface SourceServer {
  /** Settings for `createSources` and for the program, with both daily sources and the category cs.LG. */
  readonly settings: SourceSettings;
  /** Method and address of each request so far, in order. */
  readonly requests: readonly string[];
  readonly headers: readonly IncomingMessage['headers'][];
  /** Overrides the usual responses until it is set to undefined. */
  interrupt: Interruption | undefined;
  /** Resolves after the given number of requests since the start. */
  received(count: number): Promise<void>;
  close(): Promise<void>;
}

/** For `createSources` without Semantic Scholar. */
export const noneNoticed = async (): Promise<string[]> => [];

export async function startSourceServer(content: SourceContent = {}): Promise<SourceServer> {
  const requests: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  let onRequest = () => {};

  const http = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    headers.push(request.headers);
    onRequest();
    if (!source.interrupt?.(request, response)) void answer(content, request, response);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const source: SourceServer = {
    settings: {
      names: ['hugging-face', 'arxiv'],
      arxivCategories: ['cs.LG'],
      huggingFaceUrl: `${url}/hugging-face`,
      arxivApiUrl: `${url}/arxiv/query`,
      arxivRssUrl: `${url}/arxiv/rss`,
      semanticScholarUrl: `${url}/semantic-scholar`,
    },
    requests,
    headers,
    interrupt: undefined,
    received(count) {
      return new Promise((resolve) => {
        onRequest = () => requests.length >= count && resolve();
        onRequest();
      });
    },
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return source;
}

async function answer(content: SourceContent, request: IncomingMessage, response: ServerResponse) {
  const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://localhost');
  const number = (name: string) => Number(query.get(name) ?? 0);
  const page = <T>(all: readonly T[], start: number, size: number) => all.slice(start, start + size);
  const category = pathname.split('/').at(-1) ?? '';

  if (pathname === '/hugging-face/daily_papers') {
    const all = content.dailyPapers?.(query.get('date') ?? '') ?? [];
    const items = page(all, number('p') * number('limit'), number('limit'));
    send(request, response, JSON.stringify(items.map(dailyItem)));
  } else if (pathname === '/arxiv/query') {
    const [, cat = '', date = ''] =
      /^cat:(\S+) AND submittedDate:\[(\d{8})0000/.exec(query.get('search_query') ?? '') ?? [];
    const day = date.replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3');
    const all = content.submissions?.(cat, day) ?? [];
    response.end(atomFeed(page(all, number('start'), number('max_results')), all.length));
  } else if (pathname.startsWith('/arxiv/rss/')) {
    const { day, papers, announced } = content.announcements?.(category) ?? { day: '2025-06-04', papers: [] };
    send(request, response, rssFeed(day, papers, announced));
  } else if (pathname.startsWith('/semantic-scholar/recommendations/v1/papers/')) {
    const { positivePaperIds } = JSON.parse((await request.toArray()).join(''));
    const like: string[] = positivePaperIds.map((id: string) => id.replace('ARXIV:', ''));
    const papers = content.recommendations ? content.recommendations(like) : [];
    if (papers)
      response.end(JSON.stringify({ recommendedPapers: page(papers, 0, number('limit')).map(recommended) }));
    else response.writeHead(404).end('{"error":"Input papers not found"}');
  } else {
    response.writeHead(404).end();
  }
}

/** With a validator, as hosts behind a cache have it. */
function send(request: IncomingMessage, response: ServerResponse, text: string): void {
  const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`;
  response.setHeader('etag', etag);
  if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
  else response.end(text);
}

function recommended(paper: Paper): object {
  return {
    paperId: '0123456789abcdef',
    title: paper.title,
    abstract: paper.abstract,
    authors: paper.authors.map((name) => ({ authorId: null, name })),
    externalIds: paper.id.startsWith('local:') ? {} : { ArXiv: paper.id },
    publicationDate: paper.published ?? null,
  };
}

/** The sources of the settings, with clients of their own. */
export const openSources = (
  settings: SourceSettings,
  deps: HttpDeps,
  noticed: NoticedPapers,
): PaperSource[] => createSources(settings, createSourceClients(settings, deps), deps.clock, noticed);

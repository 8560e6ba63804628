import type { IncomingMessage, ServerResponse } from 'node:http';
import Keyv from 'keyv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makePaper as makeAnyPaper } from '../../helpers/papers.ts';
import { openSources, type SourceServer, startSourceServer } from '../../helpers/source-server.ts';
import { createWaitlessClock } from '../../helpers/waitless-clock.ts';

const DAY = '2025-06-04';
const never = new AbortController().signal;
const makePaper = (given = {}) => makeAnyPaper({ published: '2025-06-02', categories: [], ...given });
const NOTICED = ['2506.00001', 'local:a', '2506.00002', '2506.00003'];
let asked: (readonly string[])[];
let unknown: readonly string[];
let server: SourceServer;

beforeEach(async () => {
  asked = [];
  unknown = [];
  server = await startSourceServer({
    recommendations(like) {
      asked.push(like);
      if (like.some((id) => unknown.includes(id))) return undefined;
      return [makePaper(), makePaper({ id: 'local:no-preprint', title: 'No Preprint' })];
    },
  });
});
afterEach(() => server.close());

function create(noticed: readonly string[] = NOTICED, key?: string) {
  const clock = createWaitlessClock();
  const [source] = openSources(
    { ...server.settings, names: ['semantic-scholar'], semanticScholarKey: key },
    { fetch: clock.fetch, clock, cache: new Keyv() },
    async (day) => (day === DAY ? noticed : []),
  );
  return { clock, read: (day = DAY) => source?.read('', day, never) };
}

function answer(end: (response: ServerResponse, request: IncomingMessage) => void): void {
  server.interrupt = (request, response) => {
    end(response, request);
    return true;
  };
}

describe('Recommendations', () => {
  test('like those noticed on the day are read with all they say, also of papers that have no arXiv id', async () => {
    expect(await create().read()).toEqual({
      papers: [makePaper(), makePaper({ id: 'local:no-preprint', title: 'No Preprint' })],
      skipped: [],
    });
    expect(server.requests).toEqual([
      'POST /semantic-scholar/recommendations/v1/papers/?limit=20&fields=title,abstract,authors,externalIds,publicationDate',
    ]);
    expect(server.headers[0]).not.toHaveProperty('x-api-key');
    expect(asked).toEqual([['2506.00001', '2506.00002', '2506.00003']]);
  });

  test('are asked for by the first five', async () => {
    await create(Array.from({ length: 30 }, (_, i) => `2506.1000${i}`)).read();
    expect(asked).toEqual([['2506.10000', '2506.10001', '2506.10002', '2506.10003', '2506.10004']]);
  });

  test('are asked for with the key, which no message tells', async () => {
    answer((response) => response.writeHead(403).end('{"message":"Forbidden secret-key"}'));
    await expect(create(NOTICED, 'secret-key').read()).rejects.toMatchObject({
      message: expect.not.stringContaining('secret-key'),
      isRetryable: false,
    });
    expect(server.headers[0]).toMatchObject({ 'x-api-key': 'secret-key' });
  });

  test('are none, without asking, where nothing was noticed that has an arXiv id', async () => {
    expect(await create(['local:a']).read()).toEqual({ papers: [], skipped: [] });
    expect(await create().read('2025-06-01')).toEqual({ papers: [], skipped: [] });
    expect(server.requests).toEqual([]);
  });

  test('are those like the papers it knows, where it does not know all of them', async () => {
    unknown = ['2506.00002'];
    const { clock, read } = create();
    const startMs = clock.now();
    expect((await read())?.papers).toHaveLength(2);
    expect(asked.slice(1)).toEqual([['2506.00001'], ['2506.00002'], ['2506.00003']]);
    expect(server.requests.at(-1)).toContain('?limit=7&');
    expect(clock.now() - startMs).toBe(3_000);
  });

  test('are none where it knows none of them', async () => {
    unknown = NOTICED;
    expect(await create().read()).toEqual({ papers: [], skipped: [] });
    expect(await create(['2506.00001']).read()).toEqual({ papers: [], skipped: [] });
    expect(asked).toHaveLength(5);
  });

  test.each([
    ['and no more', {}, 4],
    ['and a time that is too long', { 'retry-after': '300' }, 1],
  ])('are a problem, after some attempts, where it says 429 %s', async (_what, headers, requests) => {
    answer((response) => response.writeHead(429, headers).end('{"message":"Too Many Requests"}'));
    await expect(create().read()).rejects.toMatchObject({
      message: expect.stringContaining('it answered with status 429, "Too Many Requests"'),
      isRetryable: true,
    });
    expect(server.requests).toHaveLength(requests);
  });

  test('come after a 429 that passes', async () => {
    let refusals = 2;
    server.interrupt = (_request, response) => {
      if (refusals-- <= 0) return false;
      response.writeHead(429).end();
      return true;
    };
    expect((await create().read())?.papers).toHaveLength(2);
  });

  test("that can't be read are left out with the field that was off", async () => {
    answer((response) =>
      response.end(
        JSON.stringify({
          recommendedPapers: [
            { title: null },
            { title: 'A', externalIds: { ArXiv: 'x' } },
            { title: 'B', abstract: null, authors: null, externalIds: null, publicationDate: null },
          ],
        }),
      ),
    );
    expect(await create().read()).toEqual({
      papers: [
        { id: 'local:a', title: 'A', abstract: '', authors: [], categories: [] },
        { id: 'local:b', title: 'B', abstract: '', authors: [], categories: [] },
      ],
      skipped: ['item 1: "title" is off: expected string, received null'],
    });
  });

  test.each([
    [
      'null for the list',
      '{"recommendedPapers":null}',
      '"recommendedPapers" is off: expected array, received null',
    ],
    ['HTML', '<html></html>', 'it answered with HTML instead of JSON'],
  ])('are a clear error where %s comes', async (_what, text, words) => {
    answer((response) => response.end(text));
    await expect(create().read()).rejects.toThrow(/^Semantic Scholar could not be read \(POST .*\): /);
    await expect(create().read()).rejects.toThrow(words);
  });
});

import type { IncomingMessage, ServerResponse } from 'node:http';
import Keyv from 'keyv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSources } from '../../src/sources/create-sources.ts';
import { makePaper as makeAnyPaper } from '../helpers/papers.ts';
import { type SourceServer, startSourceServer } from '../helpers/source-server.ts';
import { createWaitlessClock } from '../helpers/waitless-clock.ts';

const never = new AbortController().signal;
const makePaper = (given = {}) => makeAnyPaper({ published: '2025-06-02', categories: [], ...given });
let asked: (readonly string[])[];
let server: SourceServer;

beforeEach(async () => {
  asked = [];
  server = await startSourceServer({
    recommendations(positive, negative) {
      asked.push(positive, negative);
      return [makePaper(), makePaper({ id: 'local:no-preprint', title: 'No Preprint' })];
    },
  });
});
afterEach(() => server.close());

function create(key?: string) {
  const clock = createWaitlessClock();
  const { daily, semanticScholar } = createSources(
    { ...server.settings, names: ['semantic-scholar'], semanticScholarKey: key },
    { fetch: clock.fetch, clock, cache: new Keyv() },
  );
  expect(daily).toEqual([]);
  return semanticScholar ?? expect.unreachable();
}

function answer(end: (response: ServerResponse, request: IncomingMessage) => void): void {
  server.interrupt = (request, response) => {
    end(response, request);
    return true;
  };
}

describe('Recommendations', () => {
  test('like one paper are read with all they say, also of papers that have no arXiv id', async () => {
    expect(await create().forPaper('2506.01234', 10, never)).toEqual({
      papers: [makePaper(), makePaper({ id: 'local:no-preprint', title: 'No Preprint' })],
      skipped: [],
    });
    expect(server.requests).toEqual([
      'GET /semantic-scholar/recommendations/v1/papers/forpaper/ARXIV:2506.01234?limit=10&fields=title,abstract,authors,externalIds,publicationDate',
    ]);
    expect(server.headers[0]).not.toHaveProperty('x-api-key');
  });

  test("like some papers and unlike others are asked for at once, without those it can't know", async () => {
    const ids = { positive: ['2506.00001', 'local:a', '2506.00002'], negative: ['2506.00003', 'local:b'] };
    const batch = await create().forPapers(ids, 1, never);
    expect(batch?.papers).toEqual([makePaper()]);
    expect(asked).toEqual([['2506.00001', '2506.00002'], ['2506.00003']]);
    expect(server.requests[0]).toMatch(/^POST .*\/recommendations\/v1\/papers\/\?limit=1&/);
  });

  test('are asked for with the key, which no message tells', async () => {
    answer((response) => response.writeHead(403).end('{"message":"Forbidden"}'));
    await expect(create('secret-key').forPaper('2506.01234', 10, never)).rejects.toMatchObject({
      message: expect.not.stringContaining('secret-key'),
      isRetryable: false,
    });
    expect(server.headers[0]).toMatchObject({ 'x-api-key': 'secret-key' });
  });

  test('are none, without asking, for papers that have no arXiv id', async () => {
    expect(await create().forPaper('local:a', 10, never)).toBeUndefined();
    expect(await create().forPapers({ positive: ['local:a'], negative: [] }, 10, never)).toBeUndefined();
    expect(server.requests).toEqual([]);
  });

  test("are none for a paper it doesn't know", async () => {
    answer((response) => response.writeHead(404).end('{"error":"Paper with id ARXIV:2506.1 not found"}'));
    expect(await create().forPaper('2506.01234', 10, never)).toBeUndefined();
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['and no more', {}, 3],
    ['and a time that is too long', { 'retry-after': '300' }, 1],
  ])('are none, after some attempts, where it says 429 %s', async (_what, headers, requests) => {
    answer((response) => response.writeHead(429, headers).end('{"message":"Too Many Requests"}'));
    const recommender = create();
    expect(await recommender.forPaper('2506.01234', 10, never)).toBeUndefined();
    expect(server.requests).toHaveLength(requests);
    expect(await recommender.forPaper('2506.01234', 10, never)).toBeUndefined();
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
    expect(await create().forPaper('2506.01234', 10, never)).toEqual({
      papers: [{ id: 'local:b', title: 'B', abstract: '', authors: [], categories: [] }],
      skipped: [
        'item 1: "title" is off: expected string, received null',
        'item 2: "externalIds.ArXiv" is off: "x" is no arXiv id',
      ],
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
    await expect(create().forPaper('2506.01234', 10, never)).rejects.toThrow(
      /^Semantic Scholar could not be read \(GET .*\): /,
    );
    await expect(create().forPaper('2506.01234', 10, never)).rejects.toThrow(words);
  });
});

/** The feeds as a feed reader gets them, checked against a validator's rules. */
import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Keyv from 'keyv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FeedIdentity } from '../../src/http/feed.ts';
import { createFeeds } from '../../src/http/feeds.ts';
import { type HttpServer, startHttp } from '../../src/http/server.ts';
import { seed } from '../../src/ingest/seed.ts';
import { createLog } from '../../src/lib/log.ts';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import type { Stores } from '../../src/store/stores.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { atomProblems, jsonFeedProblems, readAtom, readJsonFeed } from '../helpers/feed-rules.ts';
import { makePaper } from '../helpers/papers.ts';
import { addList, plainLibrary } from '../helpers/posting.ts';

const ID = '6f1c7a52-52f4-4a7e-9d8e-0f6f0f6b8f11';
const FRIDAY = '2025-09-26';
const closers: (() => Promise<unknown>)[] = [];
let stores: Stores;
let clock: FakeClock;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-'));
  const opened = openSqliteStores(join(folder, 'paperboy.db'));
  closers.push(() => rm(folder, { recursive: true }));
  closers.push(() => opened.close());
  stores = opened;
  clock = createFakeClock(Date.parse(`${FRIDAY}T14:00:00Z`));
});

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(
  identities = new Keyv<FeedIdentity>(),
  newId = () => ID,
  publicUrl?: string,
): Promise<HttpServer> {
  const server = await startHttp({
    host: '127.0.0.1',
    port: 0,
    health: () => ({ gateway: true, catalog: true, model: true }),
    metrics: { read: async () => ({ contentType: 'text/plain', text: '' }) },
    publicRoutes: [
      {
        path: '/feeds',
        app: createFeeds({ engine: plainLibrary(stores), clock, identities, newId, publicUrl }),
      },
    ],
    publicUrl,
    log: createLog({ level: 'silent' }),
  });
  closers.push(server.close);
  return server;
}

const atom = ({ url }: HttpServer): string => `${url}/feeds/trending.atom`;
const json = ({ url }: HttpServer): string => `${url}/feeds/trending.json`;
const read = async (url: string): Promise<string> => (await fetch(url)).text();

/** One list with one paper, and its ingest run. */
async function listOne(given: Parameters<typeof makePaper>[0], votes = 41): Promise<void> {
  const paper = makePaper(given);
  await stores.papers.add([paper]);
  await stores.dailyLists.save(
    {
      source: 'hugging-face',
      day: FRIDAY,
      entries: [{ paperId: paper.id, votes, comments: 2, stars: 1_200 }],
    },
    new Date(`${FRIDAY}T13:00:00Z`),
  );
  await note(`${FRIDAY}T13:00:00Z`);
}

const note = (readAt: string, day = FRIDAY, problem?: string): Promise<void> =>
  stores.ingestRuns.save({
    ...{ source: 'hugging-face', part: '', day, items: 1, skipped: 0, fingerprint: day },
    readAt: new Date(readAt),
    problem,
  });

describe('the feeds contain', () => {
  test('a paper with its link, sentence, reason, authors and times, in both formats', async () => {
    await listOne({ repository: 'https://example.org/code' });
    const server = await start();
    const known = readAtom(await read(atom(server)));
    expect(known).toMatchObject({
      id: `urn:uuid:${ID}`,
      title: 'Trending papers',
      updated: '2025-09-26T13:00:00.000Z',
      author: [{ name: 'Paperboy' }],
      entry: [
        {
          id: 'https://arxiv.org/abs/2509.20354',
          title: 'EmbeddingGemma: Powerful and Lightweight Text Representations',
          link: [{ '@rel': 'alternate', '@href': 'https://arxiv.org/abs/2509.20354' }],
          published: '2025-09-25T00:00:00.000Z',
          updated: '2025-09-26T00:00:00.000Z',
          author: [{ name: 'Henrique Schechter Vera' }, { name: 'Sahil Dua' }, { name: 'Biao Zhang' }],
          category: [{ '@term': 'cs.CL' }, { '@term': 'cs.AI' }],
          summary: 'We introduce EmbeddingGemma, a new lightweight text embedding model.',
        },
      ],
    });
    expect(known.entry[0]?.content['#text']).toContain('<p>41 votes, 2 comments, code with 1.2k stars</p>');
    expect(readJsonFeed(await read(json(server)))).toMatchObject({
      title: 'Trending papers',
      home_page_url: `${server.url}/`,
      items: [
        {
          id: 'https://arxiv.org/abs/2509.20354',
          url: 'https://arxiv.org/abs/2509.20354',
          title: 'EmbeddingGemma: Powerful and Lightweight Text Representations',
          content_html: expect.stringContaining('<p>41 votes, 2 comments, code with 1.2k stars</p>'),
          summary: 'We introduce EmbeddingGemma, a new lightweight text embedding model.',
          date_published: '2025-09-25T00:00:00.000Z',
          date_modified: '2025-09-26T00:00:00.000Z',
          authors: [{ name: 'Henrique Schechter Vera' }, { name: 'Sahil Dua' }, { name: 'Biao Zhang' }],
          tags: ['cs.CL', 'cs.AI'],
        },
      ],
    });
  });

  test('the ten best, in their order', async () => {
    await addList(stores, FRIDAY, 14);
    const feed = readAtom(await read(atom(await start())));
    expect(feed.entry.map(({ title }) => title)).toEqual(
      Array.from({ length: 10 }, (_, i) => `Paper ${i + 1} of ${FRIDAY}`),
    );
  });

  test('notices about a missing list, in the post’s words', async () => {
    await addList(stores, '2025-09-25');
    await note('2025-09-25T13:00:00Z', '2025-09-25');
    await note('2025-09-26T12:00:00Z');
    const server = await start();
    const sentence = "Hugging Face has no list for today; this is Thursday's.";
    expect(readAtom(await read(atom(server))).subtitle).toContain(sentence);
    expect(readJsonFeed(await read(json(server))).description).toContain(sentence);
  });

  test('nothing yet, and say so', async () => {
    const server = await start();
    const feed = readAtom(await read(atom(server)));
    expect(feed).toMatchObject({ entry: [], subtitle: expect.stringContaining('No list has come in yet.') });
    expect(atomProblems(await read(atom(server)), atom(server))).toEqual([]);
    expect(jsonFeedProblems(await read(json(server)), json(server))).toEqual([]);
  });

  test('the bundled papers until a source has been read, dated from the feed’s start', async () => {
    await seed(stores);
    const server = await start();
    const before = await read(atom(server));
    expect(atomProblems(before, atom(server))).toEqual([]);
    expect(jsonFeedProblems(await read(json(server)), json(server))).toEqual([]);
    const feed = readAtom(before);
    expect(feed.subtitle).toContain('Sample papers:');
    expect(feed.entry).toHaveLength(10);
    clock.advance(3 * 86_400_000);
    expect(await read(atom(server))).toBe(before);
  });
});

describe("a validator's rules", () => {
  test.each([
    ['an ordinary day', {}],
    ['a title with markup, Markdown and mentions', { title: '<b>A & B</b> "q" ]]> **bold** @everyone <@1>' }],
    [
      'a script',
      { title: '<script>alert(1)</script>', abstract: 'We show <script>alert(1)</script> works.' },
    ],
    [
      'control characters, halves of pairs and what is no character',
      { title: 'A\u0000\u0008B\ud800C\ufffe\uffffD' },
    ],
    ['a title of 5,000 characters without an arXiv id', { id: 'local:long', title: 'long & '.repeat(714) }],
    ['no authors', { authors: [] }],
    ['an author without a name', { authors: ['', ' \u0007', 'A <a@example.org>'] }],
    ['no abstract and no date', { abstract: '', published: undefined }],
    ['an id of old', { id: 'math.GT/0309136' }],
  ])('hold with %s', async (_, given) => {
    await listOne(given);
    const server = await start();
    expect(atomProblems(await read(atom(server)), atom(server))).toEqual([]);
    expect(jsonFeedProblems(await read(json(server)), json(server))).toEqual([]);
  });

  test('a title keeps its characters', async () => {
    const title = '<b>A & B</b> "q" &amp; ]]> **bold** @everyone <@1>';
    await listOne({ title });
    const server = await start();
    expect(readJsonFeed(await read(json(server))).items[0]?.title).toBe(title);
    const body = await read(atom(server));
    expect(body).toContain('<title>&lt;b&gt;A &amp; B&lt;/b&gt;');
    expect(readAtom(body).entry[0]?.title).toBe(title);
  });

  test('two papers with similar titles have two ids', async () => {
    const alike = ['one', 'two'].map((end) =>
      makePaper({ id: `local:${end}`, title: `${'The same words again and again '.repeat(3)}${end}` }),
    );
    await stores.papers.add(alike);
    const entries = alike.map(({ id }) => ({ paperId: id }));
    await stores.dailyLists.save({ source: 'hugging-face', day: FRIDAY, entries }, new Date(clock.now()));
    const server = await start();
    expect(atomProblems(await read(atom(server)), atom(server))).toEqual([]);
  });
});

describe('on a repeated request', () => {
  test('the feed answers 304 if nothing changed, and otherwise shows the change', async () => {
    await listOne({});
    const server = await start();
    for (const [url, type] of [
      [atom(server), 'application/atom+xml; charset=utf-8'],
      [json(server), 'application/feed+json; charset=utf-8'],
    ] as const) {
      const first = await fetch(url);
      expect(first.headers.get('content-type')).toBe(type);
      expect(first.headers.get('cache-control')).toBe('public, max-age=900');
      const tag = first.headers.get('etag') ?? '';
      expect(tag).toMatch(/^(W\/)?"[\w-]+"$/);
      for (const sent of [tag, `"other", ${tag}`, '*']) {
        const again = await fetch(url, { headers: { 'If-None-Match': sent } });
        expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, tag, '']);
        expect(again.headers.get('cache-control')).toBe('public, max-age=900');
      }
      expect((await fetch(url, { headers: { 'If-None-Match': '"other"' } })).status).toBe(200);
      const head = await fetch(url, { method: 'HEAD' });
      expect([head.status, await head.text()]).toEqual([200, '']);
    }
    const before = (await fetch(atom(server))).headers.get('etag') ?? '';
    await listOne({}, 90);
    clock.advance(60_000);
    const changed = await fetch(atom(server), { headers: { 'If-None-Match': before } });
    expect(changed.status).toBe(200);
    expect(await changed.text()).toContain('90 votes');
  });

  test('the feed is composed once a minute, however often it is requested', async () => {
    await listOne({});
    const server = await start();
    await read(atom(server));
    await listOne({}, 90);
    clock.advance(59_000);
    expect(await read(json(server))).toContain('41 votes');
    clock.advance(1_000);
    expect(await read(json(server))).toContain('90 votes');
  });

  test('the feed is newer after an ingest run, but not after a failed one; its entries keep their times', async () => {
    await listOne({});
    const server = await start();
    const before = readAtom(await read(atom(server)));
    await note('2025-09-26T14:30:00Z');
    await note('2025-09-26T14:40:00Z', '2025-09-24', 'it is away');
    clock.advance(3_600_000);
    const after = readAtom(await read(atom(server)));
    expect(after.updated).toBe('2025-09-26T14:30:00.000Z');
    expect(after.entry).toEqual(before.entry);
  });

  test('the feed is the same after a restart', async () => {
    const identities = new Keyv<FeedIdentity>();
    const first = readAtom(await read(atom(await start(identities))));
    clock.advance(86_400_000);
    const second = readAtom(await read(atom(await start(identities, () => 'another'))));
    expect([second.id, second.updated]).toEqual([first.id, first.updated]);
  });

  test('the feed names itself by the requested address, and answers no foreign host', async () => {
    const server = await start();
    const asked = (host: string) =>
      new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
        httpRequest(
          { host: '127.0.0.1', port: server.port, path: '/feeds/trending.atom', headers: { host } },
          async (answer) =>
            resolve({ status: answer.statusCode, body: Buffer.concat(await answer.toArray()).toString() }),
        )
          .on('error', reject)
          .end();
      });
    const own = await asked(`localhost:${server.port}`);
    expect(atomProblems(own.body, `http://localhost:${server.port}/feeds/trending.atom`)).toEqual([]);
    expect((await asked('evil.example')).status).toBe(403);
  });
});

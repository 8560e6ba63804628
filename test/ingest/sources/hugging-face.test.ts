import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import Keyv from 'keyv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Paper } from '../../../src/domain/paper.ts';
import type { Batch } from '../../../src/ingest/sources/source.ts';
import { makePaper as makeAnyPaper } from '../../helpers/papers.ts';
import { type DailyPaper, dailyItem } from '../../helpers/source-answers.ts';
import {
  noneNoticed,
  openSources,
  type SourceServer,
  startSourceServer,
} from '../../helpers/source-server.ts';
import { createWaitlessClock } from '../../helpers/waitless-clock.ts';

const DAY = '2025-06-03';
let listed: readonly DailyPaper[];
let server: SourceServer;

beforeEach(async () => {
  listed = [];
  server = await startSourceServer({ dailyPapers: (day) => (day === DAY ? listed : []) });
});
afterEach(() => server.close());

const makePaper = (given: Partial<Paper> = {}) => makeAnyPaper({ published: '2025-06-02', ...given });

async function read(day = DAY): Promise<Batch> {
  const clock = createWaitlessClock();
  const settings = { ...server.settings, names: ['hugging-face'] as const };
  const daily = openSources(settings, { fetch: clock.fetch, clock, cache: new Keyv() }, noneNoticed);
  expect(daily.map(({ name, parts }) => [name, parts])).toEqual([['hugging-face', ['']]]);
  const [source] = daily;
  if (!source) return expect.unreachable();
  return source.read('', day, new AbortController().signal);
}

function answer(text: string, end = (response: ServerResponse) => response.end(text)): void {
  server.interrupt = (_request, response) => {
    end(response);
    return true;
  };
}
const answerItems = (...items: unknown[]) => answer(JSON.stringify(items));
const item = (given: object) => ({ paper: { id: '2506.01234', title: 'A', upvotes: 1, ...given } });

describe("Hugging Face's list of a day", () => {
  test('is read with every field of the recorded response', async () => {
    answer(readFileSync(new URL('fixtures/daily-papers.json', import.meta.url), 'utf8'));
    expect(await read()).toEqual({
      papers: [
        {
          id: '2506.01234',
          title: 'Small Models, Large Gains',
          abstract: 'We show that small models gain 5% from *good* data.',
          authors: ['Ada Lovelace'],
          categories: [],
          published: '2025-06-02',
          repository: 'https://github.com/ada/small',
        },
        {
          id: '2506.00042',
          title: '@everyone **Free** [papers](https://example.org)',
          abstract: '',
          authors: [],
          categories: [],
          published: '2025-06-01',
        },
        { id: '2506.00043', title: 'No Votes Known', abstract: '', authors: [], categories: [] },
      ],
      dailyList: {
        source: 'hugging-face',
        day: DAY,
        // Most votes first, unknown ones last.
        entries: [
          { paperId: '2506.00042', votes: 57 },
          {
            paperId: '2506.01234',
            votes: 12,
            comments: 3,
            stars: 345,
            picture: 'https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2506.01234.png',
          },
          { paperId: '2506.00043', comments: 0 },
        ],
      },
      skipped: [],
    });
    expect(server.requests).toEqual([`GET /hugging-face/daily_papers?date=${DAY}&limit=100&p=0`]);
  });

  test('is read to its last page, each paper once', async () => {
    listed = Array.from({ length: 230 }, (_, i) => ({
      paper: makePaper({ id: `2506.${String(i % 225).padStart(5, '0')}` }),
      votes: i,
    }));
    const { papers, dailyList, skipped } = await read();
    expect(papers).toHaveLength(225);
    expect(dailyList?.entries).toHaveLength(225);
    expect(dailyList?.entries[0]).toEqual({ paperId: '2506.00224', votes: 224 });
    expect(skipped).toEqual([]);
    expect(server.requests.map((request) => request.at(-1))).toEqual(['0', '1', '2']);
  });

  test('ends after a limit even if every page is full', async () => {
    answerItems(...Array.from({ length: 100 }, () => item({})));
    expect((await read()).papers).toHaveLength(1);
    expect(server.requests).toHaveLength(10);
  });

  test('that is empty, as on a quiet day, is neither an error nor a list', async () => {
    expect(await read('2025-06-01')).toEqual({ papers: [], skipped: [] });
  });

  test('keeps the whole of a title of 5,000 characters', async () => {
    const title = 'x'.repeat(5_000);
    answerItems(item({ title }));
    expect((await read()).papers[0]?.title).toBe(title);
  });

  test('equals the fixture of other tests', async () => {
    const paper = makePaper({ categories: [], repository: 'https://github.com/a/b' });
    listed = [{ paper, votes: 4, comments: 2, stars: 9 }];
    const { papers, dailyList } = await read();
    expect(papers).toEqual([paper]);
    expect(dailyList?.entries).toEqual([{ paperId: paper.id, votes: 4, comments: 2, stars: 9 }]);
  });
});

describe('An invalid minor field', () => {
  test.each<[string, object]>([
    ['votes as text', { upvotes: '12' }],
    ['votes below 0', { upvotes: -1 }],
    ['votes with a fraction', { upvotes: 1.5 }],
    ['stars in short', { githubStars: '1.2k' }],
    ['comments as a list', { numComments: [] }],
    ['a date that is none', { publishedAt: 'soon' }],
    // Compared as text, 2025-6-10 would sort before 2025-6-2.
    ['a date without its zeros', { publishedAt: '2025-6-10' }],
    ['a date in the future', { publishedAt: '2031-01-01T00:00:00Z' }],
    ['a repository that is an object', { githubRepo: {} }],
    ['authors that are a number', { authors: 3 }],
  ])('such as %s is unknown, and the paper stays', async (_what, odd) => {
    answerItems(item(odd));
    const { papers, skipped } = await read();
    expect(skipped).toEqual([]);
    expect(papers).toMatchObject([{ id: '2506.01234', title: 'A', authors: [] }]);
    expect(papers[0]?.published).toBeUndefined();
  });

  test('such as an invalid author costs no other author', async () => {
    answerItems(item({ authors: ['Ada Lovelace', { name: 'Bo Li' }, null, 7, { name: ':' }] }));
    expect((await read()).papers[0]?.authors).toEqual(['Ada Lovelace', 'Bo Li']);
  });
});

test('The list of an earlier day is not taken for that of the requested day', async () => {
  answerItems(item({ submittedOnDailyAt: '2025-05-30T01:07:32.000Z' }));
  const { papers, dailyList } = await read();
  expect(papers).toHaveLength(1);
  expect(dailyList).toBeUndefined();
});

test('Bytes that are no UTF-8 cost their paper, and are told', async () => {
  answerItems(item({ title: 'Schr\ufffddinger' }), item({ id: '2506.09999' }));
  const { papers, skipped } = await read();
  expect(papers.map(({ id }) => id)).toEqual(['2506.09999']);
  expect(skipped).toEqual(['2506.01234: it holds bytes that are no UTF-8']);
});

describe("An item that can't be read", () => {
  test.each<[string, unknown, string]>([
    ['null', null, 'item 1: expected object, received null'],
    ['a text', 'paper', 'item 1: expected object, received string'],
    ['without id', item({ id: undefined }), 'item 1: "id" is off: expected string, received undefined'],
    ['with an id that is none', item({ id: 'x' }), 'item 1: "id" is off: "x" is no arXiv id'],
    [
      'without title',
      item({ title: null }),
      '2506.01234: "title" is off: expected string, received undefined',
    ],
    ['with a blank title', item({ title: ' \n' }), '2506.01234: "title" is off: it is empty'],
  ])('%s is left out with the field that was off, and the rest goes in', async (_what, bad, why) => {
    answerItems(bad, item({ id: '2506.09999' }));
    const { papers, dailyList, skipped } = await read();
    expect(skipped).toEqual([why]);
    expect(papers.map(({ id }) => id)).toEqual(['2506.09999']);
    expect(dailyList?.entries.map(({ paperId }) => paperId)).toEqual(['2506.09999']);
  });

  test('leaves no list where there is no other', async () => {
    answerItems(null);
    expect(await read()).toEqual({ papers: [], skipped: ['item 1: expected object, received null'] });
  });

  test.each<[unknown, string | undefined]>([
    ['https://cdn.example/1.png', 'https://cdn.example/1.png'],
    ['http://cdn.example/1.png', undefined],
    ['javascript:alert(1)', undefined],
    [`https://cdn.example/${'x'.repeat(2_048)}`, undefined],
    [7, undefined],
    [undefined, undefined],
  ])('is not an item whose picture is %j: only https is kept', async (thumbnail, picture) => {
    answerItems(item({ thumbnail }));
    const { dailyList, skipped } = await read();
    expect(skipped).toEqual([]);
    expect(dailyList?.entries.map((entry) => entry.picture)).toEqual([picture]);
  });

  test('is not an item whose code has no web address', async () => {
    answerItems(item({ githubRepo: 'javascript:alert(1)' }));
    expect(await read()).toMatchObject({ papers: [{ repository: undefined }], skipped: [] });
  });
});

describe('An answer of Hugging Face that is no list', () => {
  const asked = `Hugging Face could not be read (GET /hugging-face/daily_papers?date=${DAY}&limit=100&p=0): `;

  test.each([
    [
      'HTML',
      '<!doctype html><html><body>Be right back</body></html>',
      'it answered with HTML instead of JSON.',
    ],
    [
      'JSON that is cut off',
      JSON.stringify([dailyItem({ paper: makePaper() })]).slice(0, 200),
      'it answered with JSON that is broken or cut off.',
    ],
    ['nothing', '', 'it answered with JSON that is broken or cut off.'],
    ['an object', '{"error":"later"}', "its answer can't be read, expected array, received object."],
  ])('but %s is a clear error after it was asked for again', async (_what, text, words) => {
    answer(text);
    await expect(read()).rejects.toMatchObject({ message: asked + words, isRetryable: true });
    expect(server.requests).toHaveLength(4);
  });

  test('but a refusal says it in its own words', async () => {
    answer('', (response) => response.writeHead(400).end('{"error":"Invalid date"}'));
    await expect(read()).rejects.toMatchObject({
      message: `${asked}it answered with status 400, "Invalid date".`,
      isRetryable: false,
    });
  });
});

import { readFileSync } from 'node:fs';
import Keyv from 'keyv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Paper } from '../../../src/domain/paper.ts';
import type { Batch } from '../../../src/ingest/sources/source.ts';
import { makePaper as makeAnyPaper } from '../../helpers/papers.ts';
import { atomError, atomFeed, rssFeed } from '../../helpers/source-answers.ts';
import {
  noneNoticed,
  openSources,
  type SourceServer,
  startSourceServer,
} from '../../helpers/source-server.ts';
import { createWaitlessClock } from '../../helpers/waitless-clock.ts';

const TODAY = '2025-06-04';
const PAST = '2025-06-02';
let submitted: readonly Paper[];
let server: SourceServer;

beforeEach(async () => {
  submitted = [];
  server = await startSourceServer({
    submissions: (category, day) => (category === 'cs.LG' && day === PAST ? submitted : []),
    announcements: () => ({ day: TODAY, papers: [makePaper({ id: '2506.00001' })] }),
  });
});
afterEach(() => server.close());

const makePaper = (given: Partial<Paper> = {}) =>
  makeAnyPaper({ published: PAST, withdrawn: false, ...given });
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const manyPapers = (count: number) =>
  Array.from({ length: count }, (_, i) => makePaper({ id: `2506.${String(i).padStart(5, '0')}` }));

async function read(day: string, now?: string, category = 'cs.LG'): Promise<Batch> {
  const clock = createWaitlessClock(() => Date.parse(now ?? '2025-06-04T09:00:00Z'));
  const settings = { ...server.settings, names: ['arxiv'] as const };
  const [source] = openSources(settings, { fetch: clock.fetch, clock, cache: new Keyv() }, noneNoticed);
  if (!source) return expect.unreachable();
  expect(source).toMatchObject({ name: 'arxiv', parts: ['cs.LG'] });
  return source.read(category, day, new AbortController().signal);
}

/** Answers the requests with these texts, the last one for ever; undefined leaves it to the usual answer. */
function answers(...texts: (string | undefined)[]): void {
  let asked = 0;
  server.interrupt = (_request, response) => {
    const text = texts[Math.min(asked++, texts.length - 1)];
    if (text === undefined) return false;
    response.end(text);
    return true;
  };
}

describe('The papers of a past day', () => {
  test('are read with every field, on one line, without version', async () => {
    answers(fixture('arxiv-atom.xml'));
    expect(await read(PAST)).toEqual({
      papers: [
        {
          id: '2506.01234',
          title: 'Small Models, Large Gains & Losses for x < 1',
          abstract: 'We show that small models gain 5% where a_i > b, and that Erdős was "right" about AT&T.',
          authors: ['Ada Lovelace', 'Bo Li'],
          categories: ['cs.CL', 'cs.LG', 'cond-mat.dis-nn'],
          published: '2025-06-02',
          withdrawn: false,
        },
        {
          id: '2506.01235',
          title: '2048',
          abstract: '',
          authors: ['Ada Lovelace'],
          categories: ['cs.LG'],
          published: '2025-06-02',
          withdrawn: false,
        },
      ],
      skipped: [],
    });
    const { searchParams } = new URL(server.requests[0]?.slice(4) ?? '', 'http://localhost');
    expect(Object.fromEntries(searchParams)).toEqual({
      search_query: 'cat:cs.LG AND submittedDate:[202506020000 TO 202506022359]',
      start: '0',
      max_results: '100',
      sortBy: 'submittedDate',
      sortOrder: 'ascending',
    });
  });

  test('of a whole archive are requested as all its categories', async () => {
    await read(PAST, undefined, 'cs');
    const { searchParams } = new URL(server.requests[0]?.slice(4) ?? '', 'http://localhost');
    expect(searchParams.get('search_query')).toMatch(/^cat:cs\.\* AND /);
  });

  test('are read to the last page', async () => {
    submitted = manyPapers(250);
    expect((await read(PAST)).papers).toEqual(submitted);
    expect(server.requests).toHaveLength(3);
  });

  test('are all read even if pages in the middle are empty at first, or short', async () => {
    submitted = manyPapers(250);
    answers(
      undefined,
      atomFeed([], 250),
      atomFeed([], 250),
      atomFeed(submitted.slice(100, 130), 250),
      undefined,
    );
    expect((await read(PAST)).papers).toEqual(submitted);
    expect(server.requests).toHaveLength(6);
  });

  test('are an error, not a part, if a page stays empty', async () => {
    submitted = manyPapers(250);
    answers(undefined, atomFeed([], 250));
    await expect(read(PAST)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^arXiv could not be read \(GET \/arxiv\/query\?\S+\): it gave none of its 250 papers from number 101 on\.$/,
      ),
      isRetryable: true,
    });
    expect(server.requests).toHaveLength(5);
  });

  test('are none on a day without papers', async () => {
    expect(await read('2025-06-01')).toEqual({ papers: [], skipped: [] });
    expect(server.requests).toHaveLength(1);
  });

  test('are each read once, even if a page repeats some', async () => {
    submitted = manyPapers(3);
    answers(atomFeed([...submitted, ...submitted], 6));
    expect((await read(PAST)).papers).toEqual(submitted);
  });

  test('keep Markdown, mentions and a title of 5,000 characters unchanged', async () => {
    const titles = ['@everyone <@&1> **bold** [x](http://example.org)', 'x'.repeat(5_000)];
    submitted = titles.map((title, i) => makePaper({ id: `2506.0000${i}`, title }));
    expect((await read(PAST)).papers.map(({ title }) => title)).toEqual(titles);
  });

  test('are skipped if unreadable, with the invalid field, and the others are stored', async () => {
    submitted = manyPapers(4);
    answers(
      atomFeed(submitted)
        .replace('http://arxiv.org/abs/2506.00000v1', 'http://example.org/1')
        .replace(/(00001v1.*?)<title>.*?<\/title>/s, '$1')
        .replace(/(00002v1<\/id>\s*<published>)2025/, '$12031'),
    );
    const [, , odd, last] = submitted;
    const { papers, skipped } = await read(PAST);
    expect(skipped).toEqual([
      'item 1: "id" is off: "http://example.org/1" is no arXiv id',
      '2506.00001: "title" is off: expected text',
    ]);
    expect(papers).toEqual([{ ...odd, published: undefined }, last]);
  });
});

describe("A response of arXiv's API without papers", () => {
  const cutOff = fixture('arxiv-atom.xml').slice(0, 1_500);
  const billionLaughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from(
    { length: 9 },
    (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i || ''};`.repeat(10)}">`,
  ).join('')}]><feed><entry><title>&lol9;</title></entry></feed>`;
  const external =
    '<?xml version="1.0"?><!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed>&x;</feed>';

  test.each([
    [
      'HTML',
      '<!DOCTYPE html>\n<html><body>Rate exceeded.<br></body></html>',
      'HTML instead of XML with <feed>',
    ],
    ['plain text', 'Rate exceeded.', 'XML that is broken or cut off at line 1'],
    ['nothing', '', 'XML that is broken or cut off at line 1'],
    ['XML that is cut off', cutOff, 'XML that is broken or cut off at line 28'],
    ['a billion laughs', billionLaughs, 'XML that has a document type or entities, which are not read'],
    ['an entity from a file', external, 'XML that has a document type or entities, which are not read'],
    ['another kind of document', rssFeed(TODAY, []), 'XML without <feed>'],
    ['an error feed', atomError('incorrect id format for x'), 'an error, "incorrect id format for x"'],
  ])('but with %s is a clear error after a retry', async (_what, text, words) => {
    answers(text);
    await expect(read(PAST)).rejects.toMatchObject({
      message: expect.stringMatching(/^arXiv could not be read \(GET \/arxiv\/query\?\S+\): /),
      isRetryable: true,
    });
    await expect(read(PAST)).rejects.toThrow(`it answered with ${words}.`);
    expect(server.requests).toHaveLength(8);
  });

  test('but with undefined entities keeps them as text', async () => {
    answers(atomFeed([makePaper({ title: 'A' })]).replace('>A<', '>A &nope; &#x41; &#9999999; &amp;lt;<'));
    expect((await read(PAST)).papers[0]?.title).toBe('A &nope; A &#9999999; <');
  });

  test('but with names of object properties, comments and CDATA is read normally', async () => {
    const paper = makePaper({ title: 'A <entry> of </feed>' });
    answers(
      atomFeed([paper])
        .replace('<entry>', '<!-- <entry> </feed> --><entry><__proto__><id>x</id></__proto__><constructor/>')
        .replace(/<title>A .*?<\/title>/, '<title><![CDATA[A <entry> of </feed>]]></title>'),
    );
    expect((await read(PAST)).papers).toEqual([paper]);
  });

  test('but with an error feed and status 400 is quoted and not retried', async () => {
    server.interrupt = (_request, response) => {
      response.writeHead(400).end(atomError('start must be non-negative'));
      return true;
    };
    await expect(read(PAST)).rejects.toMatchObject({
      message: expect.stringMatching(/: it answered with status 400, "start must be non-negative"\.$/),
      isRetryable: false,
    });
    expect(server.requests).toHaveLength(1);
  });

  test('but without a number of results says so', async () => {
    answers('<feed><title>x</title></feed>');
    await expect(read(PAST)).rejects.toThrow('"totalResults" is off');
  });
});

describe("Today's announcements", () => {
  test('are read from the feed: new papers, cross-lists, and separately replacements', async () => {
    answers(fixture('arxiv-rss.xml'));
    expect(await read(TODAY)).toEqual({
      papers: [
        {
          id: '2506.01234',
          title: 'Small Models, Large Gains & Losses',
          abstract: 'We show that small models gain where a < b. Abstract: again.',
          authors: ['Ada Lovelace', 'Bo Li'],
          categories: ['cs.LG', 'cs.CL'],
        },
        {
          id: '2505.09999',
          title: 'From Another Category',
          abstract: 'We cross.',
          authors: ['Bo Li'],
          categories: ['cs.CV', 'cs.LG'],
        },
      ],
      replaced: expect.arrayContaining([
        expect.objectContaining({ id: '2401.00002', title: 'Another Old One' }),
      ]),
      skipped: [],
    });
    expect(server.requests).toEqual(['GET /arxiv/rss/cs.LG']);
  });

  test('are those of the day in New York, where a day begins later than in UTC', async () => {
    const lateEvening = '2025-06-05T03:59:00Z';
    expect((await read(TODAY, lateEvening)).papers).toHaveLength(1);
    expect(server.requests).toEqual(['GET /arxiv/rss/cs.LG']);
    await read(TODAY, '2025-06-05T04:00:00Z');
    expect(server.requests[1]).toMatch('GET /arxiv/query?');
  });

  test('are none while the feed is for another day', async () => {
    expect(await read('2025-06-05')).toEqual({ papers: [], skipped: [] });
    expect(await read('2025-06-05', '2025-06-05T09:00:00Z')).toEqual({ papers: [], skipped: [] });
  });

  test('are none at weekends, when the feed has no items', async () => {
    answers(rssFeed(TODAY, []));
    expect(await read(TODAY)).toEqual({ papers: [], replaced: [], skipped: [] });
  });

  test('are skipped if unreadable, with the invalid field, and the others are stored', async () => {
    const feed = fixture('arxiv-rss.xml')
      .replaceAll('2506.01234', 'x')
      .replace('https://arxiv.org/abs/x', 'https://example.org');
    answers(feed.replace('<title>From Another Category</title>', '<title> </title>'));
    expect((await read(TODAY)).skipped).toEqual([
      expect.stringMatching(/^item 1: "id" is off: "https:\/\/example.org .*" is no arXiv id$/),
      '2505.09999: "title" is off: it is empty',
    ]);
  });

  test.each([
    ['HTML', '<html></html>', 'it answered with HTML instead of XML with <rss>'],
    ['a feed without date', '<rss><channel><title>x</title></channel></rss>', '"channel.pubDate" is off'],
    [
      'a feed with a date that is none',
      '<rss><channel><pubDate>x</pubDate></channel></rss>',
      'expected a date',
    ],
  ])('are a clear error if the response is %s', async (_what, text, words) => {
    answers(text);
    await expect(read(TODAY)).rejects.toThrow(words);
  });
});

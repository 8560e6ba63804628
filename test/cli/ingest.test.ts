/** `paperboy ingest`: reads the sources on demand, in a separate process. */

import { expect, onTestFinished, test } from 'vitest';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import { makePaper } from '../helpers/papers.ts';
import { newDatabase, runProgram } from '../helpers/program.ts';
import { type SourceContent, type SourceServer, startSourceServer } from '../helpers/source-server.ts';
import { dailyListOf } from '../store/helpers.ts';

const BUNDLED = 119;
const DAY = '2025-06-03';
const papers = Array.from({ length: 12 }, (_, i) =>
  makePaper({ id: `2506.${10_000 + i}`, title: `Paper number ${i}`, published: DAY }),
);

async function startServer(content: SourceContent) {
  const server = await startSourceServer(content);
  onTestFinished(() => server.close());
  return { server, env: envOf(server) };
}

const envOf = ({ settings }: SourceServer) => ({
  DATABASE_URL: newDatabase(),
  SOURCES: 'hugging-face,arxiv',
  ARXIV_CATEGORIES: 'cs.LG',
  HF_API_URL: settings.huggingFaceUrl,
  ARXIV_API_URL: settings.arxivApiUrl,
  ARXIV_RSS_URL: settings.arxivRssUrl,
  S2_API_URL: settings.semanticScholarUrl,
});

const listed = (count: number) => papers.slice(0, count).map((paper, i) => ({ paper, votes: 40 - i }));

test('a day of both sources is read and embedded; a shared paper is stored once, and a second run changes nothing', async () => {
  const { env } = await startServer({ dailyPapers: () => listed(4), submissions: () => papers });
  const first = await runProgram(['ingest', '--day', DAY], env);
  expect(first).toMatchObject({ code: 0, stderr: 'Reading 1 of 2\nReading 2 of 2\n' });
  expect(first.stdout).toMatch(
    /^Read 2 of 2 lists with 16 papers: 12 new, \d updated, \d known already; 131 embedded\.\n$/,
  );
  const stores = openSqliteStores(env.DATABASE_URL.replace('file:', ''));
  onTestFinished(() => stores.close());
  expect(await stores.papers.count()).toBe(BUNDLED + papers.length);
  expect((await dailyListOf(stores, 'hugging-face', DAY))?.entries[0]?.votes).toBe(40);

  const again = await runProgram(['ingest', '--source', 'hugging-face', '--day', DAY], env);
  expect(again).toMatchObject({ code: 0, stderr: 'Reading 1 of 1\n' });
  expect(again.stdout).toBe(
    'Read 1 of 1 list with 4 papers: 0 new, 0 updated, 4 known already; 0 embedded.\n',
  );
});

test('without --day everything due is read, and nothing soon after', async () => {
  const { env, server } = await startServer({ dailyPapers: () => listed(4) });
  const first = await runProgram(['ingest', '--source', 'hugging-face'], env);
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(/^Read 8 of 8 lists with 32 papers: 4 new, /);
  expect(server.requests).toHaveLength(8);
});

test('Semantic Scholar is asked for papers like the newest list’s most voted, and arXiv’s texts win', async () => {
  const asked: (readonly string[])[] = [];
  const worse = { ...listed(1)[0]?.paper, abstract: 'As somebody copied it.' };
  const { env } = await startServer({
    dailyPapers: () => listed(7).reverse(),
    submissions: () => papers.slice(0, 1),
    recommendations(like) {
      asked.push(like);
      return [makePaper(worse), makePaper({ id: '2506.77777', title: 'Like them' })];
    },
  });
  const withAll = { ...env, SOURCES: 'hugging-face,arxiv,semantic-scholar' };
  for (const source of ['hugging-face', 'arxiv'])
    await runProgram(['ingest', '--source', source, '--day', DAY], withAll);
  const { code, stdout } = await runProgram(
    ['ingest', '--source', 'semantic-scholar', '--day', DAY],
    withAll,
  );
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'Read 1 of 1 list with 2 papers: 1 new, 0 updated, 1 known already; 1 embedded.\n',
  });
  expect(asked).toEqual([papers.slice(0, 5).map(({ id }) => id)]);
  const stores = openSqliteStores(env.DATABASE_URL.replace('file:', ''));
  onTestFinished(() => stores.close());
  expect((await stores.papers.get(papers[0]?.id ?? ''))?.abstract).toBe(papers[0]?.abstract);
  expect(await stores.ingestRuns.since(DAY)).toContainEqual(
    expect.objectContaining({ source: 'semantic-scholar', part: '', day: DAY, items: 2 }),
  );
});

test('Semantic Scholar is asked about the bundled list until another was read', async () => {
  const asked: (readonly string[])[] = [];
  const { env } = await startServer({
    recommendations(like) {
      asked.push(like);
      return [];
    },
  });
  const { code } = await runProgram(['ingest'], { ...env, SOURCES: 'semantic-scholar' });
  expect({ code, asked }).toEqual({ code: 0, asked: [expect.objectContaining({ length: 5 })] });
});

test('an unreadable item is skipped with one line', async () => {
  const nameless = makePaper({ id: '2506.20000', title: '' });
  const { env } = await startServer({ dailyPapers: () => [...listed(2), { paper: nameless, votes: 3 }] });
  const { code, stdout, stderr } = await runProgram(
    ['ingest', '--source', 'hugging-face', '--day', DAY],
    env,
  );
  expect(code).toBe(1);
  expect(stderr).toMatch(/^hugging-face 2025-06-03: left out: .*2506\.20000.*title.*\nReading 1 of 1\n$/);
  expect(stdout).toBe('Read 1 of 1 list with 2 papers: 2 new, 0 updated, 0 known already; 121 embedded.\n');
});

test('each unreachable source is reported in one line, with exit code 1 and no stack', async () => {
  const closed = await startSourceServer();
  await closed.close();
  const { code, stdout, stderr } = await runProgram(['ingest', '--day', DAY], envOf(closed));
  expect(code).toBe(1);
  expect(stdout).toBe('Read 0 of 2 lists with 0 papers: 0 new, 0 updated, 0 known already; 119 embedded.\n');
  const lines = stderr.split('\n').filter((line) => !line.startsWith('Reading'));
  expect(lines.sort()).toEqual([
    '',
    expect.stringMatching(/^arxiv cs\.LG 2025-06-03: arXiv could not be read \(GET .*ECONNREFUSED[^:]*$/),
    expect.stringMatching(
      /^hugging-face 2025-06-03: Hugging Face could not be read \(GET .*ECONNREFUSED[^:]*$/,
    ),
  ]);
});

test.each<[string, string[], Record<string, string>, RegExp]>([
  [
    'an unknown source',
    ['--source', 'arkiv'],
    {},
    /'arkiv' is invalid\. Allowed choices are hugging-face, arxiv, semantic-scholar\./,
  ],
  [
    'a source that is not read',
    ['--source', 'arxiv'],
    { SOURCES: 'hugging-face' },
    /^paperboy: arxiv is not in SOURCES\. Set for example SOURCES=hugging-face,arxiv, or/,
  ],
  [
    'no source',
    [],
    {},
    /^paperboy: SOURCES names no source to read\. Set for example SOURCES=hugging-face,arxiv\.\n/,
  ],
  [
    'a day that never was',
    ['--day', '2026-02-30'],
    {},
    /argument '2026-02-30' is invalid\. Give a day such as/,
  ],
  [
    'a day to come',
    ['--day', '2999-01-01'],
    { SOURCES: 'arxiv' },
    /^paperboy: 2999-01-01 has not come yet\. /,
  ],
])('%s is misuse: exit code 2 and a line that helps', async (_, args, env, says) => {
  const { code, stdout, stderr } = await runProgram(['ingest', ...args], env);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/^ +at /m);
});

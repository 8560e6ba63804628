/** `paperboy trending`: the newest list, or a given day's. */
import { beforeAll, expect, test } from 'vitest';
import { seed } from '../../src/ingest/seed.ts';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import { makePaper } from '../helpers/papers.ts';
import { newDatabase, runProgram } from '../helpers/program.ts';

const read = newDatabase();
const run = (...args: string[]) => runProgram(['trending', ...args], { DATABASE_URL: read });

beforeAll(async () => {
  const stores = openSqliteStores(read.replace('file:', ''));
  await seed(stores);
  await stores.papers.add([
    makePaper({ id: '2607.00001', title: 'Of Tuesday' }),
    makePaper({ id: '2607.00002', title: 'Of Wednesday' }),
  ]);
  await stores.dailyLists.save({
    source: 'hugging-face',
    day: '2026-06-30',
    entries: [{ paperId: '2607.00001' }],
  });
  await stores.dailyLists.save({
    source: 'hugging-face',
    day: '2026-07-01',
    entries: [{ paperId: '2607.00002' }, { paperId: '2607.00001' }],
  });
  await stores.close();
});

test('it shows the bundled list until a source has been read', async () => {
  const { code, stdout, stderr } = await runProgram(['trending', '--k', '119']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    /^Trending: the list that comes with Paperboy, of no particular day\n1\. .+\n {3}https:\/\/arxiv\.org\/.+\n(?: {3}.+\n)?2\. /,
  );
  expect(stdout).toMatch(/^119\. /m);
});

test('it shows the newest list, or a given day’s, to a person and to a script', async () => {
  const [newest, ofDay] = await Promise.all([run(), run('--day', '2026-06-30', '--json')]);
  expect(newest).toMatchObject({
    code: 0,
    stderr: '',
    stdout:
      'Trending: Hugging Face daily papers of 2026-07-01\n1. Of Wednesday\n   https://arxiv.org/abs/2607.00002\n   We introduce EmbeddingGemma, a new lightweight text embedding model.\n2. Of Tuesday\n   https://arxiv.org/abs/2607.00001\n   We introduce EmbeddingGemma, a new lightweight text embedding model.\n',
  });
  expect(ofDay).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(ofDay.stdout)).toMatchObject({
    rank: 1,
    paperId: '2607.00001',
    title: 'Of Tuesday',
    url: 'https://arxiv.org/abs/2607.00001',
    sentence: expect.any(String),
    source: 'hugging-face',
    day: '2026-06-30',
    why: { hasCode: false },
  });
});

test('it says when no list of that day is stored, and names the newest', async () => {
  expect(await run('--day', '2026-01-01')).toMatchObject({
    code: 1,
    stdout: '',
    stderr:
      'paperboy: No list of 2026-01-01 is stored. The newest is Hugging Face daily papers of 2026-07-01; see it with: paperboy trending\n',
  });
});

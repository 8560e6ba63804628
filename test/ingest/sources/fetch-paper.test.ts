import { expect, test } from 'vitest';
import { createPaperFetcher, type PaperReader } from '../../../src/ingest/sources/fetch-paper.ts';
import { makePaper } from '../../helpers/papers.ts';
import { createWaitlessClock } from '../../helpers/waitless-clock.ts';
import { openTestStores } from '../../store/helpers.ts';

const never = new AbortController().signal;
const paper = makePaper({ id: '2507.06261', title: 'Fetched' });

function start(arxiv: PaperReader, huggingFace: PaperReader = async () => undefined) {
  const stores = openTestStores();
  const clock = createWaitlessClock();
  const readers = [
    { source: 'arxiv', read: arxiv },
    { source: 'hugging-face', read: huggingFace },
  ] as const;
  return { stores, clock, fetchPaper: createPaperFetcher(stores, readers, clock, never) };
}

test('A paper that is fetched is stored', async () => {
  const { stores, fetchPaper } = start(async () => paper);
  expect(await fetchPaper(paper.id)).toMatchObject({ kind: 'found', paper: { title: 'Fetched' } });
  expect(await stores.papers.get(paper.id)).toMatchObject({ title: 'Fetched' });
});

test('If arXiv fails, Hugging Face is asked', async () => {
  const fails: PaperReader = () => Promise.reject(new Error('away'));
  const { fetchPaper } = start(fails, async () => paper);
  expect(await fetchPaper(paper.id)).toMatchObject({ kind: 'found' });
});

test('After a slow source the next one is asked', async () => {
  const hangs: PaperReader = (_id, signal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const { fetchPaper } = start(hangs, async () => paper);
  expect(await fetchPaper(paper.id)).toMatchObject({ kind: 'found' });
});

test('Several people who wait for one paper cause one request', async () => {
  let asked = 0;
  const { fetchPaper } = start(async () => {
    asked++;
    return paper;
  });
  await Promise.all([fetchPaper(paper.id), fetchPaper(paper.id), fetchPaper(paper.id)]);
  expect(asked).toBe(1);
});

test('An unknown id is not requested again soon', async () => {
  let asked = 0;
  const { fetchPaper } = start(async () => {
    asked++;
    return undefined;
  });
  expect(await fetchPaper('2507.99999')).toEqual({ kind: 'missing' });
  expect(await fetchPaper('2507.99999')).toEqual({ kind: 'missing' });
  expect(asked).toBe(1);
});

test('If no source is reachable, the result says so', async () => {
  const fails: PaperReader = () => Promise.reject(new Error('away'));
  const { fetchPaper } = start(fails, fails);
  expect(await fetchPaper(paper.id)).toEqual({ kind: 'unreachable' });
});

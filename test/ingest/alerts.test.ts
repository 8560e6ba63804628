/** Alerts to the operators about suspicious lists. */
import Keyv from 'keyv';
import { expect, test } from 'vitest';
import { type AlertPort, sendAlerts } from '../../src/ingest/alerts.ts';
import { readListHealth } from '../../src/ingest/list-health.ts';
import { alertReply } from '../../src/reply/notice.ts';
import { addList } from '../helpers/posting.ts';
import { openTestStores } from '../store/helpers.ts';

// A Wednesday.
const NOW_MS = Date.parse('2025-06-04T18:00:00Z');
const DAY_MS = 86_400_000;
const reading = (source: 'hugging-face' | 'arxiv', day: string, problem?: string) => ({
  source,
  part: source === 'arxiv' ? 'cs.LG' : '',
  day,
  readAt: new Date(NOW_MS),
  items: 0,
  skipped: 0,
  fingerprint: '',
  problem,
});

/** A channel that shows alerts as operators read them. */
function createReader(): { readonly texts: (string | undefined)[]; readonly tell: AlertPort } {
  const texts: (string | undefined)[] = [];
  return { texts, tell: { send: async (alert) => void texts.push(alertReply(alert).content) } };
}

async function openWithoutToday() {
  const stores = await openTestStores();
  await addList(stores, '2025-06-03');
  await stores.ingestRuns.save(reading('hugging-face', '2025-06-04'));
  return stores;
}

test('each is sent once, also after a restart, and another the next day', async () => {
  const stores = await openWithoutToday();
  const { texts, tell } = createReader();
  const open = () => new Keyv<true>({ store: stores.keyValues, namespace: 'alarms' });
  await sendAlerts(stores, NOW_MS, open(), tell);
  await sendAlerts(stores, NOW_MS + 3_600_000, open(), tell);
  expect(texts).toEqual(["Hugging Face has no list for today; this is Tuesday's."]);
  await sendAlerts(stores, NOW_MS + DAY_MS, open(), tell);
  expect(texts).toHaveLength(2);
});

test('a failed one is sent the next time', async () => {
  const stores = await openWithoutToday();
  const told = new Keyv<true>();
  const gone = { send: () => Promise.reject(new Error('the channel is gone')) };
  await expect(sendAlerts(stores, NOW_MS, told, gone)).rejects.toThrow('the channel is gone');
  const { texts, tell } = createReader();
  await sendAlerts(stores, NOW_MS, told, tell);
  expect(texts).toHaveLength(1);
});

test('without ingest runs nothing is wrong and no age is known; the bundled list has none', async () => {
  const stores = await openTestStores();
  expect(await readListHealth(stores, NOW_MS)).toEqual({
    ageDays: new Map(),
    notices: [],
    failed: new Map(),
    away: [],
  });
});

test('the age is in days, and last week’s failed runs are counted by source', async () => {
  const stores = await openWithoutToday();
  await stores.ingestRuns.save(reading('arxiv', '2025-06-02', 'it answered with status 500'));
  await stores.ingestRuns.save(reading('arxiv', '2025-06-03', 'it answered with status 500'));
  await stores.ingestRuns.save(reading('arxiv', '2025-05-01', 'long ago'));
  const { ageDays, notices, failed } = await readListHealth(stores, NOW_MS);
  expect([...ageDays]).toEqual([['hugging-face', 1]]);
  expect(notices.map(({ kind }) => kind)).toEqual(['missing']);
  expect([...failed]).toEqual([
    ['arxiv', 2],
    ['hugging-face', 0],
  ]);
});

test('a source without lists is reported once, after a day and a half without data', async () => {
  const stores = await openTestStores();
  await stores.ingestRuns.save({ ...reading('arxiv', '2025-06-02'), readAt: new Date(NOW_MS) });
  await stores.ingestRuns.save(reading('arxiv', '2025-06-03', 'It answered 503.'));
  const told = new Keyv<true>();
  const { texts, tell } = createReader();
  await sendAlerts(stores, NOW_MS + 35 * 3_600_000, told, tell);
  expect(texts).toEqual([]);
  await sendAlerts(stores, NOW_MS + 36 * 3_600_000, told, tell);
  await sendAlerts(stores, NOW_MS + 90 * 3_600_000, told, tell);
  expect(texts).toEqual(['arXiv was last read on 4 Jun 2025; Paperboy goes on trying. It answered 503.']);
});

test('each source that is away is told of once, and again only after it was back', async () => {
  const stores = openTestStores();
  await addList(stores, '2025-06-04');
  const day = (back: number) => new Date(NOW_MS - back * DAY_MS);
  const run = (source: 'arxiv' | 'semantic-scholar', readAt: Date, problem?: string) =>
    stores.ingestRuns.save({
      ...reading('arxiv', readAt.toISOString().slice(0, 10), problem),
      source,
      part: source === 'arxiv' ? 'cs.LG' : '',
      readAt,
    });
  for (const source of ['arxiv', 'semantic-scholar'] as const) {
    await run(source, day(6));
    await run(source, day(0), `${source} answered 503`);
  }
  const { texts, tell } = createReader();
  const told = new Keyv<true>();
  await sendAlerts(stores, NOW_MS, told, tell);
  expect(texts).toHaveLength(2);
  await sendAlerts(stores, NOW_MS + 3_600_000, told, tell);
  expect(texts).toHaveLength(2);
});

test('a source that was read today is not away, whatever another one says', async () => {
  const stores = openTestStores();
  await addList(stores, '2025-06-04');
  await stores.ingestRuns.save({ ...reading('arxiv', '2025-06-04'), readAt: new Date(NOW_MS) });
  const failed = {
    ...reading('arxiv', '2025-06-04', 'It answered 503.'),
    source: 'semantic-scholar' as const,
    part: '',
  };
  await stores.ingestRuns.save(failed);
  const { away } = await readListHealth(stores, NOW_MS);
  expect(away.map(({ source }) => source)).toEqual(['semantic-scholar']);
});

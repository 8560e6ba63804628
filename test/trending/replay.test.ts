/** Five months of real daily lists, as a subscription gets them. */
import { expect, test } from 'vitest';
import { addDays } from '../../src/lib/days.ts';
import type { PostedPaper } from '../../src/store/posts.ts';
import { trendingPapers } from '../../src/trending/trending.ts';
import { readDailyLists } from '../helpers/daily-lists.ts';
import { plainLibrary } from '../helpers/posting.ts';
import { openTestStores, paper } from '../store/helpers.ts';

const SIZE = 5;
const FULL_LIST = 20;

test('Five months of lists fill a post on nearly every weekday, with no paper twice in 30 days', async () => {
  const rows = readDailyLists();
  const days = [...new Set(rows.map(({ date }) => date))].sort();
  const stores = openTestStores();
  const engine = plainLibrary(stores);
  const posts: PostedPaper[] = [];
  const seen = new Set<string>();
  let full = 0;
  let pages = 0;
  for (const day of days) {
    const listed = rows.filter(({ date }) => date === day);
    await stores.papers.add(listed.map(({ id, title }) => paper(id, title)));
    const entries = listed.map(({ id, stars }) => ({ paperId: id, stars: stars ?? undefined }));
    await stores.dailyLists.save({ source: 'hugging-face', day, entries }, new Date(`${day}T08:00:00Z`));
    const posted = posts.filter((post) => post.day >= addDays(day, -30));
    const request = { period: 'today', asOf: new Date(`${day}T09:00:00Z`), posted } as const;
    const { papers } = await trendingPapers(engine, request, { from: 0, count: SIZE });
    for (const shown of papers) {
      if (!shown.why.roseAnew) expect(posted.map(({ paperId }) => paperId)).not.toContain(shown.paper.id);
      posts.push({ paperId: shown.paper.id, day, votes: shown.votes });
    }
    const isFull = listed.filter(({ id }) => !seen.has(id)).length >= FULL_LIST;
    for (const { id } of listed) seen.add(id);
    if (isFull) full++;
    if (isFull && papers.length === SIZE) pages++;
  }
  expect(full).toBeGreaterThan(50);
  expect(pages / full).toBeGreaterThan(0.95);
}, 60_000);

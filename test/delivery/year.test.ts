/** Days in twelve time zones through the whole posting schedule; `npm run bench -- year` runs a whole year. */
import { expect, onTestFinished, test } from 'vitest';
import { simulateYear, ZONES } from '../helpers/year.ts';
import { openTestStores } from '../store/helpers.ts';

test('one post a day in each of twelve time zones, at the right minute, through changes of their clocks', async () => {
  const stores = openTestStores();
  onTestFinished(() => stores.close());
  // Until April: ten clock changes in spring and autumn, and Ramadan's.
  const days = 100;
  const { posts, problems } = await simulateYear(stores, days);
  expect(problems).toEqual([]);
  expect(posts).toBeGreaterThanOrEqual(ZONES.length * (days - 1));
});

/** Picks the papers that people look at most, as seeds for recommendations. */

import { addDays } from '../lib/days.ts';
import type { Stores } from '../store/stores.ts';

const WINDOW_DAYS = 7;

/**
 * The papers of the newest list up to a day (ISO), best first. If the week before has no list, the newest one of all is
 * used, at first the bundled one.
 */
export async function mostNoticed(stores: Stores, day: string): Promise<string[]> {
  const lists = await stores.dailyLists.between(addDays(day, -WINDOW_DAYS), day);
  const list = lists.find(({ entries }) => entries.length > 0) ?? (await stores.dailyLists.newest());
  return (list?.entries ?? []).map(({ paperId }) => paperId);
}

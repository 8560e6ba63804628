/** Which papers a source may be asked about as those that people look at. */

import { addDays } from '../lib/days.ts';
import type { Stores } from '../store/stores.ts';

const WINDOW_DAYS = 7;

/**
 * The papers of the newest list up to a day (ISO), as it ranks them. Where the week before has none, those of the newest
 * list there is: at first that is the one that Paperboy comes with.
 */
export async function mostNoticed(stores: Stores, day: string): Promise<string[]> {
  const lists = await stores.dailyLists.between(addDays(day, -WINDOW_DAYS), day);
  const list = lists.find(({ entries }) => entries.length > 0) ?? (await stores.dailyLists.newest());
  return (list?.entries ?? []).map(({ paperId }) => paperId);
}

/** Which papers a source may be asked about as those that people look at. */

import { addDays } from '../lib/days.ts';
import type { Catalog } from '../store/catalog.ts';

const WINDOW_DAYS = 7;

/**
 * The papers of the newest list up to a day (ISO), as it ranks them. Where the week before has none, those of the newest
 * list there is: at first that is the one that Paperboy comes with.
 */
export async function mostNoticed(catalog: Catalog, day: string): Promise<string[]> {
  const lists = await catalog.dailyListsBetween(addDays(day, -WINDOW_DAYS), day);
  const list = lists.find(({ entries }) => entries.length > 0) ?? (await catalog.newestDailyList());
  return (list?.entries ?? []).map(({ paperId }) => paperId);
}

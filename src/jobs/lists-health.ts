/** How the lists and the sources stand, for whoever runs the bot: `doctor`, `/metrics` and the alarms tell it. */
import type { Catalog } from '../catalog/catalog.ts';
import { addDays, utcDay } from '../lib/days.ts';
import type { SourceName } from '../paper.ts';
import { currentNotices, dayToJudge, type Notice } from '../trending/freshness.ts';

const DAY_MS = 86_400_000;
// As far back as days are read again.
const FAILED_DAYS = 7;

export interface ListsHealth {
  /** Whole UTC days since that of the newest list; undefined where no list of a day is stored. */
  readonly ageDays: number | undefined;
  readonly notices: readonly Notice[];
  /** How many readings of the last 7 days could not be made, by each source that was tried. */
  readonly failed: ReadonlyMap<SourceName, number>;
}

/** `nowMs` is since 1970. */
export async function readListsHealth(catalog: Catalog, nowMs: number): Promise<ListsHealth> {
  const today = utcDay(nowMs);
  const [newest, notices, readings] = await Promise.all([
    catalog.newestListing(),
    currentNotices(catalog, dayToJudge(nowMs), nowMs),
    catalog.readingsSince(addDays(today, -FAILED_DAYS)),
  ]);
  const failed = new Map<SourceName, number>();
  for (const { source, problem } of readings)
    failed.set(source, (failed.get(source) ?? 0) + Number(problem !== undefined));
  const ageDays =
    newest?.day === undefined ? undefined : (Date.parse(today) - Date.parse(newest.day)) / DAY_MS;
  return { ageDays, notices, failed };
}

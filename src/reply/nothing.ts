/** Says what to do if a search shows no paper at all. */
import type { PaperFilter } from '../domain/filter.ts';

/**
 * Only a filter leaves nothing, not even what is nearest; so other words would not help. `unsearchable` is the author, fit to
 * be shown, whose papers can't be searched by topic yet.
 */
export function nothingOn(filter: PaperFilter | undefined, unsearchable?: string): string {
  if (unsearchable)
    return `I can’t search the papers of ${unsearchable} by topic yet. Ask for “${unsearchable}” alone.`;
  if (!filter) return 'I’m still indexing the papers. Please try again in a minute.';
  const needsDay = filter.since !== undefined || filter.before !== undefined;
  const days = needsDay ? ' (Papers without a date never match since: or before:.)' : '';
  return `No paper matches these filters. Try widening one.${days}`;
}

/** What to do where a search shows no paper at all. */
import { parseQuestion } from '../retrieval/query/parse.ts';

/**
 * Only a filter leaves nothing, not even what is nearest; so other words would not help. `question` as it was asked,
 * `unready` the author, fit to be shown, whose papers can't be searched by topic yet.
 */
export function nothingOn(question: string, unready?: string): string {
  if (unready)
    return `The papers of ${unready} aren’t ready to be searched by topic yet. Ask for “${unready}” alone.`;
  const { filter } = parseQuestion(question);
  if (!filter) return 'No paper is ready to be searched yet.';
  const needsDay = filter.since !== undefined || filter.before !== undefined;
  const days = needsDay
    ? ' Papers of which I know neither day nor month pass neither “since:” nor “before:”.'
    : '';
  return `No paper passes the filters. Widen one, or leave it out.${days}`;
}

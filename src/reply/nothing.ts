/** What to do where a search shows no paper at all. */
import { parseQuestion } from '../query/question.ts';

/** Only a filter leaves nothing, not even what is nearest; so other words would not help. `question` as it was asked. */
export function nothingOn(question: string): string {
  const { filter } = parseQuestion(question);
  if (!filter) return 'No paper is ready to be searched yet.';
  const needsDay = filter.since !== undefined || filter.before !== undefined;
  const days = needsDay ? ' Papers of which I don’t know the day pass neither “since:” nor “before:”.' : '';
  return `No paper passes the filters. Widen one, or leave it out.${days}`;
}

/** Stands in for the sentences of notices and reasons until they have files of their own. */
import type { TrendingPaper } from '../subscriptions/trending-stub.ts';
import type { Notice } from '../trending/freshness.ts';

export const noticeSentence = (notice: Notice): string => `The list may be off: ${notice.kind}.`;

export function whyLine({ why }: TrendingPaper): string {
  const { votes, stars, hasCode, votesGained } = why;
  return [
    votes !== undefined && `${votes} votes`,
    votesGained && `+${votesGained.by}`,
    hasCode && (stars === undefined ? 'code' : `code with ${stars} stars`),
  ]
    .filter(Boolean)
    .join(', ');
}

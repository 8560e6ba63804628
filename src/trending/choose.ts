/** Chooses the candidates for a daily post, given the earlier posts. */

import { addDays } from '../lib/days.ts';
import type { PostedPaper } from '../store/posts.ts';
import type { Candidate } from './candidates.ts';

// A paper posted on its first morning doubles by the evening: only a rise after a week counts as rising again.
const REST_DAYS = 7;
const MIN_VOTES_SINCE = 10;
const TOP_GAINS = 3;
// On a day without new papers, earlier ones must rise like the best.
const RISING_SHARE = 0.5;
const MIN_RISE = 5;

export interface Chosen {
  readonly candidate: Candidate;
  readonly roseAnew: boolean;
}

/**
 * Leaves out papers `posted` lately, unless they rose again: at least a week later they have twice the votes, ten or more
 * new ones, and one of the three largest gains. If no list came since the last post, as on weekends, papers that the last
 * post left out stay out too, unless they rise.
 */
export function chooseUnposted(
  candidates: readonly Candidate[],
  posted: readonly PostedPaper[],
  today: string,
  isDaily: boolean,
): Chosen[] {
  const lastPosts = new Map<string, PostedPaper>();
  for (const post of posted) {
    const known = lastPosts.get(post.paperId);
    if (!known || known.day < post.day) lastPosts.set(post.paperId, post);
  }
  const gains = candidates.map(gainOf).sort((a, b) => b - a);
  const topGain = Math.max(1, gains[TOP_GAINS - 1] ?? 1);
  const rising = Math.max(MIN_RISE, RISING_SHARE * (gains[0] ?? 0));
  const drawnDays = candidates
    .filter(({ paperId, firstDay }) => {
      const post = lastPosts.get(paperId);
      // A post's local day may be the day before the list's, which is in UTC.
      return post !== undefined && post.day < today && firstDay <= addDays(post.day, 1);
    })
    .map(({ firstDay }) => firstDay);
  const lastDrawn = drawnDays.sort().at(-1) ?? '';
  const unposted = candidates.filter(({ paperId }) => !lastPosts.has(paperId));
  // The second post of a day uses the same list as the first.
  const isFirstToday = !posted.some(({ day }) => day >= today);
  const broughtNothing = isDaily && isFirstToday && !unposted.some(({ firstDay }) => firstDay > lastDrawn);
  return candidates.flatMap((candidate): Chosen[] => {
    const post = lastPosts.get(candidate.paperId);
    if (!post) {
      return broughtNothing && gainOf(candidate) < rising ? [] : [{ candidate, roseAnew: false }];
    }
    const { votes } = candidate.attention;
    const roseAnew =
      post.day <= addDays(today, -REST_DAYS) &&
      votes !== undefined &&
      post.votes !== undefined &&
      votes >= 2 * post.votes &&
      votes - post.votes >= MIN_VOTES_SINCE &&
      gainOf(candidate) >= topGain;
    return roseAnew ? [{ candidate, roseAnew }] : [];
  });
}

const gainOf = ({ votesGained }: Candidate): number => votesGained?.by ?? 0;

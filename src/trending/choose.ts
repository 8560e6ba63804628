/** Which of the candidates a daily post shows, given what stood in the earlier ones. */

import { addDays } from '../lib/days.ts';
import type { PostedPaper } from '../store/posts.ts';
import type { Candidate } from './candidates.ts';

// A paper posted on its first morning has doubled by the evening: only what rises after a week has risen anew.
const REST_DAYS = 7;
const MIN_VOTES_SINCE = 10;
const TOP_GAINS = 3;
// On a day without anything new, earlier papers have to rise like the best.
const RISING_SHARE = 0.5;
const MIN_RISE = 5;

export interface Chosen {
  readonly candidate: Candidate;
  readonly roseAnew: boolean;
}

/**
 * Leaves out what was `posted` lately, unless it rose anew: at least a week later it has at least twice the votes
 * that it had, ten or more of them new, and one of the three largest gains of all. Where no list came since the last post,
 * as on weekends, what the last list had left over stays left over, but for what rises.
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
      // A post's day is local, which may be the day before that of the list in UTC.
      return post !== undefined && post.day < today && firstDay <= addDays(post.day, 1);
    })
    .map(({ firstDay }) => firstDay);
  const lastDrawn = drawnDays.sort().at(-1) ?? '';
  const unposted = candidates.filter(({ paperId }) => !lastPosts.has(paperId));
  // A second post of one day draws on the same list as the first.
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

/** Why a paper trends, in one short line. */
import type { Why } from '../trending/trending.ts';
import { formatDay } from './card.ts';

/** One thing that speaks for a paper, in plain words. */
export interface WhyPart {
  readonly about: 'attention' | 'discussion' | 'code';
  readonly text: string;
}

/**
 * "41 votes, +28 since yesterday, code with 1.2k stars": plain text, as far as known; else empty. `today` is the ISO
 * day on which it is read.
 */
export const describeWhy = (why: Why, today: string): string =>
  whyParts(why, today)
    .map(({ text }) => text)
    .join(', ');

/** The same, part by part. */
export function whyParts(
  { votes, votesGained, comments, stars, starsGained, hasCode, roseAnew }: Why,
  today: string,
): WhyPart[] {
  const rose =
    votesGained && votesGained.by > 0 && `+${short(votesGained.by)} ${since(votesGained.sinceDay, today)}`;
  const starsRose =
    starsGained && starsGained.by > 0
      ? ` (+${short(starsGained.by)} ${since(starsGained.sinceDay, today)})`
      : '';
  const part = (about: WhyPart['about'], text: string | false | undefined): WhyPart[] =>
    text ? [{ about, text }] : [];
  return [
    ...part('attention', roseAnew && 'rising again'),
    ...part('attention', votes !== undefined && counted(votes, 'vote')),
    ...part('attention', rose),
    ...part('discussion', comments ? counted(comments, 'comment') : undefined),
    ...part('code', stars ? `code with ${counted(stars, 'star')}${starsRose}` : hasCode && 'code'),
  ];
}

const counted = (count: number, noun: string): string => `${short(count)} ${noun}${count === 1 ? '' : 's'}`;

/** 1.2k from 1,234. */
function short(count: number): string {
  if (count < 1_000) return `${count}`;
  const thousands = count / 1_000;
  return `${thousands < 9.95 ? thousands.toFixed(1).replace(/\.0$/, '') : Math.round(thousands)}k`;
}

function since(day: string, today: string): string {
  const days = (Date.parse(today) - Date.parse(day)) / 86_400_000;
  return days <= 1 ? 'since yesterday' : `since ${formatDay(day).replace(/ \d{4}$/, '')}`;
}

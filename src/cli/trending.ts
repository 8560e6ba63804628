/** `paperboy trending`: shows what is trending now, or was by the end of a day. */

import type { Config } from '../config/config.ts';
import { UserError } from '../domain/errors.ts';
import { type DailyList, paperUrl } from '../domain/paper.ts';
import { SOURCES } from '../domain/source.ts';
import { utcDay } from '../lib/days.ts';
import { describeWhy } from '../reply/why.ts';
import { trendingPapers } from '../trending/trending.ts';
import { openOnTerminal } from './open-for-search.ts';

const PERIODS = { day: 'today', week: 'week', month: 'month' } as const;

export interface TrendingOptions {
  readonly day?: string;
  readonly period: keyof typeof PERIODS;
  readonly k: number;
  readonly json?: true;
}

export async function trendingCommand(
  config: Config,
  { day, period, k, json }: TrendingOptions,
): Promise<void> {
  const { engine } = await openOnTerminal(config);
  try {
    const asOf = day === undefined ? new Date() : new Date(`${day}T23:59:59.999Z`);
    const { papers, ...found } = await trendingPapers(
      engine,
      { period: PERIODS[period], asOf },
      { from: 0, count: k },
    );
    if (day !== undefined && (found.day === undefined || (period === 'day' && found.day !== day))) {
      const newest = await engine.stores.dailyLists.newest();
      const instead = newest
        ? ` The newest is ${describeDailyList(newest)}; see it with: paperboy trending`
        : '';
      throw new UserError(`No list of ${day} is stored.${instead}`);
    }
    if (!json) process.stdout.write(`Trending: ${describeDailyList(found)}\n`);
    for (const { paper, rank, sentence, why } of papers) {
      const reason = describeWhy(why, utcDay(asOf.getTime()));
      process.stdout.write(
        json
          ? `${JSON.stringify({ rank, paperId: paper.id, title: paper.title, url: paperUrl(paper), authors: paper.authors, sentence, source: found.source, day: found.day, why })}\n`
          : `${rank}. ${paper.title}\n   ${paperUrl(paper)}\n${sentence ? `   ${sentence}\n` : ''}${reason && `   ${reason}\n`}`,
      );
    }
  } finally {
    await engine.stores.close();
  }
}

/** Such as `Hugging Face daily papers of 2026-06-30`. */
export function describeDailyList({ source, day }: Pick<DailyList, 'source' | 'day'>): string {
  const name =
    source === 'bundled'
      ? 'the list that comes with Paperboy, of no particular day'
      : SOURCES[source].dailyList.title;
  return day === undefined ? name : `${name} of ${day}`;
}

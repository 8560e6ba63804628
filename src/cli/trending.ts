/** `paperboy trending`: the newest list, or that of a day. */
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import { type Listing, paperUrl } from '../paper.ts';
import type { Library } from '../search/library.ts';
import { trendingPapers } from '../trending/trending.ts';
import { openOnTerminal } from './open-for-search.ts';

const MAX_SHOWN = 200;

interface TrendingOptions {
  readonly day?: string;
  readonly json?: true;
}

export async function trendingCommand(config: Config, { day, json }: TrendingOptions): Promise<void> {
  const { library } = await openOnTerminal(config);
  try {
    const named = day === undefined ? undefined : await findListing(library, day);
    const { papers, ...listing } = await trendingPapers(library, named, { from: 0, count: MAX_SHOWN });
    if (!json) process.stdout.write(`Trending: ${describeListing(listing)}\n`);
    for (const { paper, rank } of papers) {
      process.stdout.write(
        json
          ? `${JSON.stringify({ rank, paperId: paper.id, title: paper.title, source: listing.source, day: listing.day })}\n`
          : `${rank}. ${paper.title}\n   ${paperUrl(paper)}\n`,
      );
    }
  } finally {
    await library.catalog.close();
  }
}

async function findListing({ catalog }: Library, day: string): Promise<Listing> {
  const listing = await catalog.getListing('hugging-face', day);
  if (listing) return listing;
  const newest = await catalog.newestListing();
  const instead = newest ? ` The newest is ${describeListing(newest)}; see it with: paperboy trending` : '';
  throw new UserError(`No list of ${day} is stored.${instead}`);
}

/** Such as `Hugging Face daily papers of 2026-06-30`. */
export function describeListing({ source, day }: Pick<Listing, 'source' | 'day'>): string {
  const name =
    source === 'bundled'
      ? 'the list that comes with Paperboy, of no particular day'
      : 'Hugging Face daily papers';
  return day === undefined ? name : `${name} of ${day}`;
}

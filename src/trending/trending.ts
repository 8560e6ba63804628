/** What is trending: the newest listing that was read, in its source's order. */
import { UserError } from '../errors.ts';
import type { Listing, Paper } from '../paper.ts';
import type { Library } from '../search/library.ts';
import type { Page } from '../search/match.ts';
import { extractSummary } from '../summary/extract.ts';

export interface TrendingPage {
  readonly source: Listing['source'];
  readonly day: string | undefined;
  readonly size: number;
  readonly papers: readonly TrendingPaper[];
  readonly hasMore: boolean;
}

export interface TrendingPaper {
  readonly paper: Paper;
  /** 1 is the top of the list. */
  readonly rank: number;
  /** The sentence of the abstract that says what was done; undefined where there is no abstract. */
  readonly sentence: string | undefined;
}

/** A page of one listing: of the one named, or of the newest. */
export async function trendingPapers(
  { catalog, embedder }: Library,
  named: Pick<Listing, 'source' | 'day'> | undefined,
  { from, count }: Page,
): Promise<TrendingPage> {
  const listing = named ? await catalog.getListing(named.source, named.day) : await catalog.newestListing();
  if (!listing) throw new UserError('That list is no longer stored. Ask for the newest one.');
  const papers: TrendingPaper[] = [];
  for (const [i, entry] of listing.entries.slice(from, from + count).entries()) {
    const paper = await catalog.getPaper(entry.paperId);
    if (!paper) continue;
    const { sentences } = await extractSummary(paper.abstract, embedder);
    const told = sentences.find(({ role }) => role === 'method') ?? sentences[0];
    papers.push({ paper, rank: from + i + 1, sentence: told?.text });
  }
  return {
    source: listing.source,
    day: listing.day,
    size: listing.entries.length,
    papers,
    hasMore: listing.entries.length > from + count,
  };
}

/** Stands in for src/trending until that ranks by attention. */
import type { PostedPaper } from '../catalog/posts.ts';
import type { Library } from '../search/library.ts';
import type { Page } from '../search/match.ts';
import type { Notice } from '../trending/freshness.ts';
import { trendingPapers as newest, type TrendingPaper as Told } from '../trending/trending.ts';

export interface TrendingRequest {
  readonly period: 'today' | 'week' | 'month';
  readonly asOf: Date;
  readonly lagDays?: number;
  readonly topics?: readonly string[];
  readonly categories?: readonly string[];
  readonly posted?: readonly PostedPaper[];
}

export interface TrendingPaper extends Told {
  readonly votes: number | undefined;
  readonly why: {
    readonly votes?: number | undefined;
    readonly votesGained?: { readonly by: number; readonly sinceDay: string } | undefined;
    readonly comments?: number | undefined;
    readonly stars?: number | undefined;
    readonly starsGained?: number | undefined;
    readonly hasCode: boolean;
    readonly roseAnew?: boolean | undefined;
    readonly topic?: string | undefined;
  };
}

export interface Trending {
  readonly source: string;
  readonly day: string | undefined;
  readonly size: number;
  readonly papers: readonly TrendingPaper[];
  readonly hasMore: boolean;
  readonly notices: readonly Notice[];
}

export async function trendingPapers(
  library: Library,
  { posted = [] }: TrendingRequest,
  { from, count }: Page,
): Promise<Trending> {
  const all = await newest(library, undefined, { from: 0, count: 40 });
  const listing = await library.catalog.newestListing();
  const seen = new Set(posted.map(({ paperId }) => paperId));
  const fresh = all.papers.filter(({ paper }) => !seen.has(paper.id));
  const papers = fresh.slice(from, from + count).map((told, i) => {
    const entry = listing?.entries.find(({ paperId }) => paperId === told.paper.id);
    const { votes, comments, stars } = entry ?? {};
    return {
      ...told,
      rank: from + i + 1,
      votes,
      why: { votes, comments, stars, hasCode: stars !== undefined },
    };
  });
  return { ...all, papers, hasMore: fresh.length > from + count, notices: [] };
}

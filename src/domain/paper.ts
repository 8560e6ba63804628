/** A paper and the lists that rank papers. */
import { z } from 'zod';
import type { ListSource } from './source.ts';

export const paperSchema = z.object({
  /** arXiv id without version (`2509.20354`), or `local:<slug of the title>` where there is none; at most 80 characters. */
  id: z.string().min(1).max(80),
  title: z.string().min(1),
  /** Empty where the source gave none. */
  abstract: z.string(),
  authors: z.array(z.string()),
  /** arXiv categories such as `cs.CL`, the primary one first. */
  categories: z.array(z.string()),
  /** ISO day, or undefined where unknown. */
  published: z.iso.date().optional(),
  /** The web address of its code. */
  repository: z.url({ protocol: /^https?$/ }).optional(),
  /** Its authors took it back; undefined where the source doesn't say. */
  withdrawn: z.boolean().optional(),
});

export interface Paper
  extends Readonly<
    Omit<z.infer<typeof paperSchema>, 'authors' | 'categories' | 'published' | 'repository' | 'withdrawn'>
  > {
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  readonly published?: string | undefined;
  readonly repository?: string | undefined;
  readonly withdrawn?: boolean | undefined;
}

/** One source's list for one day, best first. The list that Paperboy comes with has no day. */
export interface DailyList {
  readonly source: 'bundled' | ListSource;
  readonly day?: string | undefined;
  readonly entries: readonly DailyListEntry[];
}

/** A count that is undefined is unknown, which is not 0. */
export interface DailyListEntry {
  readonly paperId: string;
  readonly votes?: number | undefined;
  readonly comments?: number | undefined;
  readonly stars?: number | undefined;
  /** The https address of a picture that the source shows with the paper. */
  readonly picture?: string | undefined;
}

/** A page on which people can read the paper; without an arXiv id, arXiv's search for its title. */
export function paperUrl(paper: Pick<Paper, 'id' | 'title'>): string {
  return paper.id.startsWith('local:')
    ? `https://arxiv.org/search/?searchtype=title&query=${encodeURIComponent(paper.title)}`
    : `https://arxiv.org/abs/${paper.id}`;
}

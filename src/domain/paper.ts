/** A paper, its id, and the forms in which people write that id. */
import { createHash } from 'node:crypto';
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
});

export interface Paper
  extends Readonly<Omit<z.infer<typeof paperSchema>, 'authors' | 'categories' | 'published' | 'repository'>> {
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  readonly published?: string | undefined;
  readonly repository?: string | undefined;
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
}

// Both schemes of https://info.arxiv.org/help/arxiv_identifier.html: 2509.20354 since 2007, cs/0112017 or math.GT/0309136 before.
const ARXIV_ID = String.raw`\d{4}\.\d{4,5}|[a-z][a-z-]*(?:\.[A-Z]{2})?/\d{7}`;
// As arXiv cites a paper, and stamps it on the first page: `arXiv:2509.20354v1 [cs.CL] 24 Sep 2025`.
const STAMP = String.raw`\s*\[[a-z-]+(?:\.[a-z-]+)?\](?:\s+\d{1,2}\s+[a-z]{3,9}\s+\d{4})?`;
const BARE_ID = new RegExp(`^(?:arxiv:\\s*)?(${ARXIV_ID})(?:v\\d+)?(?:${STAMP})?$`, 'i');
const PAGE = String.raw`(?:https?://)?(?:(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)|ar5iv(?:\.labs\.arxiv)?\.org/(?:abs|html)|(?:www\.)?alphaxiv\.org/(?:abs|overview)|huggingface\.co/papers)/(?:arxiv\.)?`;
const DOI = String.raw`(?:(?:https?://)?doi\.org/|doi:\s*)?10\.48550/arxiv\.`;
const LINK = new RegExp(String.raw`^(?:${PAGE}|${DOI})(${ARXIV_ID})(?:v\d+)?(?:\.pdf)?/?(?:[?#].*)?$`, 'i');

/** The paper id in an arXiv id, citation or link as people paste it (abs, pdf, html, versions, DOI, Hugging Face), else undefined. */
export function parseArxivId(text: string): string | undefined {
  // In Discord's Markdown a link without a preview stands in <>, and code or bold in ` or *.
  const trimmed = text.trim().replace(/^([<`*]{1,3})(.*?)[>`*]{1,3}$/, '$2');
  return (BARE_ID.exec(trimmed) ?? LINK.exec(trimmed))?.[1];
}

/** The same text for titles that differ only in case, accents, spacing or punctuation. */
export function titleKey(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

const SLUG_CHARS = 56;

/** The id of a paper without an arXiv id: a slug of its title, with a short hash where the slug does not tell all of it. */
export function localPaperId(title: string): string {
  const slug = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const told = slug.replaceAll('-', '') === titleKey(title).replace(/\p{M}/gu, '');
  if (slug && told && slug.length <= SLUG_CHARS) return `local:${slug}`;
  const hash = createHash('sha256').update(titleKey(title)).digest('hex').slice(0, 8);
  return `local:${[slug.slice(0, SLUG_CHARS).replace(/-$/, ''), hash].filter(Boolean).join('-')}`;
}

/** Where a person can read the paper; for a paper without an arXiv id, arXiv's search for its title. */
export function paperUrl(paper: Pick<Paper, 'id' | 'title'>): string {
  return paper.id.startsWith('local:')
    ? `https://arxiv.org/search/?searchtype=title&query=${encodeURIComponent(paper.title)}`
    : `https://arxiv.org/abs/${paper.id}`;
}

/** arXiv's feed of the day's announcements: https://info.arxiv.org/help/rss_specifications.html. */
import { z } from 'zod';
import { isWithdrawn } from '../../domain/withdrawn.ts';
import { readAuthorLine, readAuthorList } from '../../text/author-names.ts';
import { arxivIdField, isoDay, optional, readItems, readWhole, textField, titleField } from './fields.ts';
import type { HttpClient } from './http-client.ts';
import type { Batch } from './source.ts';
import { elementText, parseXml } from './xml.ts';

/**
 * The category's new papers of that day, cross-lists included, and separately those with a replaced text. Empty if the
 * feed is of another day. Submission dates are missing from the feed and stay unknown.
 */
export async function readAnnouncements(
  client: HttpClient,
  rssUrl: string,
  category: string,
  day: string,
  signal: AbortSignal,
): Promise<Batch> {
  const channel = await client.get(new URL(`${rssUrl}/${category}`), readChannel, signal);
  if (channel.day !== day) return { papers: [], skipped: [] };
  const news = await readItems(channel.items.filter(isNews), itemSchema);
  const replaced = await readItems(
    channel.items.filter((item) => !isNews(item)),
    itemSchema,
  );
  return {
    papers: news.items.map(({ paper }) => paper),
    replaced: replaced.items.map(({ paper }) => paper),
    skipped: [...news.skipped, ...replaced.skipped],
  };
}

const channelSchema = z.object({
  channel: z.object({
    /** Midnight in New York, which is the same day in UTC. */
    pubDate: elementText
      .transform((text) => Date.parse(text))
      .refine((timeMs) => !Number.isNaN(timeMs), 'expected a date')
      .transform(isoDay),
    item: z.array(z.unknown()).default([]),
  }),
});

async function readChannel(text: string): Promise<{ day: string; items: unknown[] }> {
  const { channel } = readWhole(await parseXml(text, 'rss'), channelSchema);
  return { day: channel.pubDate, items: channel.item };
}

const replacedSchema = z.looseObject({ announce_type: z.string().startsWith('replace') });

function isNews(item: unknown): boolean {
  return !replacedSchema.safeParse(item).success;
}

const paperItemSchema = z
  .object({
    /** Any reference to the paper: its link, or `oai:arXiv.org:2506.01234v1`. */
    id: arxivIdField,
    title: elementText.pipe(titleField),
    /** `arXiv:2506.01234v1 Announce Type: new Abstract: …` */
    description: elementText.nullish().pipe(textField),
    /** Comma-separated names with affiliations in brackets; sometimes one name per element. */
    creator: z.array(elementText.catch('')).catch([]).default([]),
    category: z.array(elementText.catch('')).catch([]).default([]),
  })
  .transform(({ id, title, description, creator, category }) => {
    const abstract = description.replace(/^(?:arXiv:\S+\s+)?Announce Type:\s*\S+\s+Abstract:\s*/, '');
    const categories = [...new Set(category)].filter(Boolean);
    const paper = { id, title, abstract, authors: readCreators(creator), categories };
    // The feed has no comments, so it can't tell that a paper was not withdrawn.
    return { paper: { ...paper, withdrawn: isWithdrawn(paper) || undefined } };
  });

const namesSchema = z.object({
  link: optional(elementText),
  guid: optional(elementText),
  description: optional(elementText),
});

/** Each of these fields contains the paper's id; the description has it in its first line. */
const itemSchema = z.preprocess((item) => {
  const { link = '', guid = '', description = '' } = namesSchema.safeParse(item).data ?? {};
  const id = [link, guid, description?.split('\n', 1)[0]].join(' ');
  return typeof item === 'object' ? { ...item, id } : item;
}, paperItemSchema);

const readCreators = (creators: readonly string[]): string[] =>
  creators.length > 1 ? readAuthorList(creators) : readAuthorLine(creators[0] ?? '');

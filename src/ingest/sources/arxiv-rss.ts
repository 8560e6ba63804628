/** arXiv's feed of the day's announcements, as https://info.arxiv.org/help/rss_specifications.html has it. */
import { z } from 'zod';
import { cleanList } from '../../text/clean-text.ts';
import { arxivIdField, isoDay, readItems, readWhole, textField, titleField } from './fields.ts';
import type { HttpClient } from './http-client.ts';
import type { Batch } from './source.ts';
import { elementText, parseXml } from './xml.ts';

/**
 * The papers new to the category on that day, also those that came to it from another one; not those whose text was
 * replaced. Empty where the feed is of another day. It doesn't say when they were submitted, so that stays unknown.
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
  const { items, skipped } = await readItems(channel.items.filter(isNews), itemSchema);
  return { papers: items.map(({ paper }) => paper), skipped };
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

const itemSchema = z
  .object({
    link: elementText.pipe(arxivIdField),
    title: elementText.pipe(titleField),
    /** `arXiv:2506.01234v1 Announce Type: new Abstract: …` */
    description: elementText.nullish().pipe(textField),
    /** Names with commas between, affiliations in brackets. */
    creator: elementText.nullish(),
    category: z.array(elementText).default([]),
  })
  .transform((item) => ({
    paper: {
      id: item.link,
      title: item.title,
      abstract: item.description.replace(/^(?:arXiv:\S+\s+)?Announce Type:\s*\S+\s+Abstract:\s*/, ''),
      authors: cleanList((item.creator ?? '').replace(/\([^()]*\)/g, '').split(',')),
      categories: [...new Set(item.category)],
    },
  }));

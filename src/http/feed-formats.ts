/** A feed as Atom (RFC 4287) and as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
import { XMLBuilder } from 'fast-xml-parser';
import type { FeedEntry, TrendingFeed } from './feed.ts';

/** Where a feed is read: absolute addresses of itself and of the page that it belongs to. */
export interface FeedPlace {
  readonly self: string;
  readonly home: string;
}

const PROGRAM = 'Paperboy';

// Escapes what is text; attributes have an `@` before their name.
const xml = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
});

export function atomText(feed: TrendingFeed, { self, home }: FeedPlace): string {
  return xml.build({
    '?xml': { '@version': '1.0', '@encoding': 'utf-8' },
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      '@xml:lang': 'en',
      id: feed.id,
      title: feed.title,
      subtitle: feed.description,
      updated: feed.updated,
      // The author of every entry that names none.
      author: { name: PROGRAM },
      generator: PROGRAM,
      link: [
        { '@rel': 'self', '@type': 'application/atom+xml', '@href': self },
        { '@rel': 'alternate', '@type': 'text/html', '@href': home },
      ],
      entry: feed.entries.map((entry) => ({
        id: entry.id,
        title: entry.title,
        link: { '@rel': 'alternate', '@href': entry.url },
        ...(entry.published && { published: entry.published }),
        updated: entry.updated,
        author: entry.authors.map((name) => ({ name })),
        category: entry.categories.map((term) => ({ '@term': term })),
        ...(entry.sentence && { summary: entry.sentence }),
        content: { '@type': 'html', '#text': contentHtml(entry) },
      })),
    },
  });
}

export function jsonFeedText(feed: TrendingFeed, { self, home }: FeedPlace): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    description: feed.description,
    home_page_url: home,
    feed_url: self,
    language: 'en',
    authors: [{ name: PROGRAM }],
    items: feed.entries.map((entry) => ({
      id: entry.id,
      url: entry.url,
      title: entry.title,
      content_html: contentHtml(entry),
      ...(entry.sentence && { summary: entry.sentence }),
      ...(entry.published && { date_published: entry.published }),
      date_modified: entry.updated,
      ...(entry.authors.length > 0 && { authors: entry.authors.map((name) => ({ name })) }),
      ...(entry.categories.length > 0 && { tags: entry.categories }),
    })),
  });
}

function contentHtml({ title, sentence, why }: FeedEntry): string {
  const told = [sentence, why].filter(Boolean);
  return xml.build({ p: told.length > 0 ? told : [title] }).trim();
}

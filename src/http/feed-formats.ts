/** A feed as Atom (RFC 4287) and as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
import { type Html, html } from '../reply/html.ts';
import type { FeedEntry, TrendingFeed } from './feed.ts';

/** The feed's addresses, absolute: its own, and that of the page it belongs to. */
export interface FeedPlace {
  readonly self: string;
  readonly home: string;
}

const PROGRAM = 'Paperboy';

export function atomText(feed: TrendingFeed, { self, home }: FeedPlace): string {
  return html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>${feed.id}</id>
  <title>${feed.title}</title>
  <subtitle>${feed.description}</subtitle>
  <updated>${feed.updated}</updated>
  <author><name>${PROGRAM}</name></author>
  <generator>${PROGRAM}</generator>
  <link rel="self" type="application/atom+xml" href="${self}"/>
  <link rel="alternate" type="text/html" href="${home}"/>${feed.entries.map(atomEntry)}
</feed>
`.toString();
}

const atomEntry = (entry: FeedEntry): Html => html`
  <entry>
    <id>${entry.id}</id>
    <title>${entry.title}</title>
    <link rel="alternate" href="${entry.url}"/>${
      entry.published &&
      html`
    <published>${entry.published}</published>`
    }
    <updated>${entry.updated}</updated>${entry.authors.map(
      (name) => html`
    <author><name>${name}</name></author>`,
    )}${entry.categories.map(
      (term) => html`
    <category term="${term}"/>`,
    )}${
      entry.sentence &&
      html`
    <summary>${entry.sentence}</summary>`
    }
    <content type="html">${contentHtml(entry)}</content>
  </entry>`;

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
  const paragraphs = [sentence, why].filter(Boolean);
  return html`${(paragraphs.length > 0 ? paragraphs : [title]).map((text) => html`<p>${text}</p>\n`)}`
    .toString()
    .trim();
}

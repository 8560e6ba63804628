/**
 * The rules of the W3C's feed validator (https://validator.w3.org/feed/docs/) for Atom, and of JSON Feed 1.1. Each
 * function returns a sentence per broken rule.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
/** The characters that XML 1.0 allows, without those that trigger the validator's warnings. */
const NOT_IN_XML = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\u{10000}-\u{10ffff}]/u;
/** Those that the validator names: https://validator.w3.org/feed/docs/warning/SecurityRisk.html. */
const ACTIVE_HTML = /<(?:script|iframe|object|embed|style|meta|link|form)\b|\son\w+\s*=|javascript:/i;

const text = z.string();
const link = z.object({ '@rel': z.string().default('alternate'), '@href': text, '@type': text.optional() });
const person = z.object({ name: text });
const entrySchema = z.object({
  id: text,
  title: text,
  link: z.array(link),
  published: text.optional(),
  updated: text,
  author: z.array(person).default([]),
  category: z.array(z.object({ '@term': text })).default([]),
  summary: text.optional(),
  content: z.object({ '@type': z.literal('html'), '#text': text }),
});
const atomSchema = z.object({
  feed: z.object({
    '@xmlns': z.literal('http://www.w3.org/2005/Atom'),
    '@xml:lang': text,
    id: text,
    title: text,
    subtitle: text,
    updated: text,
    author: z.array(person).default([]),
    link: z.array(link),
    entry: z.array(entrySchema).default([]),
  }),
});
export type Atom = z.infer<typeof atomSchema>['feed'];

const jsonSchema = z.strictObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: text.min(1),
  description: text,
  home_page_url: text,
  feed_url: text,
  language: z.literal('en'),
  authors: z.array(z.strictObject({ name: text.min(1) })).min(1),
  items: z.array(
    z.strictObject({
      id: text,
      url: text,
      title: text.min(1),
      content_html: text.min(1),
      summary: text.min(1).optional(),
      date_published: text.optional(),
      date_modified: text,
      authors: z
        .array(z.strictObject({ name: text.min(1) }))
        .min(1)
        .optional(),
      tags: z.array(text.min(1)).optional(),
    }),
  ),
});
export type JsonFeed = z.infer<typeof jsonSchema>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  trimValues: false,
  // Decodes numeric character references, as XML readers must.
  htmlEntities: true,
  isArray: (name) => ['entry', 'author', 'category', 'link'].includes(name),
});

export function readAtom(body: string): Atom {
  const valid = XMLValidator.validate(body);
  if (valid !== true) throw new Error(`not well-formed: ${valid.err.msg} in line ${valid.err.line}`);
  return atomSchema.parse(parser.parse(body)).feed;
}

export const readJsonFeed = (body: string): JsonFeed => jsonSchema.parse(JSON.parse(body));

export function atomProblems(body: string, requestedAs: string): string[] {
  const feed = readAtom(body);
  const self = feed.link.filter((each) => each['@rel'] === 'self').map((each) => each['@href']);
  return [
    ...(body.startsWith('<?xml version="1.0" encoding="utf-8"?>') ? [] : ['it has no XML declaration']),
    ...(NOT_IN_XML.test(body) ? ['it holds a character that XML must not'] : []),
    ...(self.length === 1 && self[0] === requestedAs ? [] : [`its self link is ${self} not ${requestedAs}`]),
    ...(feed.title.trim() ? [] : ['it has no title']),
    ...commonProblems(
      [feed.id, ...feed.entry.map(({ id }) => id)],
      [feed.updated, ...feed.entry.flatMap(({ updated, published = updated }) => [updated, published])],
      [...feed.link, ...feed.entry.flatMap((entry) => entry.link)].map((each) => each['@href']),
      feed.entry.map(({ content }) => content['#text']),
    ),
    ...feed.entry.flatMap((entry) => [
      ...(entry.title.trim() ? [] : [`${entry.id} has no title`]),
      ...(entry.author.length + feed.author.length > 0 ? [] : [`${entry.id} has no author`]),
      ...(entry.author.every(({ name }) => name.trim()) ? [] : [`${entry.id} has an author without name`]),
      ...(entry.link.filter((each) => each['@rel'] === 'alternate').length === 1
        ? []
        : [`${entry.id} has not one alternate link`]),
      ...(entry.published === undefined || entry.published <= entry.updated
        ? []
        : [`${entry.id} was updated before it was published`]),
      ...(entry.updated <= feed.updated ? [] : [`${entry.id} is newer than its feed`]),
    ]),
  ];
}

export function jsonFeedProblems(body: string, requestedAs: string): string[] {
  const feed = readJsonFeed(body);
  return [
    ...(feed.feed_url === requestedAs ? [] : [`its feed_url is ${feed.feed_url} not ${requestedAs}`]),
    ...commonProblems(
      feed.items.map(({ id }) => id),
      feed.items.flatMap(({ date_modified, date_published = date_modified }) => [
        date_modified,
        date_published,
      ]),
      [feed.home_page_url, feed.feed_url, ...feed.items.map(({ url }) => url)],
      feed.items.map(({ content_html }) => content_html),
    ),
  ];
}

function commonProblems(
  ids: readonly string[],
  times: readonly string[],
  links: readonly string[],
  contents: readonly string[],
): string[] {
  return [
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${id} is the id of two`),
    ...[...ids, ...links].filter((iri) => !isAbsolute(iri)).map((iri) => `${iri} is no absolute IRI`),
    ...times
      .filter((time) => !RFC_3339.test(time) || Number.isNaN(Date.parse(time)))
      .map((time) => `${time} is no time of RFC 3339`),
    ...contents
      .filter((html) => XMLValidator.validate(`<div>${html}</div>`) !== true)
      .map((html) => `content is not well-formed: ${html}`),
    ...contents.filter((html) => ACTIVE_HTML.test(html)).map((html) => `content may run something: ${html}`),
  ];
}

/** An absolute web address without spaces, or a UUID URN. */
const isAbsolute = (iri: string): boolean =>
  /^urn:uuid:[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(iri) ||
  (/^https?:\/\/[^\s<>"{}|\\^`]+$/.test(iri) && URL.canParse(iri));

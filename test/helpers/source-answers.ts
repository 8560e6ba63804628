/** The sources' responses, in their own formats, for given papers. */
import type { DailyListEntry, Paper } from '../../src/domain/paper.ts';

export type DailyPaper = Omit<DailyListEntry, 'paperId'> & { readonly paper: Paper };

/** An item of Hugging Face's `daily_papers`. Unknown counts are left out. */
export function dailyItem({ paper, votes, comments, stars }: DailyPaper): object {
  return {
    paper: {
      id: paper.id,
      title: paper.title,
      summary: paper.abstract,
      authors: paper.authors.map((name) => ({ name, hidden: false })),
      publishedAt: paper.published && `${paper.published}T00:00:00.000Z`,
      upvotes: votes,
      githubRepo: paper.repository,
      githubStars: stars,
      ai_summary: 'Written by a model.',
    },
    title: paper.title,
    summary: paper.abstract,
    publishedAt: paper.published && `${paper.published}T00:00:00.000Z`,
    numComments: comments,
  };
}

/** A page of arXiv's API. */
export function atomFeed(papers: readonly Paper[], total = papers.length): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: search_query=</title>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">${total}</opensearch:totalResults>
${papers.map(atomEntry).join('\n')}
</feed>
`;
}

function atomEntry(paper: Paper): string {
  return `<entry>
  <id>http://arxiv.org/abs/${paper.id}v1</id>
  <published>${paper.published}T00:00:00Z</published>
  <title>${wrapped(paper.title)}</title>
  <summary>  ${wrapped(paper.abstract)}
  </summary>
  ${paper.authors.map((name) => `<author><name>${escaped(name)}</name></author>`).join('\n  ')}
  <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="${paper.categories[0]}"/>
  ${paper.categories.map((term) => `<category term="${term}"/>`).join('\n  ')}
</entry>`;
}

/** arXiv's response to an invalid query. */
export function atomError(message: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
  <entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>${escaped(message)}</summary></entry>
</feed>
`;
}

export type Announced = 'new' | 'cross' | 'replace' | 'replace-cross';

/** arXiv's feed of one day's announcements. */
export function rssFeed(
  day: string,
  papers: readonly Paper[],
  announced: (paper: Paper) => Announced = () => 'new',
): string {
  return `<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
<channel>
  <title>cs.LG updates on arXiv.org</title>
  <link>http://rss.arxiv.org/rss/cs.LG</link>
  <atom:link href="http://rss.arxiv.org/rss/cs.LG" rel="self" type="application/rss+xml"/>
  <pubDate>${new Date(day).toUTCString().replace(/00:00:00 GMT/, '00:00:00 -0400')}</pubDate>
  <skipDays><day>Saturday</day><day>Sunday</day></skipDays>
${papers.map((paper) => rssItem(paper, announced(paper))).join('\n')}
</channel>
</rss>
`;
}

function rssItem(paper: Paper, announced: Announced): string {
  return `<item>
  <title>${escaped(paper.title)}</title>
  <link>https://arxiv.org/abs/${paper.id}</link>
  <description>arXiv:${paper.id}v1 Announce Type: ${announced}
Abstract: ${wrapped(paper.abstract)}</description>
  <guid isPermaLink="false">oai:arXiv.org:${paper.id}v1</guid>
  ${paper.categories.map((term) => `<category>${term}</category>`).join('\n  ')}
  <arxiv:announce_type>${announced}</arxiv:announce_type>
  <dc:creator>${escaped(paper.authors.join(', '))}</dc:creator>
</item>`;
}

/** arXiv wraps titles and abstracts at some 70 characters. */
function wrapped(text: string): string {
  return escaped(text.replace(/(.{60,}?) /g, '$1\n  '));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

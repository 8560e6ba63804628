/** The daily post as a mail. */

import type { ComposedPost } from '../../delivery/compose.ts';
import { paperUrl } from '../../domain/paper.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { namesWebAddress } from '../../text/web-addresses.ts';
import type { TrendingPaper } from '../../trending/trending.ts';
import { scheduleOf } from '../digest.ts';
import { type Html, html } from '../html.ts';
import { noticeSentence } from '../notice.ts';
import { BUNDLED, formatWeekday, postTitle, QUIET } from '../post-text.ts';
import { describeWhy } from '../why.ts';
import { type Mail, mailDocument, plain, STYLE } from './mail.ts';

const MAX_TITLE_CHARS = 250;
const MAX_SENTENCE_CHARS = 400;
const MAX_ABOUT_CHARS = 300;
const MAX_NOTICES = 5;
const MAX_NOTICE_CHARS = 300;

/** `unsubscribeUrl` is the reader's own. */
export function postMail(subscription: Subscription, composed: ComposedPost, unsubscribeUrl: string): Mail {
  const { day, papers, notices, list, quiet } = composed;
  const title = postTitle(subscription);
  const subject = `${title}, ${formatWeekday(day)}`;
  // Earlier versions took web addresses as topics, and mail programs make links of them.
  const topics = subscription.topics.filter((topic) => !namesWebAddress(topic));
  const about = [topics.join(', '), subscription.categories.join(', ')].filter(Boolean);
  const remarks = [
    ...(about.length > 0 ? [`On ${plain(about.join(' · '), MAX_ABOUT_CHARS)}`] : []),
    ...(papers.length > 0 && list.source === 'bundled' ? [BUNDLED] : []),
    ...notices.slice(0, MAX_NOTICES).map((notice) => plain(noticeSentence(notice, day), MAX_NOTICE_CHARS)),
  ];
  const told = papers.map((paper) => tell(paper, day));
  const foot = `You get this ${scheduleOf(subscription)}, because this address was confirmed for Paperboy, a bot on Discord. There, /digest edit changes it.`;
  return {
    subject,
    text: textOf(subject, remarks, quiet && QUIET[quiet], told, `${foot}\nUnsubscribe: ${unsubscribeUrl}`),
    html: mailDocument(
      subject,
      html`<h1 class="strong" style="${STYLE.heading}">${title}</h1>
${[formatWeekday(day), ...remarks].map((remark) => html`<p class="quiet" style="${STYLE.quiet}">${remark}</p>\n`)}${
  quiet && html`<p class="text" style="${STYLE.text}">${QUIET[quiet]}</p>`
}${told.map(paperHtml)}`,
      html`<p class="quiet" style="${STYLE.quiet}">${foot}</p>
<p class="quiet" style="${STYLE.quiet}"><a class="quiet" style="${STYLE.plainLink}" href="${unsubscribeUrl}">Unsubscribe</a></p>`,
    ),
  };
}

interface Told {
  readonly rank: number;
  readonly title: string;
  readonly url: string;
  readonly sentence: string;
  readonly why: string;
}

const tell = ({ paper, rank, sentence = '', why }: TrendingPaper, day: string): Told => ({
  rank,
  title: plain(paper.title, MAX_TITLE_CHARS) || 'Untitled',
  url: paperUrl({ id: paper.id, title: plain(paper.title, MAX_TITLE_CHARS) }),
  sentence: plain(sentence, MAX_SENTENCE_CHARS),
  why: describeWhy(why, day),
});

const paperHtml = ({ rank, title, url, sentence, why }: Told): Html => html`
<h2 class="strong" style="${STYLE.paper}">${rank}. <a class="link" style="${STYLE.link}" href="${url}">${title}</a></h2>${
  sentence ? html`\n<p class="text" style="${STYLE.text}">${sentence}</p>` : undefined
}${why ? html`\n<p class="quiet" style="${STYLE.quiet}">${why}</p>` : undefined}`;

function textOf(
  title: string,
  remarks: readonly string[],
  quiet: string | undefined,
  told: readonly Told[],
  foot: string,
): string {
  const papers = told.map(({ rank, title, url, sentence, why }) =>
    [`${rank}. ${title}`, ...[sentence, why, url].filter(Boolean).map((line) => `   ${line}`)].join('\n'),
  );
  const head = [title, ...remarks].join('\n');
  return `${[head, ...(quiet ? [quiet] : []), ...papers].join('\n\n')}\n\n---\n${foot}\n`;
}

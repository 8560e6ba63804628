/** Mails and the pages behind their links; nothing in a paper can break them. */
import { describe, expect, it } from 'vitest';
import type { ComposedPost } from '../../src/delivery/compose.ts';
import { html } from '../../src/reply/html.ts';
import { confirmMail } from '../../src/reply/mail/confirm-mail.ts';
import type { Mail } from '../../src/reply/mail/mail.ts';
import {
  confirmedPage,
  confirmPage,
  unknownLinkPage,
  unsubscribedPage,
  unsubscribePage,
} from '../../src/reply/mail/page.ts';
import { postMail } from '../../src/reply/mail/post-mail.ts';
import { makePaper } from '../helpers/papers.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';

type Told = ComposedPost['papers'][number];

const golden = (text: string, name: string): Promise<void> =>
  expect(text).toMatchFileSnapshot(`golden/${name}`);

const subscription = makeSubscription({
  id: 'k3y',
  target: { kind: 'email', address: 'you@example.org', secret: 's3cret' },
  timeZone: 'America/New_York',
  days: [1, 2, 3, 4, 5],
});
const UNSUBSCRIBE = 'https://papers.example.org/mail/unsubscribe?link=k3y.s3cret';
const CONFIRM = 'https://papers.example.org/mail/confirm?link=k3y.s3cret';

const tell = (rank: number, given: Parameters<typeof makePaper>[0] = {}, rest: Partial<Told> = {}): Told => ({
  paper: makePaper({ id: `2509.2${1000 + rank}`, ...given }),
  rank,
  sentence: 'We introduce EmbeddingGemma, a new lightweight text embedding model.',
  votes: 41,
  source: 'hugging-face',
  why: {
    votes: 41,
    votesGained: { by: 28, sinceDay: '2025-09-25' },
    comments: 3,
    stars: 1_200,
    hasCode: true,
  } as Told['why'],
  ...rest,
});
const post = (papers: readonly Told[], rest: Partial<ComposedPost> = {}): ComposedPost => ({
  day: '2025-09-26',
  papers,
  notices: [],
  list: { source: 'hugging-face', day: '2025-09-25' },
  ...rest,
});

/** Every tag with the names of its attributes. */
const tagsOf = ({ html }: Mail): string[] =>
  [...html.matchAll(/<(\/?[a-z0-9]+)((?: [a-z-]+="[^"]*")*)>/gi)].map(([, name, attributes = '']) =>
    [name, ...attributes.matchAll(/ [a-z-]+(?==")/g)].join(' '),
  );

describe('The daily mail', () => {
  it('of three papers, on topics, with a notice', async () => {
    const mail = postMail(
      { ...subscription, topics: ['prompt <compression>', 'legal & medical text'], categories: ['cs.CL'] },
      post(
        [
          tell(1),
          tell(
            2,
            { title: 'Contrast "is" <b>all</b> & nothing', id: 'local:contrast' },
            { sentence: undefined },
          ),
          tell(3, {}, { votes: undefined, why: { hasCode: false } }),
        ],
        { notices: [{ source: 'hugging-face', kind: 'missing', day: '2025-09-26', newest: '2025-09-25' }] },
      ),
      UNSUBSCRIBE,
    );
    expect(mail.subject).toBe('Trending papers, Fri 26 Sep 2025');
    await golden(mail.text, 'mail-post.txt');
    await golden(mail.html, 'mail-post.html');
  });

  it('of a quiet day', async () => {
    const mail = postMail(subscription, post([], { quiet: 'posted' }), UNSUBSCRIBE);
    await golden(mail.text, 'mail-quiet.txt');
    await golden(mail.html, 'mail-quiet.html');
  });
});

it('The confirmation mail contains nothing that the invoker could have written', async () => {
  const topics = ['Buy now at https://evil.example'];
  const mail = confirmMail({ ...subscription, topics }, CONFIRM);
  expect(mail).toEqual(confirmMail(subscription, CONFIRM));
  await golden(mail.text, 'mail-confirm.txt');
  await golden(mail.html, 'mail-confirm.html');
});

describe('The pages', () => {
  it.each([
    ['confirm', confirmPage(subscription)],
    ['confirmed', confirmedPage(subscription, new Date('2025-09-26T13:00:00Z'))],
    ['unsubscribe', unsubscribePage()],
    ['unsubscribed', unsubscribedPage()],
    ['unknown', unknownLinkPage()],
  ])('%s', (name, text) => golden(text, `mail-page-${name}.html`));
});

describe('A hostile title, author or abstract', () => {
  const HOSTILE = [
    'x'.repeat(5_000),
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</title></style><h1>',
    '&amp;&lt;&#60;',
    'one\r\nBcc: everyone@example.org\r\n\r\ntwo',
    '👩‍👩‍👧‍👦'.repeat(450),
    'see https://evil.example/login now',
    '\u202eevil\u202c \ud800 \u0000',
    ' ',
  ];

  it.each(HOSTILE.map((text) => [JSON.stringify(text.slice(0, 24)), text] as const))(
    'stays text: %s',
    (_, text) => {
      const mail = postMail(
        { ...subscription, topics: [text], categories: [text] },
        post([
          tell(1, { title: text, abstract: text, id: `local:${text.slice(0, 60)}` }, { sentence: text }),
        ]),
        UNSUBSCRIBE,
      );
      const harmless = postMail(
        { ...subscription, topics: ['a'], categories: ['a'] },
        post([tell(1, { title: 'a' }, { sentence: text.trim() })]),
        UNSUBSCRIBE,
      );
      expect(tagsOf(mail)).toEqual(tagsOf(harmless));
      expect(mail.subject).toBe('Trending papers, Fri 26 Sep 2025');
      expect(mail.text).not.toMatch(/^Bcc:/m);
      expect(`${mail.text}${mail.html}`).not.toContain('https://evil.example');
      expect(mail.html.length).toBeLessThan(20_000);
    },
  );

  it('HTML made here is kept, everything else is escaped', () => {
    const inner = html`<b>${'<i>'}</b>`;
    expect(html`${inner}${[inner, inner]}${undefined}${3}"${'"'}`.toString()).toBe(
      '<b>&lt;i&gt;</b><b>&lt;i&gt;</b><b>&lt;i&gt;</b>3"&quot;',
    );
  });
});

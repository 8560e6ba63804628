/** The daily post's appearance; nothing in a paper can break it. */
import { type APIComponentInContainer, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { parseNewMessage } from '../../playground/limits.ts';
import type { ComposedPost } from '../../src/delivery/compose.ts';
import { customIdsIn, messageBody } from '../../src/discord/message-body.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { parseButtonId } from '../../src/reply/custom-id.ts';
import { plainPostReply } from '../../src/reply/plain-post.ts';
import { postReply } from '../../src/reply/post.ts';
import { newsReply } from '../../src/reply/post-text.ts';
import type { Reply } from '../../src/reply/reply.ts';
import { makePaper } from '../helpers/papers.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';

type Trending = ComposedPost['papers'][number];

const PICTURE = 'https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2509.21001.png';
const MARKER = 'post|sub1|2025-09-26';

const golden = (reply: unknown, name: string): Promise<void> =>
  expect(`${JSON.stringify(reply, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);

const tell = (
  rank: number,
  given: Parameters<typeof makePaper>[0] = {},
  rest: Partial<Trending> = {},
): Trending => ({
  paper: makePaper({ id: `2509.2${1000 + rank}`, ...given }),
  rank,
  sentence: 'EmbeddingGemma is a small text embedding model that beats models of twice its size.',
  votes: 41,
  source: 'hugging-face',
  why: {
    votes: 41,
    votesGained: { by: 28, sinceDay: '2025-09-25' },
    comments: 3,
    stars: 1_200,
    hasCode: true,
  },
  ...rest,
});
const post = (papers: readonly Trending[], rest: Partial<ComposedPost> = {}): ComposedPost => ({
  day: '2025-09-26',
  papers,
  notices: [],
  list: { source: 'hugging-face', day: '2025-09-25' },
  ...rest,
});
const many = (count: number, given: Parameters<typeof makePaper>[0] = {}, rest: Partial<Trending> = {}) =>
  post(Array.from({ length: count }, (_, i) => tell(i + 1, given, rest)));

const inside = ({ layout = [] }: Reply): APIComponentInContainer[] =>
  layout.flatMap((part) => (part.type === ComponentType.Container ? part.components : []));
/** All texts of a post with Components V2, a paper each. */
const textsOf = (reply: Reply): string[] =>
  inside(reply).flatMap((part) => {
    if (part.type === ComponentType.TextDisplay) return [part.content];
    return part.type === ComponentType.Section ? part.components.map(({ content }) => content) : [];
  });
const thumbnails = (reply: Reply): string[] =>
  inside(reply).flatMap((part) =>
    part.type === ComponentType.Section && part.accessory.type === ComponentType.Thumbnail
      ? [part.accessory.media.url]
      : [],
  );
const idsOf = ({ layout = [], components = [] }: Reply): string[] =>
  [...layout, ...components].flatMap(customIdsIn);
const checkLimits = (reply: Reply) => parseNewMessage(messageBody(reply), MessageFlags.IsComponentsV2);

describe('The daily post', () => {
  it('of three papers, the first with its picture', () =>
    golden(
      postReply(
        makeSubscription(),
        post([
          tell(1, { repository: 'https://github.com/google/gemma' }, { picture: PICTURE }),
          tell(2, { title: 'Contrast', id: 'local:contrast', authors: [] }, { sentence: undefined }),
          tell(3, { authors: ['Ada Lovelace', 'Bo Li'] }, { votes: undefined, why: { hasCode: false } }),
        ]),
      ),
      'post',
    ));

  it('of two topics shows the papers of each under its name, with a notice', () => {
    const about = (topic: string) => ({ why: { votes: 41, hasCode: false, topic } });
    return golden(
      postReply(
        makeSubscription({ topics: ['prompt *compression*', 'legal text'], categories: ['cs.CL'] }),
        post(
          [
            tell(1, {}, about('legal text')),
            tell(2, {}, about('prompt *compression*')),
            tell(3, {}, about('legal text')),
          ],
          {
            notices: [{ source: 'hugging-face', kind: 'missing', day: '2025-09-26', newest: '2025-09-25' }],
          },
        ),
      ),
      'post-topics',
    );
  });

  it('of a quiet day is one line', () =>
    golden(postReply(makeSubscription(), post([], { quiet: 'posted' })), 'post-quiet'));

  it('names its source while no other has been read', () => {
    const reply = postReply(
      makeSubscription(),
      post([tell(1)], { list: { source: 'bundled', day: undefined } }),
    );
    expect(textsOf(reply)[0]).toContain("-# Sample papers: I haven't fetched today's list yet.");
  });

  it('shows only the top paper’s picture, by https, if the subscription wants it', () => {
    const pictured = many(3, {}, { picture: PICTURE });
    expect(thumbnails(postReply(makeSubscription(), pictured))).toEqual([PICTURE]);
    expect(thumbnails(postReply(makeSubscription({ showsPicture: false }), pictured))).toEqual([]);
    const unsafe = many(1, {}, { picture: 'http://cdn.example/1.png' });
    expect(thumbnails(postReply(makeSubscription(), unsafe))).toEqual([]);
  });

  it('of the week says so', () => {
    const [heading] = textsOf(postReply(makeSubscription({ cadence: 'weekly' }), many(1)));
    expect(heading).toMatch(/^## Best of the week · Fri 26 Sep\n/);
  });

  it('links to the code and to the discussion, if any', () => {
    const [, first = '', second = ''] = textsOf(
      postReply(
        makeSubscription(),
        post([
          tell(1, { repository: 'https://github.com/google/gemma' }),
          tell(2, {}, { why: { votes: 3, hasCode: false } }),
        ]),
      ),
    );
    expect(first.split('\n').at(-1)).toBe(
      '-# 41 votes, +28 since yesterday · [code with 1.2k stars](https://github.com/google/gemma) · [3 comments](https://huggingface.co/papers/2509.21001)',
    );
    expect(second.split('\n').at(-1)).toBe(
      '-# 3 votes · [discussion](https://huggingface.co/papers/2509.21002)',
    );
  });

  it('has its marker once, and a numbered button for each paper', () => {
    const ids = idsOf(postReply(makeSubscription(), many(10, {}, { picture: PICTURE })));
    expect(ids.filter((id) => id.startsWith(`${MARKER}|`))).toHaveLength(1);
    expect(ids.slice(0, 10).map(parseButtonId)).toEqual(
      Array.from({ length: 10 }, (_, i) => ({
        kind: 'open',
        command: 'summary',
        args: [`2509.2${1001 + i}`],
      })),
    );
  });

  it('also has the marker on a quiet day, and a button to what is trending', () => {
    const [id = ''] = idsOf(postReply(makeSubscription(), post([], { quiet: 'no-list' })));
    expect(id.startsWith(`${MARKER}|`)).toBe(true);
    expect(parseButtonId(id)).toMatchObject({ kind: 'open', command: 'trending' });
  });
});

describe('The plain form', () => {
  it('of three papers', () => golden(plainPostReply(makeSubscription(), many(3)), 'post-plain'));

  it('has a menu with the same choices as the buttons, and the marker', () => {
    const [row] = plainPostReply(makeSubscription(), many(10)).components ?? [];
    const [menu] = row?.components ?? [];
    if (menu?.type !== ComponentType.StringSelect) throw new Error('there is no menu');
    expect(menu.custom_id).toBe(MARKER);
    expect(menu.options).toHaveLength(20);
    expect(parseButtonId([menu.custom_id, menu.options[19]?.value].join('|'))).toEqual({
      kind: 'open',
      command: 'similar',
      args: ['2509.21010'],
    });
  });
});

describe('Whatever its title, a paper', () => {
  const HOSTILE = [
    'x'.repeat(5_000),
    'word '.repeat(1_000),
    '*'.repeat(5_000),
    ']('.repeat(2_500),
    '@everyone <@1> <@&2> <#3> </x:4> '.repeat(150),
    '漢字'.repeat(2_500),
    '👩‍👩‍👧‍👦'.repeat(450),
    '[a](https://evil.example) `code` ||spoiler||',
    '# heading\n> quote\n- list\n1. one',
    '\ud800 lone half',
    ' ',
    'https://evil.example/'.repeat(200),
    '()'.repeat(2_500),
  ];

  it.each(HOSTILE.map((text) => [JSON.stringify(text.slice(0, 24)), text] as const))(
    'stays within every limit and mentions nobody: %s',
    (_, text) => {
      for (const id of [undefined, `local:${'x'.repeat(74)}`]) {
        const given = { title: text, abstract: text, authors: [text], ...(id && { id }) };
        const trending = { sentence: text, picture: PICTURE, why: { hasCode: true, topic: text } };
        const composed = post(
          Array.from({ length: 10 }, (_, i) =>
            tell(i + 1, { ...given, ...(id && { id: `${id.slice(0, -1)}${i}` }) }, trending),
          ),
          { notices: Array(5).fill({ source: 'hugging-face', kind: 'old', newest: '2025-09-25' }) },
        );
        const subscription = makeSubscription({ topics: [text, 'x'], categories: [text.slice(0, 40)] });
        for (const reply of [postReply(subscription, composed), plainPostReply(subscription, composed)]) {
          expect(() => checkLimits(reply)).not.toThrow();
          const shown = JSON.stringify([reply.content, reply.embeds, textsOf(reply)]);
          expect(shown.match(/\*\*\d+\. /g)).toHaveLength(10);
          expect(shown).not.toMatch(/@everyone|@here|<@&?\d|<#\d|<\/x/);
        }
      }
    },
  );

  it('has its sentence of 200 characters shown whole, among five papers or ten', () => {
    const sentence = `We propose a parser ${'that reads logs '.repeat(11)}now.`;
    for (const count of [5, 10]) {
      const papers = Array.from({ length: count }, (_, i) => tell(i + 1, {}, { sentence }));
      for (const reply of [
        postReply(makeSubscription(), post(papers)),
        plainPostReply(makeSubscription(), post(papers)),
      ]) {
        const shown = JSON.stringify([reply.embeds, textsOf(reply)]);
        expect(shown.split(sentence)).toHaveLength(count + 1);
      }
    }
  });

  it('has a title that links to it and nowhere else', () => {
    const title = '[free] money](https://evil.example) here';
    const [, text = ''] = textsOf(postReply(makeSubscription(), post([tell(1, { title })])));
    expect(text.split('\n')[0]).toBe(
      '**1. [(free) money)(https: //evil.example) here](https://arxiv.org/abs/2509.21001)**',
    );
  });

  it('has its code linked only if the address is valid in a link', () => {
    for (const repository of ['https://evil.example/a b', `https://x.example/${'x'.repeat(500)}`]) {
      const [, text = ''] = textsOf(postReply(makeSubscription(), post([tell(1, { repository })])));
      expect(text).toContain(' · code with 1.2k stars · ');
    }
  });
});

it('The post is one container, which sets it apart from people’s messages', () => {
  const { layout, content, embeds } = postReply(makeSubscription(), many(1));
  expect(layout?.map(({ type }) => type)).toEqual([ComponentType.Container]);
  expect([content, embeds]).toEqual([undefined, undefined]);
});

it('Only the role that the subscription names is mentioned, above the post, and not on a quiet day', () => {
  const subscription = makeSubscription({ mentionedRole: 'discord:77' });
  for (const render of [postReply, plainPostReply]) {
    const reply = render(subscription, many(1));
    expect(JSON.stringify(reply)).toContain('<@&77>');
    expect(messageBody(reply).allowed_mentions).toEqual({ parse: [], roles: ['77'] });
    expect(messageBody(render(makeSubscription(), many(1))).allowed_mentions).toEqual({ parse: [] });
    const quiet = render(subscription, post([], { quiet: 'posted' }));
    expect(messageBody(quiet).allowed_mentions).toEqual({ parse: [] });
    expect(JSON.stringify(quiet)).not.toContain('<@&');
  }
});

it('The creator of a subscription is told where it stopped and what to do', () => {
  const stopped = (subscription: Subscription, reason: string) =>
    newsReply({ kind: 'stopped', subscription, reason }).content;
  expect(stopped(makeSubscription(), 'the channel is gone')).toBe(
    'Your daily papers in <#20> have stopped: the channel is gone. Once that is fixed, `/digest resume` starts them again.',
  );
  const direct = makeSubscription({ target: { kind: 'direct', personId: 'discord:30' } });
  expect(stopped(direct, 'your direct messages are closed to me')).toMatch(
    /^Your daily papers have stopped: your direct messages/,
  );
});

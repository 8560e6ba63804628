/** What the daily post looks like, and that nothing in a paper can break it. */
import { ComponentType } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { parseNewMessage } from '../../playground/limits.ts';
import type { ComposedPost } from '../../src/delivery/compose.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { parseButtonId } from '../../src/reply/custom-id.ts';
import { newsReply, postReply } from '../../src/reply/post.ts';
import type { Reply } from '../../src/reply/reply.ts';
import { makePaper } from '../helpers/papers.ts';
import { makeSubscription } from '../helpers/subscriptions.ts';

type Told = ComposedPost['papers'][number];

const golden = (reply: unknown, name: string): Promise<void> =>
  expect(`${JSON.stringify(reply, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);

const tell = (rank: number, given: Parameters<typeof makePaper>[0] = {}, rest: Partial<Told> = {}): Told => ({
  paper: makePaper({ id: `2509.2${1000 + rank}`, ...given }),
  rank,
  sentence: 'We introduce EmbeddingGemma, a new lightweight text embedding model.',
  votes: 41,
  why: { votes: 41, comments: 3, stars: 1_200, hasCode: true },
  ...rest,
});
const post = (papers: readonly Told[], rest: Partial<ComposedPost> = {}): ComposedPost => ({
  day: '2025-09-26',
  papers,
  notices: [],
  ...rest,
});
const ten = (given: Parameters<typeof makePaper>[0], rest: Partial<Told> = {}) =>
  post(Array.from({ length: 10 }, (_, i) => tell(i + 1, given, rest)));

const menuOf = ({ components }: Reply) => {
  const menu = components?.[0]?.components[0];
  if (menu?.type !== ComponentType.StringSelect) throw new Error('there is no menu');
  return menu;
};

describe('The daily post', () => {
  it('of three papers', () =>
    golden(
      postReply(
        makeSubscription(),
        post([
          tell(1),
          tell(2, { title: 'Contrast', id: 'local:contrast' }, { sentence: undefined }),
          tell(3, {}, { votes: undefined, why: { hasCode: false } }),
        ]),
      ),
      'post',
    ));

  it('of topics and categories, with a notice', () =>
    golden(
      postReply(
        makeSubscription({ topics: ['prompt *compression*', 'legal text'], categories: ['cs.CL'] }),
        post([tell(1)], {
          notices: [{ source: 'hugging-face', kind: 'missing', day: '2025-09-26', newest: '2025-09-25' }],
        }),
      ),
      'post-topics',
    ));

  it('of a quiet day', () =>
    golden(postReply(makeSubscription(), post([], { quiet: 'posted' })), 'post-quiet'));

  it('says where it is from while no source has been read', () => {
    const { content } = postReply(makeSubscription(), post([tell(1)], { isBundled: true }));
    expect(content).toContain('-# From the list that comes with Paperboy, as no source has been read yet.');
  });

  it('has a menu whose choices are what its buttons would be, behind the mark of the post', () => {
    const { custom_id, options } = menuOf(postReply(makeSubscription(), ten({})));
    expect(custom_id).toBe('post|sub1|2025-09-26');
    expect(options).toHaveLength(20);
    expect(parseButtonId([custom_id, options[0]?.value].join('|'))).toEqual({
      kind: 'open',
      command: 'summary',
      args: ['2509.21001'],
    });
    expect(parseButtonId([custom_id, options[19]?.value].join('|'))).toEqual({
      kind: 'open',
      command: 'similar',
      args: ['2509.21010'],
    });
  });

  it('carries the mark on a quiet day too, and leads to what is trending', () => {
    const button = postReply(makeSubscription(), post([], { quiet: 'no-list' })).components?.[0]
      ?.components[0];
    const id = button && 'custom_id' in button ? button.custom_id : '';
    expect(id.startsWith('post|sub1|2025-09-26|')).toBe(true);
    expect(parseButtonId(id)).toMatchObject({ kind: 'open', command: 'trending' });
  });
});

describe('Whatever a paper is called', () => {
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
        const reply = postReply(
          makeSubscription({ topics: [text, text], categories: [text.slice(0, 40)] }),
          ten(given, { sentence: text }),
        );
        expect(() => parseNewMessage(reply, 0)).not.toThrow();
        const description = reply.embeds?.[0]?.description ?? '';
        // Discord counts characters; counting halves of surrogate pairs is on the safe side.
        expect(description.length).toBeLessThanOrEqual(4_096);
        expect(description.match(/^\*\*\d+\. /gm)).toHaveLength(10);
        const shown = JSON.stringify([reply.content, description]);
        expect(shown).not.toMatch(/@everyone|@here|<@&?\d|<#\d|<\/x/);
      }
    },
  );

  it('its title is a link to it and nowhere else', () => {
    const title = '[free] money](https://evil.example) here';
    const { embeds } = postReply(makeSubscription(), post([tell(1, { title })]));
    const [line] = (embeds?.[0]?.description ?? '').split('\n');
    expect(line).toBe('**1. [(free) money)(https: //evil.example) here](https://arxiv.org/abs/2509.21001)**');
  });
});

it('Whoever made a subscription is told where it stopped and what to do', () => {
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

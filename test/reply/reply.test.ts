import { describe, expect, it } from 'vitest';
import { byline, cardEmbeds, markWords } from '../../src/reply/card.ts';
import { formatButtonId, parseButtonId } from '../../src/reply/custom-id.ts';
import { escapedWithin } from '../../src/reply/escaped.ts';
import { listLayout } from '../../src/reply/list-layout.ts';
import { searchReply, similarReply } from '../../src/reply/paper-list.ts';
import type { Reply } from '../../src/reply/reply.ts';
import { summaryReply } from '../../src/reply/summary.ts';
import { trendingReply } from '../../src/reply/trending.ts';
import { parseQuery } from '../../src/retrieval/query/parse.ts';
import { ENGLISH } from '../../src/text/language.ts';
import { makePaper } from '../helpers/papers.ts';

const EXTRACTED = { writtenBy: undefined, language: ENGLISH };

const page = { from: 0, count: 5 };
const turnTo = ({ from }: { from: number }) =>
  ({ kind: 'turn', command: 'papers', args: ['key', `${from}`] }) as const;
const askFor = (topic: string) => ({ kind: 'open', command: 'papers', args: [topic, '0'] }) as const;
const match = {
  paper: makePaper(),
  score: 1,
  snippet: 'We introduce EmbeddingGemma, a new lightweight text embedding model.',
};
const unlisted = makePaper({
  id: 'local:contrast',
  title: 'Contrast',
  authors: [],
  categories: [],
  published: undefined,
});

const golden = (reply: unknown, name: string): Promise<void> =>
  expect(`${JSON.stringify(reply, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);

const headingOf = ({ layout }: Reply): string => JSON.parse(JSON.stringify(layout))[0].components[0].content;

describe('the reply', () => {
  it('to a search', () =>
    golden(
      searchReply(
        {
          query: parseQuery('small embedding models'),
          confident: true,
          words: ['small', 'embedding', 'models'],
          matches: [match, { paper: unlisted, score: 0.5 }],
          hasMore: true,
        },
        page,
        { turnTo, askFor },
      ),
      'search',
    ));

  it('to a search without a match: the three closest papers, and topics to try', () => {
    const five = [1, 2, 3, 4, 5].map((n) => ({ ...match, paper: makePaper({ id: `2509.0000${n}` }) }));
    return golden(
      searchReply(
        {
          query: parseQuery('sourdough *bread* @everyone'),
          confident: false,
          topics: ['food images', 'text embeddings'],
          words: ['sourdough', 'bread'],
          matches: five,
          hasMore: true,
        },
        page,
        { turnTo, askFor },
      ),
      'search-nothing-fits',
    );
  });

  it('to a search without a match, if the closest papers share no topic', () => {
    const query = parseQuery('sourdough');
    const result = {
      query,
      confident: false,
      topics: [],
      words: ['sourdough'],
      matches: [match],
      hasMore: false,
    };
    const { layout } = searchReply(result, page, { turnTo, askFor });
    const [heading, paper, ...rest] = JSON.parse(JSON.stringify(layout))[0].components;
    expect(heading.content).toBe(
      'I couldn’t find papers on “sourdough”. These come closest; other words may find more.',
    );
    expect(paper.accessory.label).toBe('Open 1');
    expect(rest).toEqual([]);
  });

  it('to a search among one author’s papers, with one close paper, or none ready', () => {
    const by = { author: 'A *B*', topic: 'sourdough', isUnsearchable: false };
    const query = parseQuery('sourdough by A *B*');
    const result = { query, confident: false, by, words: [], matches: [match], hasMore: false };
    expect(headingOf(searchReply(result, page, { turnTo, askFor }))).toBe(
      'I couldn’t find papers by A \\*B\\* on “sourdough”. This paper of theirs comes closest; ask for the topic alone to see what others wrote.',
    );
    const unready = { ...result, by: { ...by, isUnsearchable: true }, matches: [] };
    expect(headingOf(searchReply(unready, page, { turnTo, askFor }))).toBe(
      'I found nothing on “sourdough by A \\*B\\*”. I can’t search the papers of A \\*B\\* by topic yet. Ask for “A \\*B\\*” alone.',
    );
  });

  it('with similar papers', () =>
    golden(
      similarReply(
        unlisted,
        { confident: true, words: [], matches: [match], hasMore: false },
        { from: 5, count: 5 },
        turnTo,
      ),
      'similar',
    ));

  it('with a summary', () =>
    golden(
      summaryReply(makePaper(), {
        ...EXTRACTED,
        sentences: [
          { role: 'problem', text: 'Models are too big.' },
          { role: 'method', text: 'We make one that is small.' },
          { role: 'result', text: 'It is good.' },
        ],
      }),
      'summary',
    ));

  it('with a summary that has two sentences on one part', () => {
    const reply = summaryReply(makePaper(), {
      ...EXTRACTED,
      sentences: [
        { role: 'method', text: 'We do this.' },
        { role: 'method', text: 'And that.' },
        { role: 'result', text: 'It is good.' },
      ],
    });
    expect(reply.embeds?.[0]?.description?.match(/\*\*.*\*\*/g)).toEqual(['**Method**', '**Results**']);
  });

  it('about a paper without an abstract', () =>
    golden(summaryReply(unlisted, { ...EXTRACTED, sentences: [] }), 'summary-no-abstract'));

  it('with a day’s list', () =>
    golden(
      trendingReply(
        {
          source: 'hugging-face',
          day: '2026-11-19',
          size: 30,
          papers: [
            {
              paper: makePaper(),
              rank: 6,
              sentence: match.snippet,
              votes: 41,
              source: 'hugging-face',
              why: {
                votes: 41,
                votesGained: { by: 28, sinceDay: '2026-11-19' },
                stars: 1234,
                hasCode: true,
              },
            },
          ],
          hasMore: true,
          notices: [{ source: 'hugging-face', kind: 'missing', day: '2026-11-20', newest: '2026-11-19' }],
        },
        { period: 'today', asOf: new Date('2026-11-20T09:00:00Z') },
        { from: 5, count: 5 },
        turnTo,
      ),
      'trending',
    ));

  it('without trending papers, and with the lists’ problems', () => {
    const nothing = {
      source: 'hugging-face',
      day: undefined,
      size: 0,
      papers: [],
      hasMore: false,
      notices: [{ source: 'hugging-face', kind: 'unread', day: '2026-11-20', newest: undefined }],
    } as const;
    const request = { period: 'today', asOf: new Date('2026-11-20T09:00:00Z') } as const;
    expect(headingOf(trendingReply(nothing, request, page, turnTo))).toBe(
      "Nothing is trending today. Try a longer period.\n-# Hugging Face's list for today has not been read yet.",
    );
  });

  it('with the bundled list', () =>
    golden(
      trendingReply(
        {
          source: 'bundled',
          day: undefined,
          size: 1,
          papers: [
            {
              paper: unlisted,
              rank: 1,
              sentence: undefined,
              votes: undefined,
              source: 'hugging-face',
              why: { hasCode: false },
            },
          ],
          hasMore: false,
          notices: [],
        },
        { period: 'today', asOf: new Date('2026-11-20T09:00:00Z') },
        page,
        turnTo,
      ),
      'trending-bundled',
    ));
});

describe('a card', () => {
  it('names up to two authors, and the first of more', () => {
    expect(byline(makePaper({ authors: ['A B'], published: undefined, categories: [] }))).toBe('A B');
    expect(byline(makePaper({ authors: ['A B', 'C D'], published: undefined, categories: [] }))).toBe(
      'A B and C D',
    );
    expect(byline(makePaper({ authors: ['A B', 'C D', 'E F'] }))).toBe('A B et al. · 25 Sep 2025 · cs.CL');
  });

  it('highlights the query’s words and their plain inflections, but not "of" and "the"', () => {
    expect(
      markWords('The embeddings of big models, embedded', ['embedding', 'of', 'the', 'big', 'model']),
    ).toBe('The **embeddings** of **big models**, **embedded**');
    // The same stemmer as in the search, so that every matched word is shown.
    expect(markWords('forgetful generalisation', ['forget', 'generalise'])).toBe(
      '**forgetful generalisation**',
    );
  });

  it('shows the part of a long sentence that has the words', () => {
    const sentence = `${'Some words that nobody asked about and that go on. '.repeat(4)}Then it says unlearning at last.`;
    const [embed] = cardEmbeds([{ paper: makePaper(), rank: 1, sentence, words: ['unlearning'] }]);
    expect(embed?.description).toContain('> …');
    expect(embed?.description).toContain('**unlearning** at last.');
  });

  it('says where the query’s words are if its sentence has none, or that it is similar in meaning', () => {
    const paper = makePaper({
      abstract: 'Models embed texts. Small ones forget. They are quick and careless.',
    });
    const why = (words: readonly string[], sentence = 'They are quick and careless.') =>
      cardEmbeds([{ paper, rank: 1, sentence, words }])[0]
        ?.description?.split('\n')
        .at(-1);
    expect(why(['quick'])).toBe('> They are **quick** and careless.');
    expect(why(['models', 'forgets', 'of'])).toBe('-# Also mentions: models, forget');
    expect(why(['sourdough', 'of'])).toBe('-# Similar in meaning, different wording');
    // Papers found by name or id have no query words.
    expect(why([])).toBe('> They are quick and careless.');
  });

  it('leaves links whole', () => {
    expect(markWords('See https://x.org/model for the model', ['model'])).toBe(
      'See https://x.org/model for the **model**',
    );
  });

  it('fits ten of the longest, most escaped papers into one message', () => {
    const paper = makePaper({ title: '*_'.repeat(400), authors: ['*'.repeat(300)], abstract: '' });
    const longest = 'b'.repeat(200);
    for (const [sentence, words] of [
      ['a '.repeat(500), ['a']],
      ['c '.repeat(500), ['sourdough']],
      ['c '.repeat(500), [longest]],
    ] as const) {
      const held = { ...paper, abstract: longest };
      const cards = Array.from({ length: 10 }, (_, i) => ({ paper: held, rank: i + 90, sentence, words }));
      const texts = JSON.stringify(listLayout('h'.repeat(900), { cards, explains: true }, [])).matchAll(
        /"content":("(?:[^"\\]|\\.)*")/g,
      );
      const chars = [...texts].map(([, text = '""']) => JSON.parse(text).length);
      expect(chars.reduce((sum, n) => sum + n)).toBeLessThanOrEqual(4_000);
    }
  });
});

it('escaped text never exceeds its limit', () => {
  expect(escapedWithin('*'.repeat(100), 20).length).toBeLessThanOrEqual(20);
  expect(escapedWithin('plain', 20)).toBe('plain');
});

describe('a button’s id', () => {
  it('survives the round trip', () => {
    const id = { kind: 'open', command: 'similar', args: ['local:contrast-is-all', '5'] } as const;
    expect(parseButtonId(formatButtonId(id))).toEqual(id);
  });

  it('from another version is rejected', () => {
    expect(parseButtonId('papers:next')).toBeUndefined();
    expect(parseButtonId('')).toBeUndefined();
  });
});

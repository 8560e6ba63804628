import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../../src/retrieval/query/parse.ts';
import { joinQueries, rewordQuery } from '../../../src/retrieval/query/query.ts';

describe('A rewrite', () => {
  test('keeps the filter, the exclusions and the order of the query', () => {
    const query = parseQuery('latest prompt compression -medical since:2025 cat:cs.CL');
    expect(rewordQuery(query, 'shorter prompts')).toMatchObject({
      kind: 'text',
      typed: 'shorter prompts since:2025-01-01 category:cs.CL',
      text: 'shorter prompts',
      filter: { since: '2025-01-01', categories: ['cs.CL'] },
      excluded: ['medical'],
      isNewestFirst: true,
    });
  });

  test('is never read as an id or a filter', () => {
    const rewrite = rewordQuery(parseQuery('unlearning'), '2509.20354 author:lecun');
    expect(rewrite).toMatchObject({ kind: 'text', text: '2509.20354 author:lecun', filter: undefined });
  });
});

describe('A follow-up', () => {
  const join = (before: string, query: string) => joinQueries(parseQuery(before), parseQuery(query));

  test('has the words of both', () => {
    expect(join('machine unlearning', 'and is it fast?')).toMatchObject({
      kind: 'text',
      typed: 'machine unlearning and is it fast?',
      text: 'machine unlearning and is it fast?',
      filter: undefined,
    });
  });

  test('has the stricter days, and the categories and authors of both', () => {
    expect(
      join(
        'agents since:2025 before:2026-06 cat:cs.AI author:li',
        'papers since:2025-06 before:2027 cat:cs.CL author:li',
      ),
    ).toMatchObject({
      text: 'agents',
      filter: { since: '2025-06-01', before: '2026-06-01', categories: ['cs.AI', 'cs.CL'], authors: ['li'] },
    });
    expect(join('agents', 'papers since:2025').filter).toMatchObject({ since: '2025-01-01' });
    expect(join('agents since:2025', 'and planning').filter).toMatchObject({ since: '2025-01-01' });
  });

  test('of two filters is their common filter', () => {
    expect(join('papers since:2025', 'papers cat:cs.CL')).toMatchObject({
      kind: 'filter',
      filter: { since: '2025-01-01', categories: ['cs.CL'] },
    });
  });

  test('leaves out what either leaves out', () => {
    expect(join('segmentation -medical', 'and tracking -satellite')).toMatchObject({
      text: 'segmentation and tracking',
      excluded: ['medical', 'satellite'],
    });
  });

  test('is about the one paper that is named, but not if both name one', () => {
    expect(join('2509.20354', 'and is it fast?')).toMatchObject({ kind: 'id', paperId: '2509.20354' });
    expect(join('unlearning', '2509.20354').kind).toBe('id');
    expect(join('2509.20354', '2509.00001')).toMatchObject({ kind: 'text', text: '2509.20354 2509.00001' });
  });
});

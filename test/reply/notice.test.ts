/** Notices for people and for operators, word for word. 2026-06-15 is a Monday. */
import { expect, test } from 'vitest';
import type { SourceAway } from '../../src/ingest/list-health.ts';
import { alertReply, noticeForOperator, noticeSentence } from '../../src/reply/notice.ts';
import type { Notice } from '../../src/trending/freshness.ts';

const MONDAY = '2026-06-15';

const SENTENCES: readonly (readonly [today: string, notice: Notice, sentence: string])[] = [
  [
    MONDAY,
    { source: 'hugging-face', kind: 'missing', day: MONDAY, newest: '2026-06-12' },
    "Hugging Face has no list for today; this is Friday's.",
  ],
  [
    '2026-06-16',
    { source: 'hugging-face', kind: 'missing', day: MONDAY, newest: '2026-06-09' },
    'Hugging Face has no list for Monday; this is that of 9 Jun 2026.',
  ],
  [
    MONDAY,
    { source: 'hugging-face', kind: 'missing', day: MONDAY, newest: undefined },
    'Hugging Face has no list for today yet.',
  ],
  [
    '2026-06-16',
    { source: 'hugging-face', kind: 'unread', day: MONDAY, newest: '2026-06-12' },
    "Hugging Face's list for Monday has not been read yet; this is Friday's.",
  ],
  [
    MONDAY,
    { source: 'hugging-face', kind: 'unread', day: MONDAY, newest: undefined },
    "Hugging Face's list for today has not been read yet.",
  ],
  [
    '2026-06-16',
    { source: 'hugging-face', kind: 'repeated', day: MONDAY, before: '2026-06-12' },
    "Hugging Face's list for Monday is the same as Friday's.",
  ],
  [
    '2026-06-22',
    { source: 'hugging-face', kind: 'repeated', day: MONDAY, before: '2026-06-12' },
    "Hugging Face's list for 15 Jun 2026 is the same as that of 12 Jun 2026.",
  ],
  [
    MONDAY,
    { source: 'hugging-face', kind: 'old', newest: '2026-06-05' },
    'Nothing new has come from Hugging Face for more than a week; this is the list of 5 Jun 2026.',
  ],
  [
    MONDAY,
    { source: 'hugging-face', kind: 'short', day: MONDAY, papers: 9, usual: 20 },
    "Hugging Face's list for today has only 9 papers, where 20 are usual; more may come later.",
  ],
  [
    MONDAY,
    { source: 'hugging-face', kind: 'short', day: '2026-06-11', papers: 1, usual: 20 },
    "Hugging Face's list for Thursday has only 1 paper, where 20 are usual; more may come later.",
  ],
  [
    MONDAY,
    { source: 'hugging-face', kind: 'unreadable', day: MONDAY, problem: 'It answered 503.' },
    "Hugging Face's list for today could not be read; Paperboy goes on trying.",
  ],
  // A reader west of UTC has the previous day.
  [
    '2026-06-14',
    { source: 'hugging-face', kind: 'missing', day: MONDAY, newest: '2026-06-12' },
    "Hugging Face has no list for 15 Jun 2026; this is Friday's.",
  ],
];

test.each(SENTENCES)('On %s %j reads: %s', (today, notice, sentence) => {
  expect(noticeSentence(notice, today)).toBe(sentence);
});

test('An operator also reads the duration and the reason of a failure', () => {
  const textOf = (away: SourceAway) => alertReply({ kind: 'source-away', key: '', away }).content;
  const problem = 'It answered 503.';
  expect(textOf({ source: 'arxiv', lastReadOn: '2026-06-12', problem })).toBe(
    'arXiv was last read on 12 Jun 2026; Paperboy goes on trying. It answered 503.',
  );
  expect(textOf({ source: 'semantic-scholar', lastReadOn: undefined, problem })).toBe(
    'Semantic Scholar could not be read yet; Paperboy goes on trying. It answered 503.',
  );
});

test('An operator also reads the error', () => {
  const unreadable: Notice = {
    source: 'hugging-face',
    kind: 'unreadable',
    day: MONDAY,
    problem: 'It answered 503.',
  };
  expect(noticeForOperator(unreadable, MONDAY)).toBe(
    "Hugging Face's list for today could not be read; Paperboy goes on trying. It answered 503.",
  );
  const missing: Notice = { source: 'hugging-face', kind: 'missing', day: MONDAY, newest: undefined };
  expect(noticeForOperator(missing, MONDAY)).toBe('Hugging Face has no list for today yet.');
});

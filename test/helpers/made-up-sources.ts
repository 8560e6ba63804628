/** Two sources with fixed invented days, so that two processes agree on the expected contents. */
import type { PaperSource } from '../../src/ingest/sources/source.ts';
import { makeSource } from './ingest.ts';
import { makePaper } from './papers.ts';

const LISTED = 60;
const DAY_MS = 86_400_000;

const idOf = (day: string, at: number): string => `2606.${day.slice(8)}${String(at).padStart(3, '0')}`;

/**
 * arXiv has every paper of a day, half in each of its parts. Hugging Face lists them with votes that grow until
 * `nowMs`, some from the previous day's list and one unreadable. The two disagree about the texts.
 */
export function createMadeUpSources(nowMs: number): PaperSource[] {
  const arxiv = makeSource(
    'arxiv',
    (day, part) => ({
      papers: Array.from({ length: LISTED }, (_, at) =>
        makePaper({
          id: idOf(day, at),
          title: `Paper ${at} of ${day}`,
          abstract: 'What its authors wrote. '.repeat(20).trim(),
          categories: [part],
          published: day,
        }),
      ).filter((_, at) => at % 2 === (part === 'cs.CL' ? 0 : 1)),
      skipped: [],
    }),
    ['cs.CL', 'cs.LG'],
  );
  const huggingFace = makeSource('hugging-face', (day) => {
    const ageDays = Math.floor((nowMs - Date.parse(day)) / DAY_MS);
    const former = new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);
    const ids = Array.from({ length: LISTED }, (_, at) => idOf(at < 5 ? former : day, at));
    const papers = ids.map((id) =>
      makePaper({
        id,
        title: `paper listed as ${id}`,
        abstract: 'We are happy to share our work!',
        categories: [],
        repository: `https://github.com/lab/${id}`,
      }),
    );
    const entries = ids.map((paperId, at) => ({ paperId, votes: LISTED - at + 10 * ageDays, comments: at }));
    return {
      papers,
      dailyList: { source: 'hugging-face', day, entries },
      skipped: ['"title" is missing.'],
    };
  });
  return [huggingFace, arxiv];
}

/** The schedule's times: a morning and an evening on each of four days. */
export const MOMENTS: readonly number[] = ['2026-06-17', '2026-06-18', '2026-06-19', '2026-06-20'].flatMap(
  (day) => [Date.parse(`${day}T03:00:00Z`), Date.parse(`${day}T21:00:00Z`)],
);

/** The parts of the sources that are due to be read, by time. */
import { describe, expect, test } from 'vitest';
import { SourceError } from '../../src/domain/errors.ts';
import { dueSteps } from '../../src/ingest/ingest.ts';
import { addDays } from '../../src/lib/days.ts';
import type { Stores } from '../../src/store/stores.ts';
import { EMPTY, ingestAt, makeSource } from '../helpers/ingest.ts';
import { openTestStores, temporaryFolder } from '../store/helpers.ts';

const TODAY = '2026-06-20';
const at = (time: string, day = TODAY): number => Date.parse(`${day}T${time}:00Z`);
const openFile = (): Stores => openTestStores(`${temporaryFolder()}/catalog.db`);

const lastDays = (count: number, day = TODAY): string[] =>
  Array.from({ length: count }, (_, back) => addDays(day, -back));

const fail = (isRetryable: boolean) => () => {
  throw new SourceError('It answered 503.', { isRetryable });
};

describe('The due steps', () => {
  const huggingFace = makeSource('hugging-face', () => EMPTY);
  const arxiv = makeSource('arxiv', () => EMPTY, ['cs.CL', 'cs.LG']);
  const dueDays = async (stores: Stores, nowMs: number) =>
    (await dueSteps(stores, [huggingFace], nowMs)).map(({ day }) => day);

  test('are at first today and the week before of every part, the newest day first', async () => {
    const steps = await dueSteps(openFile(), [huggingFace, arxiv], at('09:00'));
    expect(steps.map(({ source, part, day }) => [day, source.name, part])).toEqual(
      lastDays(8).flatMap((day) => [
        [day, 'hugging-face', ''],
        [day, 'arxiv', 'cs.CL'],
        [day, 'arxiv', 'cs.LG'],
      ]),
    );
  });

  test('of daily lists are the last week again every hour', async () => {
    const stores = openFile();
    await ingestAt(stores, [huggingFace], at('09:10'));
    expect(await dueDays(stores, at('09:59'))).toEqual([]);
    expect(await dueDays(stores, at('10:00'))).toEqual(lastDays(8));
    await ingestAt(stores, [huggingFace], at('10:00'));
    expect(await dueDays(stores, at('10:00'))).toEqual([]);
    expect(await dueDays(stores, at('00:00', '2026-06-21'))).toEqual(lastDays(8, '2026-06-21'));
  });

  test('of arXiv are the last week again once a day, at six', async () => {
    const stores = openFile();
    const due = async (nowMs: number) =>
      (await dueSteps(stores, [arxiv], nowMs)).filter(({ part }) => part === 'cs.CL').map(({ day }) => day);
    await ingestAt(stores, [arxiv], at('06:00'));
    expect(await due(at('23:59'))).toEqual([]);
    expect(await due(at('00:00', '2026-06-21'))).toEqual(['2026-06-21']);
    await ingestAt(stores, [arxiv], at('00:00', '2026-06-21'));
    expect(await due(at('05:59', '2026-06-21'))).toEqual([]);
    expect(await due(at('06:00', '2026-06-21'))).toEqual(lastDays(8, '2026-06-21'));
  });

  test('include the days missed while the program was down, each once', async () => {
    const stores = openFile();
    await ingestAt(stores, [huggingFace], at('09:00', addDays(TODAY, -12)));
    expect(await dueDays(stores, at('09:00'))).toEqual(lastDays(12));
    await ingestAt(stores, [huggingFace], at('09:00'));
    expect(await dueDays(stores, at('10:00'))).toEqual(lastDays(8));
  });

  test('include at most a month of missed days', async () => {
    const stores = openFile();
    await ingestAt(stores, [huggingFace], at('09:00', addDays(TODAY, -90)));
    expect(await dueDays(stores, at('09:00'))).toEqual(lastDays(31));
  });

  test('include only the missed days of a part that was read before', async () => {
    const stores = openFile();
    const one = makeSource('arxiv', () => EMPTY, ['cs.CL']);
    await ingestAt(stores, [one], at('09:00', addDays(TODAY, -12)));
    const steps = await dueSteps(stores, [arxiv], at('09:00'));
    const daysOf = (part: string) => steps.filter((step) => step.part === part).map(({ day }) => day);
    expect(daysOf('cs.CL')).toEqual(lastDays(12));
    expect(daysOf('cs.LG')).toEqual(lastDays(8));
  });

  test('include an unreadable day, in every run and beyond a week', async () => {
    const stores = openFile();
    const bad = addDays(TODAY, -9);
    const source = makeSource('hugging-face', (day) => (day === bad ? fail(false)() : EMPTY));
    await ingestAt(stores, [source], at('09:00', bad));
    expect(await dueDays(stores, at('09:00', bad))).toEqual([bad]);
    await ingestAt(stores, [source], at('09:00'));
    expect(await dueDays(stores, at('09:00'))).toEqual([bad]);
    await ingestAt(stores, [huggingFace], at('09:00'));
    expect(await dueDays(stores, at('09:00'))).toEqual([]);
  });

  test('of recommendations are today, once, and again only after a failure', async () => {
    const stores = openFile();
    const due = async (nowMs: number) =>
      (await dueSteps(stores, [makeSource('semantic-scholar', () => EMPTY)], nowMs)).map(({ day }) => day);
    expect(await due(at('09:00'))).toEqual([TODAY]);
    await ingestAt(stores, [makeSource('semantic-scholar', fail(true))], at('09:00'));
    expect(await due(at('10:00'))).toEqual([TODAY]);
    await ingestAt(stores, [makeSource('semantic-scholar', () => EMPTY)], at('10:00'));
    expect(await due(at('23:59'))).toEqual([]);
    // Recommendations of missed days are no longer available.
    expect(await due(at('00:00', '2026-06-25'))).toEqual(['2026-06-25']);
  });

  test('with a given day are all of that day, even if it was just read', async () => {
    const stores = openFile();
    await ingestAt(stores, [huggingFace, arxiv], at('09:00'));
    const steps = await dueSteps(stores, [huggingFace, arxiv], at('09:00'), '2026-06-18');
    expect(steps.map(({ part, day }) => [part, day])).toEqual(
      ['', 'cs.CL', 'cs.LG'].map((part) => [part, '2026-06-18']),
    );
  });
});

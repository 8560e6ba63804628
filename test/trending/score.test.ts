/** Properties of the trending score for all counts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Attention, SCORE_WEIGHTS, trendingScore } from '../../src/trending/score.ts';

const HALF_LIFE_HOURS = 96;
const score = (attention: Attention): number => trendingScore(attention, HALF_LIFE_HOURS);

const count = fc.nat({ max: 100_000 });
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const hours = (max: number) => fc.double({ min: 0, max, noNaN: true });
const gain = fc.record({ by: fc.integer({ min: -50, max: 5_000 }), overHours: hours(200) });
const attentions: fc.Arbitrary<Attention> = fc.record({
  ageHours: hours(1_000),
  countedHoursAgo: hours(100),
  votes: maybe(count),
  comments: maybe(count),
  stars: maybe(count),
  votesGained: maybe(gain),
  starsGained: maybe(gain),
});

describe('The score', () => {
  test.each(['votes', 'comments', 'stars'] as const)('never falls with more %s', (name) => {
    fc.assert(
      fc.property(attentions, count, count, (attention, some, more) => {
        const fewer = score({ ...attention, [name]: some });
        expect(score({ ...attention, [name]: some + more })).toBeGreaterThanOrEqual(fewer);
      }),
    );
  });

  test.each(['votesGained', 'starsGained'] as const)('never falls with larger %s', (name) => {
    fc.assert(
      fc.property(attentions, gain, count, (attention, some, more) => {
        const fewer = score({ ...attention, [name]: some });
        const larger = { ...some, by: some.by + more };
        expect(score({ ...attention, [name]: larger })).toBeGreaterThanOrEqual(fewer);
      }),
    );
  });

  test('rises with votes', () => {
    fc.assert(
      fc.property(attentions, count, (attention, votes) => {
        expect(score({ ...attention, votes: votes + 1 })).toBeGreaterThan(score({ ...attention, votes }));
      }),
    );
  });

  test('only falls with age', () => {
    fc.assert(
      fc.property(attentions, hours(500), (attention, olderBy) => {
        const older = { ...attention, ageHours: attention.ageHours + olderBy };
        expect(score(older)).toBeLessThanOrEqual(score(attention));
      }),
    );
  });

  test('puts a paper with unknown votes where the prior expects it: above one with none, below one with many', () => {
    fc.assert(
      fc.property(hours(500), fc.integer({ min: 1, max: 1_000 }), (sinceHours, more) => {
        const of = (votes?: number) => score({ ageHours: sinceHours + 1, countedHoursAgo: 0, votes });
        expect(of()).toBeGreaterThan(of(0));
        expect(of()).toBeLessThan(of(SCORE_WEIGHTS.priorVotes + more));
      }),
    );
  });

  test.each(['comments', 'stars'] as const)('doesn’t treat unknown %s as zero', (name) => {
    fc.assert(
      fc.property(attentions, (attention) => {
        const none = score({ ...attention, ageHours: 200, [name]: 0 });
        expect(score({ ...attention, ageHours: 200, [name]: undefined })).toBeGreaterThan(none);
      }),
    );
  });

  test('without any counts is the prior, fading', () => {
    expect(score({ ageHours: 0, countedHoursAgo: 0 })).toBe(SCORE_WEIGHTS.priorVotes);
    expect(score({ ageHours: HALF_LIFE_HOURS, countedHoursAgo: 0 })).toBe(SCORE_WEIGHTS.priorVotes / 2);
  });

  test('gives this morning’s paper a chance against yesterday’s', () => {
    const morning = score({ ageHours: 6, countedHoursAgo: 0, votes: 7 });
    expect(morning).toBeGreaterThan(score({ ageHours: 30, countedHoursAgo: 0, votes: 8 }));
    expect(morning).toBeLessThan(score({ ageHours: 30, countedHoursAgo: 0, votes: 80 }));
  });

  test('is finite and not negative for any counts', () => {
    fc.assert(
      fc.property(attentions, (attention) => {
        const found = score(attention);
        expect(Number.isFinite(found) && found >= 0).toBe(true);
      }),
    );
  });
});

/** The chart of quality against time. */
import { expect, test } from 'vitest';
import { drawPicture, type Point } from '../../src/eval/picture.ts';

const points: Point[] = [
  { label: 'words alone', ranker: 'lexical', ndcg: 0.65, p50Ms: 0.4 },
  { label: 'small & <fast>, dense', ranker: 'dense', ndcg: 0.66, p50Ms: 0.2 },
  { label: 'large, hybrid', ranker: 'hybrid', ndcg: 0.78, p50Ms: 40 },
];
const circles = (svg: string) =>
  [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }));

test('better is higher, slower is further right, and everything is inside', () => {
  // SVG's y axis points down, so the best comes first.
  const [large, small, words] = circles(drawPicture('Quality', points));
  expect(large && small && words).toBeTruthy();
  expect(large?.x).toBeGreaterThan(words?.x ?? 0);
  expect(words?.x).toBeGreaterThan(small?.x ?? 0);
  expect(large?.y).toBeLessThan(small?.y ?? 0);
  for (const { x, y } of circles(drawPicture('Quality', points))) {
    expect(x).toBeGreaterThanOrEqual(64);
    expect(x).toBeLessThanOrEqual(696);
    expect(y).toBeGreaterThanOrEqual(56);
    expect(y).toBeLessThanOrEqual(384);
  }
});

test('labels are escaped and stay text', () => {
  const svg = drawPicture('A "title"', points);
  expect(svg).toContain('small &#38; &#60;fast&#62;, dense');
  expect(svg).not.toContain('<fast>');
  expect(svg).toContain('aria-label="A &#34;title&#34;"');
});

test('labels of points at the same height do not cover each other', () => {
  const same = points.map((point) => ({ ...point, ndcg: 0.7, p50Ms: 1 }));
  const heights = [...drawPicture('', same).matchAll(/y="([\d.]+)"[^>]*fill="#\w+">/g)].map(([, y]) =>
    Number(y),
  );
  expect(heights).toHaveLength(3);
  expect((heights[1] ?? 0) - (heights[0] ?? 0)).toBeGreaterThanOrEqual(14);
  expect((heights[2] ?? 0) - (heights[1] ?? 0)).toBeGreaterThanOrEqual(14);
});

test('a single point, perfect and in no time, still has its place', () => {
  const svg = drawPicture('', [{ label: 'x', ranker: 'dense', ndcg: 1, p50Ms: 0 }]);
  expect(svg).not.toMatch(/NaN|Infinity/);
  expect(circles(svg)).toHaveLength(1);
});

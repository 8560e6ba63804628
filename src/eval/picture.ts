/** A chart of quality against time: one point per model and ranker, up and to the left is better. */
import type { Ranker } from './evaluate.ts';

export interface Point {
  readonly label: string;
  readonly ranker: Ranker;
  /** 0 to 1. */
  readonly ndcg: number;
  readonly p50Ms: number;
}

const WIDTH = 720;
const HEIGHT = 440;
const FRAME = { left: 64, right: 24, top: 56, bottom: 56 } as const;
const COLOURS: Readonly<Record<Ranker, string>> = { lexical: '#8a5a00', dense: '#1f6feb', hybrid: '#1a7f37' };
const FONT = 'font-family="system-ui, sans-serif"';
const LABEL_ROOM = 14;

/** An SVG document. The time axis is logarithmic between powers of ten; nDCG runs between whole tenths. */
export function drawPicture(title: string, points: readonly Point[]): string {
  const times = points.map(({ p50Ms }) => Math.max(p50Ms, 0.001));
  const [fromMs, toMs] = [
    Math.floor(Math.log10(Math.min(...times))),
    Math.floor(Math.log10(Math.max(...times))) + 1,
  ];
  const qualities = points.map(({ ndcg }) => ndcg);
  const [low, high] = [
    Math.floor(Math.min(...qualities) * 10) / 10,
    Math.min(10, Math.floor(Math.max(...qualities) * 10) + 1) / 10,
  ];
  const x = (ms: number): number =>
    FRAME.left +
    ((Math.log10(Math.max(ms, 0.001)) - fromMs) / (toMs - fromMs)) * (WIDTH - FRAME.left - FRAME.right);
  const y = (ndcg: number): number =>
    HEIGHT - FRAME.bottom - ((ndcg - low) / (high - low || 1)) * (HEIGHT - FRAME.top - FRAME.bottom);

  const columns = Array.from({ length: toMs - fromMs + 1 }, (_, i) => 10 ** (fromMs + i));
  const rows = Array.from({ length: Math.round((high - low) * 20) + 1 }, (_, i) => low + i / 20);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(FRAME.left, 26, title, 'font-size="16" font-weight="600"'),
    ...columns.flatMap((ms) => [
      line(x(ms), FRAME.top, x(ms), HEIGHT - FRAME.bottom),
      text(
        x(ms),
        HEIGHT - FRAME.bottom + 18,
        `${Number(ms.toPrecision(1))} ms`,
        'font-size="12" text-anchor="middle"',
      ),
    ]),
    ...rows.flatMap((ndcg) => [
      line(FRAME.left, y(ndcg), WIDTH - FRAME.right, y(ndcg)),
      text(FRAME.left - 8, y(ndcg) + 4, ndcg.toFixed(2), 'font-size="12" text-anchor="end"'),
    ]),
    text(WIDTH / 2, HEIGHT - 14, 'one question, median time', 'font-size="12" text-anchor="middle"'),
    text(FRAME.left, 46, 'nDCG@10', 'font-size="12"'),
    ...placeLabels(points.map((point) => ({ point, x: x(point.p50Ms), y: y(point.ndcg) }))).flatMap(
      ({ point, x, y, labelY }) => [
        `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="5" fill="${COLOURS[point.ranker]}"/>`,
        // Labels of points on the right go to their left, so that none leaves the picture.
        x > WIDTH / 2
          ? text(
              x - 9,
              labelY + 4,
              point.label,
              `font-size="12" text-anchor="end" fill="${COLOURS[point.ranker]}"`,
            )
          : text(x + 9, labelY + 4, point.label, `font-size="12" fill="${COLOURS[point.ranker]}"`),
      ],
    ),
    '</svg>\n',
  ].join('\n');
}

interface Placed {
  readonly point: Point;
  readonly x: number;
  readonly y: number;
}

/** Labels of points at nearly the same height go below each other. */
function placeLabels(placed: readonly Placed[]): (Placed & { readonly labelY: number })[] {
  let above = Number.NEGATIVE_INFINITY;
  return [...placed]
    .sort((a, b) => a.y - b.y)
    .map((one) => {
      above = Math.max(one.y, above + LABEL_ROOM);
      return { ...one, labelY: above };
    });
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<path d="M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}" stroke="#d0d7de"/>`;
}

function text(x: number, y: number, said: string, attributes: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${FONT} ${attributes}>${escaped(said)}</text>`;
}

function escaped(said: string): string {
  return said.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Compares the numbers in a model's text with the abstract's. */

export interface FoundNumber {
  readonly value: number;
  /** "12%" or "12 percentage points": twelve percent are not twelve. */
  readonly isPercent: boolean;
}

const SMALL =
  'two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
function numbered(words: Readonly<Record<number, string>>): (readonly [string, number])[] {
  return Object.entries(words).flatMap(([value, each]) =>
    each.split(' ').map((word) => [word, Number(value)] as const),
  );
}

/** "One" is left out: it is a pronoun as often as a number. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, i) => [word, i + 2] as const),
  ...TENS.map((word, i) => [word, 10 * (i + 2)] as const),
  ...numbered({
    2: 'twice double doubles doubled twofold',
    3: 'triple triples tripled threefold',
    4: 'quadruple quadruples quadrupled fourfold',
    5: 'fivefold',
    6: 'sixfold',
    7: 'sevenfold',
    8: 'eightfold',
    9: 'ninefold',
    10: 'tenfold tens',
    12: 'dozen dozens',
    100: 'hundred hundreds hundredfold',
    1e3: 'thousand thousands thousandfold',
    1e6: 'million millions',
    1e9: 'billion billions',
    1e12: 'trillion trillions',
  }),
  ['order of magnitude', 10],
  ['orders of magnitude', 10],
]);
/** Equivalent percentages and factors: "half as long" is "50% shorter" and "2x shorter". */
const SHARES: ReadonlyMap<string, number> = new Map(
  numbered({ 2: 'half halve halves halved halving', 4: 'quarter quarters' }),
);
const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  millions: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  billions: 1e9,
  t: 1e12,
  trillion: 1e12,
  万: 1e4,
  億: 1e8,
  亿: 1e8,
}; // prettier-ignore

const NUMBER =
  /(?<digits>\d+(?:[.,'’\u202f\u00a0]\d+)*)(?:\s?[eE](?<exponent>[-−–+]?\d{1,2})(?![\p{L}\d])|\s?(?:\\times|×|\*|x)\s?10\s?\^?\s?\{?(?<power>[-−–+]?\d{1,2})\}?)?(?:[\s-]?(?<scale>thousand|millions?|billions?|trillion|[kKmMbBtT](?![\p{L}\p{N}])|bn\b|mn\b|万|億|亿))?(?:[\s-]?(?<percent>\\?%|％|per\s?cent\b|percentage|pour cent\b|Prozent\b|por ciento\b|процент))?/gu;
const WORD_NUMBER = new RegExp(
  String.raw`(?<![\p{L}\p{N}]|\d[\s-])(?<word>${[...WORDS.keys(), ...SHARES.keys()].join('|')})(?:[\s-](?<unit>${SMALL.slice(0, 8).join('|')}|one)(?![\p{L}]))?(?:[\s-](?<scale>hundred|thousand|million|billion|trillion)s?)?(?![\p{L}\p{N}])(?:[\s-](?<percent>per\s?cent|percentage))?`,
  'giu',
);

/** Generous readings of an abstract's numbers, including those inside names such as "Llama-7B". */
export function supportedNumbers(text: string): Set<string> {
  const held = new Set<string>();
  for (const { readings } of readNumbers(text, true)) {
    for (const reading of readings) held.add(keyOf(reading));
    const [usual] = readings;
    if (usual) for (const value of roundings(usual.value)) held.add(keyOf({ ...usual, value }));
  }
  if (PAIR.test(text)) held.add('2');
  for (const length of listLengths(text)) held.add(`${length}`);
  return held;
}

/** "Both", "binary" and "a pair" are two. */
const PAIR = /\b(?:both|pairs?|paired|binary|dual|bidirectional)\b/i;
/** The lengths of lists of names: "TimeBank, MATRES, and TDDMan" are three. Reads word by word, in linear time. */
function listLengths(text: string): number[] {
  const lengths: number[] = [];
  const words = text.split(/\s+/);
  let count = 0;
  for (const [at, word] of words.entries()) {
    const next = words[at + 1] ?? '';
    if (word === 'and' && count > 0 && isName(next)) lengths.push(count + 1);
    const isNextInList = count === 0 || words[at - 1]?.endsWith(',');
    count = isName(word) ? (isNextInList ? count + 1 : 1) : 0;
  }
  return lengths;
}

const isName = (word: string): boolean => /[\p{Lu}\d]/u.test(word);

/** A number, and what it is rounded to: 0.93 for 0.92926, 971,000 for 970,919. */
function roundings(value: number): number[] {
  const digits = value.toExponential().replace(/e.*|\D/g, '').length;
  if (!Number.isFinite(value) || digits < 4 || (value >= 100 && value < 10_000)) return [value];
  return [value, ...[2, 3, 4].filter((few) => few < digits).map((few) => Number(value.toPrecision(few)))];
}

/** True if each number in `text` is one of `held`; numbers in names, such as "GPT-4", are excluded. */
export const hasOnlyNumbers = (text: string, held: ReadonlySet<string>): boolean =>
  readNumbers(text).every(({ readings }) => readings.some((reading) => held.has(keyOf(reading))));

/**
 * True if each number written in digits in `original` is in `translation`: other languages spell and scale them
 * differently.
 */
export function keepsNumbers(translation: string, original: string): boolean {
  const kept = new Set(digitsIn(translation).flat());
  return digitsIn(original).every((values) => values.some((value) => kept.has(value)));
}

/** Readings of each number in digits, with its scale and without. */
const digitsIn = (text: string): number[][] =>
  [...asciiDigits(text).matchAll(NUMBER)].map(({ groups: { digits = '', scale = '' } = {} }) =>
    valuesOf(digits).flatMap((value) => [value, round(value * (SCALES[scale.toLowerCase()] ?? 1))]),
  );

const keyOf = ({ value, isPercent }: FoundNumber): string => `${round(value)}${isPercent ? '%' : ''}`;

const round = (value: number): number => Number(value.toPrecision(12));
/** "½" and "⁹" are separate from the number before them. */
const asciiDigits = (text: string): string =>
  text.replace(/\p{No}/gu, (sign) => ` ${sign.normalize('NFKC')}`).replace(/\p{Nd}/gu, asAscii);

interface NumberAt {
  readonly readings: FoundNumber[];
  /** Its offset in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

export interface NumberSpan {
  /** All its readings, as comparable text. */
  readonly keys: readonly string[];
  readonly isPercent: boolean;
  readonly start: number;
  readonly end: number;
}

/** A text's numbers in order, without those in names such as "GPT-4". */
export const numbersIn = (text: string): NumberSpan[] =>
  readNumbers(text)
    // "3DGS" and "2D" are names.
    .filter(({ end }) => !/^\p{L}\p{Lu}*\p{Lu}|^D\b/u.test(text.slice(end, end + 8)))
    .map(({ readings, start, end }) => ({
      keys: readings.map(keyOf),
      isPercent: readings.every(({ isPercent }) => isPercent),
      start,
      end,
    }))
    .sort((a, b) => a.start - b.start);

/** Each number with all its readings: "1.200" is 1200 in German and 1.2 in English. */
function readNumbers(text: string, alsoInNames = false): NumberAt[] {
  const folded = asciiDigits(text);
  const found: NumberAt[] = [];
  for (const match of folded.matchAll(NUMBER)) {
    const { digits = '', exponent, power, scale, percent } = match.groups ?? {};
    // "GPT-4", "H100", "L2": part of a name. The hyphen is no minus sign.
    if (!alsoInNames && /[\p{Script=Latin}_][-–.]?$/u.test(folded.slice(0, match.index))) continue;
    const by =
      10 ** Number((exponent ?? power ?? '0').replace(/[−–]/, '-')) *
      (SCALES[scale?.toLowerCase() ?? ''] ?? 1);
    const isPercent = percent !== undefined;
    // "3.5 points" may be percentage points.
    const isPoints = !isPercent && /^[\s-]?points?\b/i.test(folded.slice(match.index + match[0].length));
    const readings = valuesOf(digits).flatMap((value) =>
      (isPoints ? [false, true] : [isPercent]).map((percents) => ({
        value: value * by,
        isPercent: percents,
      })),
    );
    found.push({ readings, start: match.index, end: match.index + match[0].length });
  }
  for (const match of folded.matchAll(WORD_NUMBER)) {
    const { word = '', unit, scale, percent } = match.groups ?? {};
    // "The two" are two that were named before.
    if (/^two$/i.test(word) && /\b(?:the|these|those)\s$/i.test(folded.slice(0, match.index))) continue;
    const [start, end] = [match.index, match.index + match[0].length];
    const share = SHARES.get(word.toLowerCase());
    if (share !== undefined) {
      const [whole, part] = [
        { value: share, isPercent: false },
        { value: 1 / share, isPercent: false },
      ];
      found.push({ readings: [whole, part, { value: 100 / share, isPercent: true }], start, end });
      continue;
    }
    const base =
      (WORDS.get(word.toLowerCase()) ?? 0) +
      (unit ? (unit.toLowerCase() === 'one' ? 1 : (WORDS.get(unit.toLowerCase()) ?? 0)) : 0);
    const by = scale ? (scale.toLowerCase() === 'hundred' ? 100 : (SCALES[scale.toLowerCase()] ?? 1)) : 1;
    found.push({ readings: [{ value: base * by, isPercent: percent !== undefined }], start, end });
  }
  return found;
}

/** "1,234.5", "1.234,5" and "1 234,5"; both readings of an ambiguous mark. */
function valuesOf(digits: string): number[] {
  const plain = digits.replace(/['’\u202f\u00a0]/g, '');
  const english = Number(plain.replace(/,(?=\d{3}(?!\d))/g, ''));
  const continental = Number(plain.replace(/\.(?=\d{3}(?!\d))/g, '').replace(',', '.'));
  const values = [english, continental].filter(Number.isFinite);
  return values.length > 0 ? [...new Set(values)] : plain.split(/[.,]/).map(Number);
}

function asAscii(digit: string): string {
  // Variants of our digits, such as bold ones, are consecutive.
  const plain = digit.normalize('NFKC');
  const code = plain.codePointAt(0) ?? 0;
  if (code < 128) return plain;
  // Unicode digits come in runs of ten from zero: https://www.unicode.org/reports/tr44/#Numeric_Type.
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero--;
  return `${code - zero}`;
}

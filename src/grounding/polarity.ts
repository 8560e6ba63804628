/**
 * Whether an English sentence turns around what a text says in the same words: "improves" for "does not improve", "raised"
 * for "lowered". To an embedding both are the same. docs/decisions/0016-supported-sentences.md has what it finds and costs.
 */
import { stem } from '../text/stem.ts';
import { isStopWord } from '../text/stop-words.ts';

/** Of the telling words of one, which part stands in the other where both speak of the same. */
const SAME = 0.7;
/** And of what is told in the other: a short part says little of a long one. */
const MOST = 0.5;
const MIN_WORDS = 3;

const stemsOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).map((word) => stem(word)));
const NEGATIONS =
  /\b(?:not|never|no|none|nor|neither|cannot|without|hardly|barely|fail(?:s|ed|ing|ure)?|unable|impossible)\b|n['’]t\b/i;
/** "Not only", "no longer than" and the like negate nothing. */
const NO_NEGATIONS = /\bnot (?:only|just|merely)\b|\bno (?:less|fewer|later) than\b|\bwhether or not\b/gi;

/** What goes one way, and what goes the other, of how much there is and of how good it is. */
const WAYS = [
  [
    stemsOf(
      'increase raise rise grow gain boost higher more greater larger bigger longer faster accelerate speedup expand',
    ),
    stemsOf(
      'decrease reduce lower drop fall decline lose loss less fewer smaller shorter slower slow shrink diminish',
    ),
  ],
  [
    stemsOf(
      'improve improvement better enhance outperform surpass exceed superior help strengthen beneficial',
    ),
    stemsOf('degrade degradation worse worsen hurt harm underperform inferior hinder weaken harmful'),
  ],
] as const;
const ALL_WAYS = new Set(WAYS.flat().flatMap((words) => [...words]));
const PARTS = /[,;:()|—–]|\s-\s|\b(?:and|but|or|while|whereas|although|though|because|which|that)\b/giu;

interface Unit {
  readonly stems: ReadonlySet<string>;
  /** With those that say how much or how good. */
  readonly all: ReadonlySet<string>;
  readonly isNegated: boolean;
}

export interface Claims {
  readonly parts: readonly Unit[];
  readonly sentences: readonly Unit[];
}

/** The sentences of a text, for `contradicts`. */
export const readClaims = (sentences: readonly string[]): Claims => ({
  parts: sentences.flatMap((sentence) => partsOf(sentence)),
  sentences: sentences.map(unitOf),
});

/** Whether something in `sentence` has the words of something told, and none that it has them of says the same. */
export function contradicts(sentence: string, { parts, sentences }: Claims): boolean {
  const own = partsOf(sentence);
  const isLong = ({ stems }: Unit): boolean => stems.size >= MIN_WORDS;
  // What is too short to say what it is about is compared with all that stands around it.
  const units = own.every(isLong) ? own : [...own, unitOf(sentence)];
  return units.filter(isLong).some((unit) => {
    const same = parts.filter((part) => isSame(unit, part));
    const compared =
      same.length > 0 && own.includes(unit)
        ? same
        : [...same, ...sentences.filter((whole) => isSame(unit, whole))];
    return compared.length > 0 && compared.every((other) => isOpposite(unit, other));
  });
}

const partsOf = (sentence: string): Unit[] => sentence.split(PARTS).map(unitOf);

function unitOf(text: string): Unit {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const all = new Set(words.map((word) => stem(word)));
  const telling = words.filter(
    (word) => /\p{L}{2}|\p{N}/u.test(word) && !isStopWord(word) && !NEGATIONS.test(word),
  );
  const stems = new Set(telling.map((word) => stem(word)).filter((stem) => !ALL_WAYS.has(stem)));
  return { stems, all, isNegated: NEGATIONS.test(text.replace(NO_NEGATIONS, ' ')) };
}

function isSame(unit: Unit, other: Unit): boolean {
  const both = [...unit.stems].filter((stem) => other.stems.has(stem)).length;
  return both >= SAME * unit.stems.size && both >= MOST * other.stems.size;
}

function isOpposite(unit: Unit, other: Unit): boolean {
  if (unit.isNegated !== other.isNegated) return true;
  return WAYS.some(([up, down]) => {
    const [goes, went] = [unit, other].map(({ all }) => ({ up: hasAny(all, up), down: hasAny(all, down) }));
    return goes && went && goes.up !== goes.down && went.up !== went.down && goes.up !== went.up;
  });
}

const hasAny = (stems: ReadonlySet<string>, of: ReadonlySet<string>): boolean =>
  [...of].some((stem) => stems.has(stem));

/** Finds numbers and attributes that are attached to other words than in the paper. */
import type { Analysis } from './analysis.ts';
import { memoise } from './memo.ts';
import type { Premise } from './premise.ts';
import type { Word } from './word.ts';
import { isOwn, matchOf } from './word-match.ts';

/** A name or a number identifies a part of the paper better than a common word. */
const weightOf = (word: Word): number => (/\p{Lu}|\d/u.test(word.text.slice(1)) || word.number ? 2 : 1);
const isNameOf = (word: Word): boolean => word.at > 0 && /\p{Lu}|\d/u.test(word.text);
/** Words further away hardly belong to a number. */
const MAX_DISTANCE = 7;

type Segment = readonly Word[];

const segmentsOf = memoise(({ words }: Analysis): Segment[] => {
  const segments = new Map<number, Word[]>();
  for (const word of words) {
    if (!word.isContent && !word.number) continue;
    segments.set(word.segment, [...(segments.get(word.segment) ?? []), word]);
  }
  return [...segments.values()];
});

/**
 * Two parts of the sentence mix two parts of the paper, each with the other's words: "Renal was best and Research
 * worst" for "best in Research and worst in Renal".
 */
export function hasCrossedAttributes(sentence: Analysis, premise: Premise): boolean {
  const segments = segmentsOf(sentence);
  if (segments.length < 2) return false;
  const told = premise.told.flatMap((each) => segmentsOf(each));
  const placed = segments.map((segment) => segment.flatMap((word) => placeOf(word, told, premise)));
  for (const [i, first] of placed.entries())
    for (const second of placed.slice(i + 1)) if (isCrossed(first, second)) return true;
  const ofSentences = premise.told.map(({ words }) => words.filter((word) => word.isContent || word.number));
  const spread = segments.map((segment) =>
    segment.flatMap((word) =>
      placeOf(word, ofSentences, premise).map((place) => ({ ...place, isName: isNamed(word) })),
    ),
  );
  return segments.some((first, i) =>
    segments
      .slice(i + 1)
      .some(
        (second, j) =>
          isCrossedInOneSentence(first, second, premise) ||
          isCrossedByName(spread[i] ?? [], spread[i + 1 + j] ?? []),
      ),
  );
}

/** The same over whole sentences, where each part is about a name that the paper has in one sentence only. */
function isCrossedByName(
  first: readonly (Placed & { isName: boolean })[],
  second: readonly (Placed & { isName: boolean })[],
): boolean {
  const nameOf = (placed: typeof first): number | undefined => placed.find(({ isName }) => isName)?.part;
  const [a, b] = [nameOf(first), nameOf(second)];
  const has = (placed: typeof first, part: number): boolean =>
    placed.some((each) => !each.isName && each.part === part);
  if (a === undefined || b === undefined || a === b) return false;
  return has(first, b) && has(second, a) && !has(first, a) && !has(second, b);
}

const isNamed = ({ text }: Word): boolean => /^\p{L}*\p{L}[\p{Lu}\d]/u.test(text);

/** The same within one sentence of the paper, even if its words are in others too. */
function isCrossedInOneSentence(first: Segment, second: Segment, premise: Premise): boolean {
  return premise.told.some((each) => {
    const parts = segmentsOf(each);
    const has = (part: Segment, word: Word): boolean => part.some(({ root }) => root === word.root);
    const mixes = (segment: Segment, a: Segment, b: Segment): boolean =>
      segment.some((word) => has(a, word) && !has(b, word)) &&
      segment.some((word) => has(b, word) && !has(a, word));
    return parts.some((a, i) =>
      parts
        .slice(i + 1)
        .some(
          (b) =>
            mixes(first, a, b) &&
            mixes(second, a, b) &&
            ![first, second].some((segment) => isInOnePart(segment, premise)),
        ),
    );
  });
}

/** True if one part of the paper has everything that a part of the sentence takes from it. */
function isInOnePart(segment: Segment, premise: Premise): boolean {
  const known = segment.filter((word) => premise.byRoot.has(word.root) && !isOwn(word, premise));
  return premise.told.some((each) =>
    segmentsOf(each).some((part) => known.every((word) => part.some(({ root }) => root === word.root))),
  );
}

interface Placed {
  readonly part: number;
  readonly weight: number;
}

/** The only part of the paper with the word; none if several have it. */
function placeOf(word: Word, told: readonly Segment[], premise: Premise): Placed[] {
  if (isOwn(word, premise)) return [];
  const parts = told.flatMap((segment, i) => {
    const best = Math.max(0, ...segment.map((other) => matchOf(word, other, premise)));
    return best > 0 ? [{ part: i, best }] : [];
  });
  const exact = parts.filter(({ best }) => best === 1);
  const [only, ...more] = exact.length > 0 ? exact : parts;
  return only && more.length === 0 ? [{ part: only.part, weight: weightOf(word) * only.best }] : [];
}

function isCrossed(first: readonly Placed[], second: readonly Placed[]): boolean {
  const share = (placed: readonly Placed[], part: number): number =>
    placed.filter((each) => each.part === part).reduce((sum, { weight }) => sum + weight, 0);
  const parts = [...new Set([...first, ...second].map(({ part }) => part))];
  return parts.some((a, i) =>
    parts.slice(i + 1).some((b) => {
      const [firstA, firstB, secondA, secondB] = [
        share(first, a),
        share(first, b),
        share(second, a),
        share(second, b),
      ];
      return Math.min(firstA, firstB, secondA, secondB) > 0;
    }),
  );
}

/** A number in the sentence that the paper gives for something else. */
export function hasMisplacedNumber(sentence: Analysis, premise: Premise): boolean {
  const numbers = new Map<object, Word>();
  for (const word of sentence.words)
    if (word.number && !numbers.has(word.number)) numbers.set(word.number, word);
  return [...numbers.values()].some((number) => isMisplaced(number, sentence, premise));
}

function isMisplaced(number: Word, sentence: Analysis, premise: Premise): boolean {
  const numbers = firstWords(sentence.words);
  const around = sentence.words.filter(
    (word) =>
      word.isContent &&
      !isOwn(word, premise) &&
      (numbers.length === 1 ||
        (word.segment === number.segment && nearestOf(word, numbers, 0).includes(number))),
  );
  const group = groupOf(number, numbers);
  let isFound = false;
  for (const { words } of premise.told) {
    if (!words.some((word) => word.number && matchOf(number, word, premise) > 0)) continue;
    isFound = true;
    if (!isOthers(group, around, words, premise)) return false;
  }
  return isFound;
}

/** A number with those in its list: "by 4.2% and 1.4% on A and B" leaves open which is whose. */
function groupOf(number: Word, numbers: readonly Word[]): Word[] {
  const at = numbers.indexOf(number);
  const isNext = (a: Word | undefined, b: Word | undefined): boolean =>
    a !== undefined && b !== undefined && b.at - a.at <= 3;
  let [from, to] = [at, at];
  while (isNext(numbers[from - 1], numbers[from])) from -= 1;
  while (isNext(numbers[to], numbers[to + 1])) to += 1;
  return [number, ...numbers.slice(from, to + 1)];
}

/** True if one of the words belongs to another number of the paper's sentence, and none to this one. */
function isOthers(
  group: readonly Word[],
  around: readonly Word[],
  words: readonly Word[],
  premise: Premise,
): boolean {
  const owners = ownersOf(words);
  const number = group[0] as Word;
  let [own, other, elsewhere] = [0, 0, 0];
  for (const word of around) {
    const matches = words.filter((each) => each.isContent && matchOf(word, each, premise) > 0);
    const owned = matches.flatMap((each) => owners.get(each) ?? []).filter((each) => isAlike(each, number));
    if (owned.length === 0) {
      if (matches.length === 0 && isOfOtherNumbers(word, number, premise)) elsewhere += weightOf(word);
      continue;
    }
    if (owned.some((each) => group.some((one) => matchOf(one, each, premise) > 0))) own += weightOf(word);
    else if (matches.some(isNameOf) && matches.every((each) => owners.has(each))) return true;
    else other += weightOf(word);
  }
  return elsewhere >= 2 || (other > 0 && (own === 0 || other > own));
}

/** True if the paper has a word only with other numbers of the same kind, in other sentences. */
function isOfOtherNumbers(word: Word, number: Word, premise: Premise): boolean {
  let [isFound, isEverywhere] = [false, true];
  for (const { words } of premise.told) {
    const matches = words.filter((each) => each.isContent && each.root === word.root);
    if (matches.length === 0) continue;
    const owners = ownersOf(words);
    for (const match of matches) {
      const owned = owners.get(match) ?? [];
      const isOthers = owned.some((each) => isAlike(each, number));
      if (isOthers && isNameOf(match)) return true;
      if (!isOthers) isEverywhere = false;
      else isFound = true;
    }
  }
  return isFound && isEverywhere;
}

const isAlike = (a: Word, b: Word): boolean => a.number?.isPercent === b.number?.isPercent;

const firstWords = (words: readonly Word[]): Word[] =>
  words.filter((word, i) => word.number && words[i - 1]?.number !== word.number);

/** The numbers near each word; none for a word without a number. */
const ownersOf = memoise((words: readonly Word[]): Map<Word, Word[]> => {
  const owners = new Map<Word, Word[]>();
  const numbers = firstWords(words);
  const lists = respectiveLists(words, numbers);
  for (const word of words) {
    if (!word.isContent) continue;
    const listed = lists.get(word.segment);
    if (listed) {
      owners.set(word, listed);
      continue;
    }
    const own = numbers.filter(
      ({ segment, at }) => segment === word.segment && Math.abs(at - word.at) <= MAX_DISTANCE,
    );
    if (own.length > 0) owners.set(word, own.length > 1 ? nearestOf(word, own) : own);
    else {
      // "Opus (94.1%)": brackets belong to the words before them.
      const bracketed = numbers.find(
        ({ segment, at }) => segment === word.segment + 1 && /^[([]$/.test(openingBefore(words, at)),
      );
      if (bracketed) owners.set(word, [bracketed]);
    }
  }
  return owners;
});

/** The bracket before a number that is alone in it. */
function openingBefore(words: readonly Word[], at: number): string {
  const close = words.findIndex(({ text }, i) => i > at && /^[)\]]$/.test(text));
  if (words.slice(at + 1, close).some((word) => word.isContent)) return '';
  for (let i = at - 1; i >= Math.max(0, at - 3); i--)
    if (/^[([]$/.test(words[i]?.text ?? '')) return words[i]?.text ?? '';
  return '';
}

/** The numbers next to a word, and those connected with them: "from 72.9% to 79.3%". */
function nearestOf(word: Word, numbers: readonly Word[], slack = 4): Word[] {
  const distance = Math.min(...numbers.map(({ at }) => Math.abs(at - word.at)));
  return numbers.filter(({ at }) => Math.abs(at - word.at) <= distance + slack);
}

/** "by 15.1% and 18.9% for A and B, respectively": segment by segment, the numbers in order. */
function respectiveLists(words: readonly Word[], numbers: readonly Word[]): Map<number, Word[]> {
  const lists = new Map<number, Word[]>();
  const end = words.find(({ lower }) => lower === 'respectively');
  if (!end || numbers.length < 2) return lists;
  const withNumbers = new Set(numbers.map(({ segment }) => segment));
  const last = numbers.slice(-Math.min(numbers.length, 6));
  const segments = [
    ...new Set(words.filter((word) => word.isContent && word.at < end.at).map(({ segment }) => segment)),
  ];
  const behind = segments.filter((segment) => segment > Math.max(...withNumbers));
  const lastSegment = Math.max(...withNumbers);
  // The first item of a list is in the last number's segment.
  const items = [lastSegment, ...behind].slice(0, last.length);
  if (items.length === last.length)
    for (const [i, segment] of items.entries()) lists.set(segment, [last[i] as Word]);
  return lists;
}

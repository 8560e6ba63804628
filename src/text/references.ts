/** Finds words of an English sentence that point to something outside it. */
import { anyWord, THIS_PAPER } from './clauses.ts';

/** Nouns that stand for the contribution, which another sentence has named. */
const CONTRIBUTION = anyWord(
  'approach methods? framework algorithm pipeline models? system architecture strategy technique methodology datasets? benchmark tool solution formulation design modules? network procedure scheme proposal mechanism',
);
const POINTERS: readonly RegExp[] = [
  // "The proposed method", "both steps", "they" as the subject
  /^(?:it|they|its|their|these|those|such|both|each|another|others?|he|she|one|some|that|all of (?:them|these)|(?:the )?former|(?:the )?latter)\b/i,
  /\b(?:the|our) (?:[\w-]+ )?(?:proposed|aforementioned|above(?:-mentioned)?|former|latter|resulting|presented|said|same|other|second|third|corresponding|latter's)\b/i,
  new RegExp(`\\bour (?:[\\w-]+ ){0,2}?${CONTRIBUTION}\\b`, 'i'),
  /\bsuch (?!as\b|that\b|a way\b)/i,
  // "We show that they …", "over all four metrics"
  /^(?:we|i) (?:\w+ly )?\w+ that (?:they|it(?! (?:is|was|remains)\b)) |\ball (?:two|three|four|five|six) /i,
  // "solves both."
  /\bboth(?=\s*(?:[.,;]|$|simultaneously|jointly|at once|together))/i,
];

/** True if whatever its pronouns, demonstratives and definite nouns stand for is named in the sentence itself. */
export const standsAlone = (sentence: string): boolean =>
  !POINTERS.some((pointer) => pointer.test(sentence)) &&
  hasDemonstrativesResolved(sentence) &&
  hasPronounsResolved(sentence) &&
  hasDefinitesResolved(sentence);

function hasDemonstrativesResolved(sentence: string): boolean {
  return [...sentence.matchAll(/\b(?:this|these|those)\b(?: ([\w-]+))?/gi)].every((match) => {
    const from = sentence.slice(match.index);
    if (THIS_PAPER.test(from)) return true;
    if (/^those (?:of|that|who|which|with|from|in|for|without|\w+ed)\b/i.test(from)) return true;
    // "We formalise a bias and show that this bias …"
    const noun = singular(match[1] ?? '');
    return noun.length > 3 && sentence.slice(0, match.index).toLowerCase().includes(noun);
  });
}

/** "It is unclear whether" stands for nothing. */
const EXPLETIVE =
  /^ (?:is|was|becomes|remains|takes|would be|may be)\b.*\b(?:that|to|whether|how|when|if|for)\b/i;

/** A pronoun needs a noun before it, so it can't follow the first verb directly. */
function hasPronounsResolved(sentence: string): boolean {
  return [...sentence.matchAll(/\b(?:it|its|they|their|them|itself|themselves)\b/gi)].every((match) => {
    if (EXPLETIVE.test(sentence.slice(match.index + match[0].length))) return true;
    const words = sentence.slice(0, match.index).match(/[\p{L}\d-]*\p{L}[\p{L}\d-]*/gu) ?? [];
    return words.length >= 3 && words.filter((word) => word.length > 3).length >= 2;
  });
}

/** "the tool usage" and "the method of Marks" say which; "the method outperforms" doesn't. */
const DEFINITE = new RegExp(
  `\\bthe (?:${CONTRIBUTION}|tasks?|problems?|issues?|challenges?|corpus)(?=$|[.,;:)]|['’]s\\b| ${anyWord(`is are was were
has have can may will does and or on at without as when while also then achieves? outperforms? improves? reduces? shows?
generates? learns? captures? provides? uses? requires? enables?`)}\\b)`,
  'gi',
);
/** "a module within the network's pass": something of the kind has been introduced. */
const INTRODUCED = new RegExp(`\\b(?:an?|named|called) (?:[\\w-]+ ){0,6}?${CONTRIBUTION}\\b`);

function hasDefinitesResolved(sentence: string): boolean {
  return [...sentence.matchAll(DEFINITE)].every((match) => {
    const before = sentence.slice(0, match.index).toLowerCase();
    // "the model, GPT-4": a name says which.
    const isNamed = /^[ ,]*[(“"]?\p{Lu}/u.test(sentence.slice(match.index + match[0].length));
    return isNamed || before.includes(singular(match[0].slice('the '.length))) || INTRODUCED.test(before);
  });
}

const singular = (noun: string): string => noun.toLowerCase().replace(/s$/, '');

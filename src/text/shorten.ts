/** Shortens an English sentence at clauses, such that what stays is a whole sentence of the same words and as true. */
import { AUTHORS, anyPhrase, anyWord, isBalanced, nesting, tidy } from './clauses.ts';

/** No sentence is as long; patterns below would take long on it. */
const MAX_CHARS = 2_000;

/**
 * The longest form of the sentence of at most `room` UTF-16 units: citations go first, then asides in brackets, then
 * clauses from the end. Undefined if no form fits.
 */
export function shortenSentence(sentence: string, room: number): string | undefined {
  if (sentence.length > MAX_CHARS) return undefined;
  const cited = tidy(sentence.replace(CITATION, ''));
  if (cited.length <= room) return withStop(cited);
  const forms: string[] = [];
  for (const form of [cited, withoutAsides(cited)]) {
    if (form.length <= room) forms.push(withStop(form));
    for (const at of endings(form)) {
      const kept = tidy(form.slice(0, at).replace(/[\s,;:–—-]+$/u, ''));
      if (kept.length < room && isWholeClause(kept)) forms.push(withStop(kept));
    }
  }
  return forms.sort((a, b) => b.length - a.length)[0];
}

const withStop = (text: string): string =>
  /[.!?]["”')]?$/.test(text) ? text : `${text.replace(/[\s,;:]+$/, '')}.`;

// "[3, 7]", "(Ada et al., 2020; Bo 2021)"
const CITATION =
  /\s*\[\d+(?:\s*[,–-]\s*\d+)*\]|\s*\((?:see |e\.g\.,? |cf\. )?[^()]*?(?:et al\.?|\p{Lu}[\p{L}-]+),?\s+\(?(?:19|20)\d\d[a-z]?(?:\s*[;,][^()]*)?\)/gu;

/** Opens what can't go without changing what is claimed: a condition, an exception, a contrast. */
const LIMITS = new RegExp(
  `^[,;:(\\s–—-]*${anyPhrase(`but|although|though|even (?:if|when|though)|if|only|unless|except|provided|assuming|when|whenever
under|as long as|subject to|at least|at most|not|nor|or|however|albeit|conditional|given that|so long|until`)}\\b`,
  'i',
);
const CONDITION =
  /\b(?:only (?:if|when|for|under|in|on|with)|unless|except|provided that|assuming|as long as|subject to)\b/i;

/** Brackets go unless something later needs them or they limit the claim. */
const withoutAsides = (sentence: string): string =>
  tidy(
    sentence.replace(/\s+\(([^()]*)\)(?!\w)/g, (whole, aside: string, at: number) => {
      const isNumber = /^(?:\d|[ivx]+|[a-h])$/.test(aside);
      const isUsed = sentence.slice(at + whole.length).includes(aside);
      return isNumber || isUsed || LIMITS.test(aside) || CONDITION.test(aside) ? whole : '';
    }),
  );

const BOUNDARY =
  /;|:(?=\s)|,(?=\s)|\s+(?:--+|–|—)\s+|—|\s(?=\()|\s(?=(?:by|while|when) \p{Ll}+ing\b|via\b|through\b|using\b|and\b|in order to\b|to \p{Ll}+\b|that [\p{Ll}(]|in which\b|where\b|whose\b)/gu;
/** Nothing is left out of a list behind a colon: it would be another list. */
const IN_LIST = /:\s(?!an? )|\b(?:two|three|four|five|six|several|following|\d+)\b[^:]*:\s/;

/** Positions at which the sentence may end early: before a clause or an aside that adds to its beginning. */
function endings(sentence: string): number[] {
  const level = nesting(sentence);
  const found: number[] = [];
  for (const { index } of sentence.matchAll(BOUNDARY)) {
    const [kept, rest] = [sentence.slice(0, index), sentence.slice(index)];
    if (level[index] !== 0 || IN_LIST.test(kept) || LIMITS.test(rest) || CONDITION.test(rest)) continue;
    if (isEnding(kept, rest)) found.push(index);
  }
  return found;
}

function isEnding(kept: string, rest: string): boolean {
  if (/^[;:]/.test(rest)) {
    // The list that "comprising:" announces follows the colon.
    return !/ing$/.test(kept) && !/^: that\b/.test(rest);
  }
  if (/^\s*(?:--+|–|—)/.test(rest)) return !DASH.test(rest.slice(3)) && !DASH.test(kept);
  if (/^\s\(/.test(rest)) return /^\s\([^()]*\)\.?$/.test(rest);
  if (/^,?\s*and\b/.test(rest))
    return (
      COORDINATE.test(rest) &&
      !SHARES_OBJECT.test(kept) &&
      !VERB_OF_SERIES.test(kept) &&
      !isSeries(kept, rest)
    );
  if (rest.startsWith(',')) return isAddition(kept, rest);
  if (!tellsWhat(kept)) return false;
  if (/^ (?:in which|where|whose) /.test(rest)) return true;
  if (/^ to /.test(rest)) return PURPOSE.test(rest) && !GOVERNS_INFINITIVE.test(kept);
  if (/^ that /.test(rest)) return RESTRICTIVE.test(rest) && !ENDS_IN_VERB.test(kept);
  // "by doing", "via", "using": not the agent of a passive.
  return !/(?:ed|en|n't|\bnot) *$/.test(kept);
}

const DASH = /\s(?:--+|–|—)\s|—/;
const VERBS = `propose introduce present develop design describe formulate build construct derive define devise create
release provide offer contribute establish extend adapt apply train use employ adopt leverage combine integrate implement
investigate study explore examine survey review revisit analyze analyse compare evaluate assess benchmark test conduct
perform validate verify identify discuss outline highlight illustrate characterize characterise quantify show demonstrate
find prove reveal observe report argue suggest conclude achieve outperform improve reduce learn generate predict optimize
optimise enable support discover uncover obtain address tackle solve measure collect annotate curate incorporate generalize
generalise theoretically empirically experimentally extensively further also`;
const ENDS_IN_VERB = new RegExp(`\\b${anyWord(VERBS)}(?:e?s|e?d)?$`);
const COORDINATE = new RegExp(
  `^,?\\s*and (?:(?:then|finally|thus|thereby|subsequently) )?(?:we|our|${anyWord(VERBS)}(?:e?s)?|studies)\\b`,
);
/** "to detect and segment objects": the first verb needs the second one's object. */
const SHARES_OBJECT = /(?:\b(?:to|can|may|will|that|which|we|and)|,|ly) \p{L}+$/iu;
/** "we derive a bound, prove it" waits for "and". */
const VERB_OF_SERIES = new RegExp(`, ${anyWord(VERBS)}(?:e?s)? [^,]*,?$`);
/** True if the rest goes on with items of a list that began before. */
const isSeries = (kept: string, rest: string): boolean =>
  /^, [^,;]{1,60},? (?:and|or) /.test(rest) && /, [^,]{1,60}$|\w+ing\b[^,]{0,60}$/.test(kept);

const RELATIVE =
  /^, (?:which|where|whose|who|in which|for which|with which|through which|by which|wherein|whereby)\b/;
const PARTICIPLE = /^, (?:(?:thereby|thus|hence|also|often|even|\p{Ll}+ly) )?(?:\p{Ll}+-)?\p{Ll}{2,}ing\b/u;
/** Participles that open a clause even where a list might go on. */
const RESULT_PARTICIPLE = new RegExp(
  `^, (?:\\p{Ll}+ly |thereby |thus |hence )?${anyWord(`achiev enabl improv reduc yield provid allow mak ensur lead result
outperform demonstrat show offer leverag us combin integrat captur cover span includ support facilitat obtain deliver preserv
produc reveal highlight establish bridg eliminat avoid mitigat address featur focus compris consist draw build rang extend
surpass attain suggest underscor pav creat giv tak treat requir`)}\\p{Ll}*ing\\b`,
  'u',
);
const ADVERBIAL = new RegExp(
  `^, ${anyPhrase(`as well as|along with|together with|followed by|such as|for example|for instance|e\\.g\\.|i\\.e\\.|namely
especially|particularly|in particular|most notably|notably|with|without|while|whereas|thanks to|due to|because|since|so that
in order to|compared (?:to|with)|based on|inspired by|motivated by|and that|to \\p{Ll}+
\\p{Ll}+(?:ed|en|wn) (?:to|for|by|on|with|in|from|as|under|at|through|via)|\\p{Ll}+(?:ab|ib)le (?:of|to|for|with|in)`)}\\b`,
  'u',
);
const APPOSITION = /^, (?:a|an|the (?:first|largest)) /;

function isAddition(kept: string, rest: string): boolean {
  if (RELATIVE.test(rest) || ADVERBIAL.test(rest)) return true;
  if (RESULT_PARTICIPLE.test(rest)) return !/\bing,? (?:and|or)$/.test(kept);
  if (PARTICIPLE.test(rest)) return !isSeries(kept, rest);
  return APPOSITION.test(rest) && tellsWhat(kept);
}

const CONTRIBUTES = new RegExp(
  `^${AUTHORS} (?:\\w+ly )?${anyWord('propose introduce present develop design describe build construct release devise create suggest outline formulate establish provide offer contribute implement extend adopt employ train curate collect')}(?:e?s|ed|d)?(?! that)\\b`,
  'i',
);
const IS_SOMETHING =
  /^[\p{L}\d.+-]+ (?:is an?|(?:introduces|presents|combines|integrates|enables|leverages|uses|employs|provides|offers|supports)\b)/u;
/** "We propose TinyNet", "TinyNet is a …": manner and purpose may go from it, as they may not from a finding. */
const tellsWhat = (text: string): boolean => CONTRIBUTES.test(text) || IS_SOMETHING.test(text);

const RESTRICTIVE = /^ that (?:\(|(?:\p{Ll}+ly )?(?:\p{Ll}+s|can|may|will|have|are)\b)/u;
const PURPOSE = new RegExp(
  `^ to (?:\\p{Ll}+ly )?${anyWord(`${VERBS} enhance increase produce detect capture ensure handle facilitate understand
mitigate model guide make represent estimate overcome bridge help allow extract classify answer accelerate maintain preserve
simulate process align reconstruct select`)}\\b`,
  'u',
);
/** Behind these an infinitive is no purpose but what is enabled, tried or meant. */
const GOVERNS_INFINITIVE = new RegExp(
  `\\b${anyWord(`enabl allow help encourag requir caus teach train guid forc prompt permit instruct motivat push ask empower
equip steer us need want expect aim seek try tries attempt learn fail tend struggl abilit capabilit capacit able design way
how whether likely potential intend tailor target dedicat sufficient enough too adapt propos continu strive serv
optimi[sz]`)}\\p{Ll}*(?: [^,]*)?$`,
  'u',
);

const LEADS_ON = new RegExp(
  `(?:^|[\\s(])${anyWord(`a an the of to in on for with by from at as and or but nor that which who whose where when while than
then via into onto between among through under over using including based is are was were be been has have had can may not no
both either neither such this these those its their our following follows e\\.g i\\.e if whether because since so we called
named termed dubbed namely only respectively per without within across vs more most very`)}$`,
  'i',
);
/** One of two that belong together. */
const HALVES: readonly (readonly [RegExp, RegExp])[] = [
  [/\bnot (?:only|just|merely)\b/i, /\bbut\b|;/i],
  [/\bboth\b/i, /\bboth\b.*\band\b/i],
  [/\bbetween (?:a|the)\b/i, /\bbetween\b.*\b(?:and|to)\b/i],
  [/\beither\b(?! of\b)/i, /\bor\b/i],
  [/(?:^|\s)\(?(?:1|i|a)\)\s/, /(?:^|\s)\(?(?:2|ii|b)\)\s/],
  [
    /\b(?:merg|combin|integrat|fus|unif|coupl|bridg|balanc|interleav)(?:e|es|ed|ing|y|ies)\b/,
    /\b(?:merg|combin|integrat|fus|unif|coupl|bridg|balanc|interleav)(?:e|es|ed|ing|y|ies)\b.*(?: and | with | into |s\b|,)/,
  ],
];
const THAT_CLAUSE =
  /\b(?:shows?|showed|demonstrates?|finds?|found|proves?|argues?|reveals?|observes?|suggests?|concludes?|establish|hypothesi[sz]e|posit|claim|confirm|report|indicates?|note|believe|see|ensures?|highlight|verify|hypothesis) (?=that\b)/i;
const FINITE = new RegExp(
  `\\b${anyWord(`is are was were has have had can cannot may might must will would could should do does did isn't aren't don't
doesn't can't remains? fails? depends? requires? needs? exhibits? suffers? leads? yields? plays? makes? becomes? exceeds?
surpass(?:es)? matches match performs? outperforms? improves? reduces? achieves? generali[sz]es? scales? helps? allows?
enables? emerges? exists? holds? converges? encodes? tends? struggles? relies rely varies vary occurs? provides? offers? gives?
shows? increases? decreases? drops? contains? differs? captures? learns? benefits? affects? retains? preserves? admits?
satisf(?:y|ies) degrades? dominates? beats?`)}\\b`,
);
/** "that when X": the main clause would come behind a comma. */
const SUSPENDED =
  /\b(?:that|and|,),? (?:when|if|while|although|though|because|since|unlike|given|despite|under|by|for|in|on|at|across|with|compared|rather|instead|to)\b[^,]*$/i;

/** True if nothing of what is kept waits for words that were dropped. */
function isWholeClause(text: string): boolean {
  const kept = text.replace(/[.!?]["”')]?$/, '');
  if (!isBalanced(kept) || LEADS_ON.test(kept)) return false;
  if (HALVES.some(([first, second]) => first.test(kept) && !second.test(kept))) return false;
  const verb = THAT_CLAUSE.exec(kept);
  const clause = verb && kept.slice(verb.index + verb[0].length);
  return !clause || (FINITE.test(clause) && !SUSPENDED.test(clause));
}

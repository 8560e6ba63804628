/** Finds words of an English sentence that point to something outside of it. */

const PAPER =
  'paper|work|study|article|survey|report|thesis|review|research|tutorial|chapter|note|letter|dissertation|perspective|position paper';
/** Nouns that stand for the contribution itself, named in an earlier sentence. */
const CONTRIBUTION =
  'approach|method|methods|framework|algorithm|pipeline|model|models|system|architecture|strategy|technique|methodology|dataset|datasets|benchmark|tool|solution|formulation|design|modules?|network|procedure|scheme|proposal|mechanism';
const PROPOSED =
  /\b(?:the|our) (?:[\w-]+ )?(?:proposed|aforementioned|above(?:-mentioned)?|former|latter|resulting|presented|said|same|other|second|third|corresponding|latter's)\b/i;
const OURS = new RegExp(`\\bour (?:[\\w-]+ ){0,2}?(?:${CONTRIBUTION})\\b`, 'i');
/** "the tool usage" and "the method of Marks" say which; "the method outperforms" doesn't. */
const DEFINITE = new RegExp(
  `\\bthe (?:${CONTRIBUTION}|tasks?|problems?|issues?|challenges?|corpus)(?=$|[.,;:)]|['’]s\\b| (?:is|are|was|were|has|have|can|may|will|does|and|or|on|at|without|as|when|while|also|then|achieves?|outperforms?|improves?|reduces?|shows?|generates?|learns?|captures?|provides?|uses?|requires?|enables?)\\b)`,
  'gi',
);
const SUBJECT_PRONOUN =
  /^(?:it|they|its|their|these|those|such|both|each|another|others?|he|she|one|some|this|that|all of (?:them|these)|(?:the )?former|(?:the )?latter)\b/i;
const THIS_PAPER = new RegExp(`^this (?:[\\w-]+ ){0,3}?(?:${PAPER})\\b`, 'i');
const DEMONSTRATIVE = /\b(?:this|these|those)\b(?: ([\w-]+))?/gi;
const PRONOUN = /\b(it|its|they|their|them|itself|themselves|both)\b/gi;

/** True where every pronoun and every definite noun finds what it stands for in the sentence itself. */
export function standsAlone(sentence: string): boolean {
  if (THIS_PAPER.test(sentence) === false && SUBJECT_PRONOUN.test(sentence)) return false;
  if (PROPOSED.test(sentence) || OURS.test(sentence)) return false;
  // "We show that they …", "over all four metrics": told before.
  if (/^(?:we|i) (?:\w+ly )?\w+ that (?:they|it) |\ball (?:two|three|four|five|six) /i.test(sentence))
    return false;
  if (/\bsuch (?!as\b|that\b|a way\b)/i.test(sentence)) return false;
  return (
    hasDemonstrativesResolved(sentence) && hasPronounsResolved(sentence) && hasDefinitesResolved(sentence)
  );
}

function hasDemonstrativesResolved(sentence: string): boolean {
  for (const match of sentence.matchAll(DEMONSTRATIVE)) {
    const before = sentence.slice(0, match.index);
    if (new RegExp(`^this (?:[\\w-]+ ){0,3}?(?:${PAPER})\\b`, 'i').test(sentence.slice(match.index)))
      continue;
    if (/^those (?:of|that|who|which|with|from|in|for|without|\w+ed)\b/i.test(sentence.slice(match.index)))
      continue;
    // "We formalize X and show that this X …": the noun stands before.
    const noun = match[1]?.toLowerCase().replace(/s$/, '');
    if (noun && noun.length > 3 && before.toLowerCase().includes(noun)) continue;
    return false;
  }
  return true;
}

/** A pronoun needs a noun before it: not directly behind the first verb. */
function hasPronounsResolved(sentence: string): boolean {
  for (const match of sentence.matchAll(PRONOUN)) {
    const word = match[0].toLowerCase();
    const before = sentence.slice(0, match.index).trim();
    const after = sentence.slice(match.index + word.length);
    if (word === 'both') {
      if (/^\s*(?:[.,;]|$|simultaneously|jointly|at once|together)/.test(after)) return false;
      continue;
    }
    if (
      /^ (?:is|was|becomes|remains|takes|would be|may be)\b.*\b(?:that|to|whether|how|when|if|for)\b/i.test(
        after,
      )
    )
      continue;
    const words = before.split(/\s+/).filter((each) => /\p{L}/u.test(each));
    const content = words.filter((each) => /^[\p{L}][\p{L}\d-]{3,}/u.test(each));
    if (words.length < 3 || content.length < 2) return false;
  }
  return true;
}

function hasDefinitesResolved(sentence: string): boolean {
  for (const match of sentence.matchAll(DEFINITE)) {
    const noun = (match[0].split(' ').at(-1) ?? '').toLowerCase().replace(/s$/, '');
    const next = /^[ ,]*([\p{L}\d(“"]+)/u.exec(sentence.slice(match.index + match[0].length))?.[1] ?? '';
    // "the Mono2Stereo dataset", "the model GPT-4": a name says which.
    const isNamed = /\p{Lu}|\d/u.test(match[0].slice(1)) || /^\p{Lu}/u.test(next);
    if (isNamed || sentence.slice(0, match.index).toLowerCase().includes(noun)) continue;
    return false;
  }
  return true;
}

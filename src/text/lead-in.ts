/** Drops what ties an English sentence to the ones before it; what stays is a sentence of the same words. */
import { AUTHORS, anyPhrase, anyWord, IN_THIS_PAPER, nesting, tidy } from './clauses.ts';

const CONNECTIVES =
  anyPhrase(`however|nevertheless|nonetheless|here|herein|specifically|more specifically|in particular
particularly|concretely|more concretely|thus|therefore|hence|accordingly|consequently|as a result|moreover|furthermore
further|additionally|in addition|besides|also|finally|lastly|first|firstly|second|secondly|third|thirdly|then|next|instead
in contrast|by contrast|conversely|on the other hand|in response|in turn
(?:in|from) this (?:perspective|view|viewpoint|angle|context|way|regard|light|spirit|vein|direction)|to (?:this|that) end|to do so|to do this
for (?:this|that) (?:purpose|reason)|on this basis|with this in mind|in doing so|notably|importantly|crucially
interestingly|surprisingly|overall|in summary|in short|in sum|to summarize|in conclusion|in fact|indeed|meanwhile|similarly
likewise|subsequently|ultimately|to begin with|technically|methodologically|as such|that said|at its core|by doing so
in essence|in general|for the first time`);
const OPENINGS: readonly RegExp[] = [
  // "Methods: We …"
  /^(?:background|motivation|objectives?|aims?|purpose|problem|(?:materials? and )?methods?|methodology|approach|design|results?|findings|conclusions?|contributions?|summary|abstract|tl;dr|introduction|significance)\s*[.:–—-]\s+(?=\p{Lu})/iu,
  new RegExp(`^(?:(?:and|but|yet|so)\\s+)?${CONNECTIVES}\\s*,\\s*(?:and\\s+)?`, 'i'),
  /^(?:and|but|yet|so),?\s+(?=we\b|this\b|our\b)/i,
  new RegExp(
    `^(?:here|therefore|thus|hence|first|then|finally|next|to this end|instead)\\s+(?=${AUTHORS}\\b)`,
    'i',
  ),
  IN_THIS_PAPER,
];
/** "We further propose" */
const TIE = new RegExp(
  `^(${AUTHORS}),? (?:also|further|furthermore|then|thus|therefore|hence|thereby|additionally|subsequently|finally|next|first|firstly|instead|moreover|consequently|accordingly|here|herein|again)(?:,| here)? (?=[a-z])`,
  'i',
);

/** A clause before the subject that gives a purpose, a motive or a contrast: it bounds nothing. */
const SETS_OUT = new RegExp(
  `^${anyPhrase(`to|in order to|with the (?:aim|goal|objective)|aiming|towards?|as (?:a|an|one|the) (?:\\w+ )?step
motivated|inspired|guided|driven|prompted|informed|building|built|drawing|based on|grounded|unlike|in contrast|contrary
different(?:ly)? from|as opposed|compared (?:to|with)|rather than|instead of|beyond|despite|in spite of|notwithstanding
although|though|while|whereas|because|since|as|given|recogni[sz]ing|observing|noting|in (?:response|light|view|pursuit)
complementing|extending|following|departing|due to|leaving`)}\\b`,
  'i',
);
/** A clause before the subject that bounds what is claimed. */
const BOUNDS_CLAIM = new RegExp(
  `^${anyWord('under in on at for when whenever where if with without using by through via across within after before during assuming among between over only once unless until from')}\\b`,
  'i',
);
const PARTICIPLE = /^\w+(?:ing|ed|wn|lt)\b/;
const REFERS = /\b(?:this|these|those|that|such|it|its|they|their|them)\b/i;

/** The sentence from its subject on, without headings, connectives and leading clauses that bound nothing. */
export function dropLeadIn(sentence: string): string {
  let rest = sentence.trim();
  for (let before = ''; before !== rest; ) {
    before = rest;
    for (const opening of OPENINGS) rest = rest.replace(opening, '');
    rest = dropLeadingClause(rest).replace(TIE, '$1 ');
  }
  return capitalised(rest);
}

function dropLeadingClause(sentence: string): string {
  const setsOut = SETS_OUT.test(sentence);
  if (!setsOut && (!PARTICIPLE.test(sentence) || BOUNDS_CLAIM.test(sentence))) return sentence;
  const level = nesting(sentence);
  for (const match of sentence.matchAll(new RegExp(`,\\s+(?=${AUTHORS}\\b)`, 'gi'))) {
    if (level[match.index] !== 0) continue;
    // "Pruning half of the data, we …" tells how; "Extending these foundations, we …" only ties.
    const isTie = setsOut || REFERS.test(sentence.slice(0, match.index));
    return isTie ? sentence.slice(match.index + match[0].length) : sentence;
  }
  const comma = sentence.search(/, (?=\p{L})/u);
  const pointsBack = comma > 0 && level[comma] === 0 && REFERS.test(sentence.slice(0, comma));
  return setsOut && pointsBack ? sentence.slice(comma + 2) : sentence;
}

/** Capitalises a first word of small letters; "mBERT" and "t-SNE" stay as they are. */
const capitalised = (text: string): string =>
  /^(?:\p{Ll}+|\p{Ll}{2,}(?:-\p{Ll}+)+)(?=[\s,'’]|$)/u.test(text)
    ? text.charAt(0).toUpperCase() + text.slice(1)
    : text;

const BACK = '(?:this|these|those|such|the (?:above|aforementioned))';
const PREPOSITION = '(?:by|through|via|from|using|with|in|on|for|and)';
/** These need the infinitive behind them. */
const NEEDS_INFINITIVE =
  '(?:\\b(?:been|is|are|was|were)(?: \\p{Ll}+)?|\\b(?:aim|seek|attempt|tr[iy]|help|need|want|hope|wish|strive|fail|learn|abilit|able|way|how|enough|approach)\\p{Ll}*)';
const MEANT = '(?:designed|intended|tailored|suited|developed|built|dedicated|annotated|meant|made)';
const POINTERS_BACK: readonly RegExp[] = [
  // "to effectively address these challenges"
  new RegExp(
    `(?<!${NEEDS_INFINITIVE}),?(?: (?:\\p{Ll}+ly )?${MEANT})? (?:in order )?to (?:\\p{Ll}+ly )?\\p{Ll}+(?: (?:and|or) \\p{Ll}+)? (?:\\p{Ll}+ of )?${BACK}(?: (?!${PREPOSITION}\\b)[\\p{L}-]+){0,4}?(?=[.,:;]| ${PREPOSITION}\\b)`,
    'u',
  ),
  // "that overcomes this limitation through two changes"
  new RegExp(`,? that (?:\\p{Ll}+ly )?\\p{Ll}+s ${BACK}\\b[^,;:]*(?=[.,:;])`, 'u'),
  // "specifically designed for this task"
  new RegExp(`,? (?:\\p{Ll}+ly )?${MEANT} (?:for|to) ${BACK}(?: [\\p{L}-]+){0,3}?(?=[.,:;])`, 'u'),
];

/** The sentence without purposes and relative clauses that point back, such as "to address these challenges". */
export function dropPointersBack(sentence: string): string {
  let rest = sentence;
  for (const pattern of POINTERS_BACK) {
    rest = rest.replace(pattern, (pointer, at: number) => {
      // A pair of commas around it leaves one.
      const goesOn = /^ /.test(rest.slice(at + pointer.length));
      return pointer.startsWith(',') && goesOn ? ',' : '';
    });
  }
  return tidy(rest);
}

const NEW = 'propose|introduce|present|develop|design|build|construct|release|create';
const SECOND_VERB = new RegExp(
  `^(?:(we) [^;:]*?,? and (?:then )?(?=(?:${NEW})\\b)|(this (?:[\\w-]+ ){0,2}?(?:paper|work|study|article)) [^;:]*?,? and (?:then )?(?=(?:${NEW})s\\b))`,
  'i',
);

/** "We analyse X and propose Y" as "We propose Y"; undefined without a second verb that tells of something new. */
export function secondConjunct(sentence: string): string | undefined {
  const match = SECOND_VERB.exec(sentence);
  if (!match || nesting(sentence)[match[0].length - 1] !== 0) return undefined;
  return `${match[1] ?? match[2]} ${sentence.slice(match[0].length)}`;
}

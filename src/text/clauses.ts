/** Drops clauses of an English sentence by rule, such that what stays is a sentence of the same words. */

const VERBS =
  'propose|introduce|present|develop|design|describe|formulate|build|construct|derive|define|devise|create|release|' +
  'provide|offer|contribute|establish|extend|adapt|apply|train|use|employ|adopt|leverage|combine|integrate|implement|' +
  'investigate|study|explore|examine|survey|review|revisit|analyze|analyse|compare|evaluate|assess|benchmark|test|' +
  'conduct|perform|validate|verify|identify|discuss|outline|highlight|illustrate|characterize|characterise|quantify|' +
  'show|demonstrate|find|prove|reveal|observe|report|argue|suggest|conclude|achieve|outperform|improve|reduce|learn|' +
  'generate|predict|optimize|optimise|enable|support|discover|uncover|obtain|address|tackle|solve|measure|collect|' +
  'annotate|curate|incorporate|generalize|generalise|theoretically|empirically|experimentally|extensively|further|also';
const COORDINATED = new RegExp(
  `^,? and (?:(?:then|finally|thus|thereby|subsequently) )?(?:we|our|(?:${VERBS})(?:e?s)?|studies)\\b`,
);
const FINITE =
  /\b(?:is|are|was|were|has|have|had|can|cannot|may|might|must|will|would|could|should|do|does|did|isn't|aren't|don't|doesn't|can't|remains?|fails?|depends?|requires?|needs?|exhibits?|suffers?|leads?|yields?|plays?|makes?|becomes?|exceeds?|surpass(?:es)?|matches|match|performs?|outperforms?|improves?|reduces?|achieves?|generali[sz]es?|scales?|helps?|allows?|enables?|emerges?|exists?|holds?|converges?|encodes?|tends?|struggles?|relies|rely|varies|vary|occurs?|provides?|offers?|gives?|shows?|increases?|decreases?|drops?|contains?|differs?|captures?|learns?|benefits?|affects?|retains?|preserves?|admits?|satisf(?:y|ies)|degrades?|dominates?|beats?)\b/;
const SUBJECT =
  '(?:we|our|i|this (?:[\\w-]+ ){0,2}?(?:paper|work|study|article|survey|report|thesis|review|research|tutorial|chapter|note|letter|dissertation))';
const PAPER =
  'paper|work|study|article|survey|report|thesis|review|research|tutorial|chapter|note|letter|dissertation';

const CONNECTIVES =
  'however|nevertheless|nonetheless|here|herein|specifically|more specifically|in particular|particularly|concretely|' +
  'more concretely|thus|therefore|hence|accordingly|consequently|as a result|moreover|furthermore|further|additionally|in addition|' +
  'besides|also|finally|lastly|first|firstly|second|secondly|third|thirdly|then|next|instead|in contrast|by contrast|' +
  'conversely|on the other hand|in response|in turn|in this (?:context|way|regard|light|spirit|vein|direction)|' +
  'to (?:this|that) end|to do so|to do this|for (?:this|that) (?:purpose|reason)|on this basis|with this in mind|in doing so|' +
  'notably|importantly|crucially|interestingly|surprisingly|overall|in summary|in short|in sum|to summarize|in conclusion|' +
  'in fact|indeed|meanwhile|similarly|likewise|subsequently|ultimately|to begin with|technically|methodologically|as such|' +
  'that said|at its core|by doing so|in essence|in general|for the first time';
const CONNECTIVE = new RegExp(`^(?:(?:and|but|yet|so)\\s+)?(?:${CONNECTIVES})\\s*,\\s*(?:and\\s+)?`, 'i');
const BARE_CONJUNCTION = /^(?:and|but|yet|so),?\s+(?=we\b|this\b|our\b)/i;
const BARE_CONNECTIVE = new RegExp(
  `^(?:here|therefore|thus|hence|first|then|finally|next|to this end|instead)\\s+(?=${SUBJECT}\\b)`,
  'i',
);
const IN_THIS_PAPER = new RegExp(
  `^(?:in|with|through|throughout|within|for) (?:this|the (?:present|current|following)|our) (?:[\\w-]+ ){0,2}?(?:${PAPER})\\s*(?:,\\s*|(?=${SUBJECT}\\b))`,
  'i',
);
const HEADING =
  /^(?:background|motivation|objectives?|aims?|purpose|problem|(?:materials? and )?methods?|methodology|approach|design|results?|findings|conclusions?|contributions?|summary|abstract|tl;dr|introduction|significance)\s*[.:–—-]\s+(?=\p{Lu})/iu;
/** After the subject: words that tie the sentence to the one before. */
const TIE = new RegExp(
  `^(${SUBJECT}),? (?:also|further|furthermore|then|thus|therefore|hence|thereby|additionally|subsequently|finally|next|first|firstly|instead|moreover|consequently|accordingly|here|herein|again)(?:,| here)? (?=[a-z])`,
  'i',
);

/** A clause before the subject that gives a purpose, a motive or a contrast, not a condition. */
const SETTING_OUT =
  /^(?:to|in order to|with the (?:aim|goal|objective)|aiming|towards?|as (?:a|an|one|the) (?:\w+ )?step|motivated|inspired|guided|driven|prompted|informed|building|built|drawing|based on|grounded|unlike|in contrast|contrary|different(?:ly)? from|as opposed|compared (?:to|with)|rather than|instead of|beyond|despite|in spite of|notwithstanding|although|though|while|whereas|because|since|as|given|recogni[sz]ing|observing|noting|in (?:response|light|view|pursuit)|complementing|extending|following|departing|due to|leaving)\b/i;
/** A clause before the subject that bounds what is claimed. */
const BOUNDING =
  /^(?:under|in|on|at|for|when|whenever|where|if|with|without|using|by|through|via|across|within|after|before|during|assuming|among|between|over|only|once|unless|until|from)\b/i;
const REFERS = /\b(?:this|these|those|that|such|it|its|they|their|them)\b/i;

/** The sentence from its subject on: without headings, connectives and clauses that lead from the sentence before. */
export function dropLeadIn(sentence: string): string {
  let rest = sentence.trim();
  for (let before = ''; before !== rest; ) {
    before = rest;
    for (const opening of [HEADING, CONNECTIVE, BARE_CONJUNCTION, BARE_CONNECTIVE, IN_THIS_PAPER])
      rest = rest.replace(opening, '');
    rest = dropLeadingClause(rest);
    rest = rest.replace(TIE, '$1 ');
  }
  return capitalised(rest);
}

function dropLeadingClause(sentence: string): string {
  const isDropped =
    SETTING_OUT.test(sentence) || (/^\w+(?:ing|ed|wn|lt)\b/.test(sentence) && !BOUNDING.test(sentence));
  if (!isDropped) return sentence;
  const level = nesting(sentence);
  const subject = new RegExp(`,\\s+(?=${SUBJECT}\\b)`, 'gi');
  for (const match of sentence.matchAll(subject)) {
    if (level[match.index] !== 0) continue;
    const clause = sentence.slice(0, match.index);
    if (!SETTING_OUT.test(sentence) && !REFERS.test(clause)) return sentence;
    return sentence.slice(match.index + match[0].length);
  }
  const comma = sentence.search(/, (?=\p{L})/u);
  const pointsBack = comma > 0 && level[comma] === 0 && REFERS.test(sentence.slice(0, comma));
  return SETTING_OUT.test(sentence) && pointsBack ? sentence.slice(comma + 2) : sentence;
}

const POINTS_BACK = '(?:this|these|those|such|the (?:above|aforementioned))';
const PURPOSE = new RegExp(
  `,? (?:in order )?to (?:\\p{Ll}+ly )?(?:\\p{Ll}+)(?: (?:and|or) \\p{Ll}+)? (?:\\p{Ll}+ of )?${POINTS_BACK}(?: (?!by\\b|through\\b|via\\b|from\\b|using\\b|with\\b|in\\b|on\\b|for\\b|and\\b)[\\p{L}-]+){0,4}?(?=[.,:;]| (?:by|through|via|from|using|with|in|on|for|and)\\b)`,
  'u',
);
const RELATIVE_BACK = new RegExp(`,? that (?:\\p{Ll}+ly )?\\p{Ll}+s ${POINTS_BACK}\\b[^,;:]*(?=[.,:;])`, 'u');

/** The sentence without purposes and relative clauses that point back, such as "to address these challenges". */
export const dropPointersBack = (sentence: string): string =>
  tidy(
    sentence
      .replace(PURPOSE, (purpose, at: number) =>
        purpose.startsWith(',') && /^ /.test(sentence.slice(at + purpose.length)) ? ',' : '',
      )
      .replace(RELATIVE_BACK, ''),
  );

/** Capitalises a first word of small letters; "mBERT" and "t-SNE" stay as they are. */
const capitalised = (text: string): string =>
  /^\p{Ll}+(?=[\s,'’]|$)/u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;

/** How many brackets and quotations are open at each character. */
function nesting(text: string): Int8Array {
  const level = new Int8Array(text.length + 1);
  let open = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if ('([{“'.includes(char)) open++;
    if (char === '"') {
      isQuoted = !isQuoted;
      open += isQuoted ? 1 : -1;
    }
    level[i] = open;
    if (')]}”'.includes(char)) open = Math.max(0, open - 1);
  }
  return level;
}

const CITATION =
  /\s*\[\d+(?:\s*[,–-]\s*\d+)*\]|\s*\((?:see |e\.g\.,? |cf\. )?[^()]*?(?:et al\.?|\p{Lu}[\p{L}-]+),?\s+\(?(?:19|20)\d\d[a-z]?(?:\s*[;,][^()]*)?\)/gu;
/** Begins what would be lost at the price of the truth: a condition, an exception, a contrast. */
const LIMITS =
  /^[,;:(\s–—-]*(?:but|although|though|even (?:if|when|though)|if|only|unless|except|provided|assuming|when|whenever|under|as long as|subject to|at least|at most|not|nor|or|however|albeit|conditional|given that|so long|until)\b/i;
const BOUNDS =
  /\b(?:only (?:if|when|for|under|in|on|with)|unless|except|provided that|assuming|as long as|subject to)\b/i;

/**
 * Where the sentence may end before its end: each at the beginning of a clause or an aside that adds to what stands before
 * it and doesn't bound it.
 */
function endings(sentence: string): number[] {
  const level = nesting(sentence);
  const found: number[] = [];
  for (const match of sentence.matchAll(
    /;|:(?=\s)|,(?=\s)|\s+(?:--+|–|—)\s+|—|\s(?=\()|\s(?=(?:by|while|when) \p{Ll}+ing\b|via\b|through\b|using\b|and\b|in order to\b|to \p{Ll}+\b|that \p{Ll}+|in which\b|where\b|whose\b)/gu,
  )) {
    const at = match.index;
    // Of a list behind a colon nothing is left out: it would be another list.
    if (level[at] !== 0 || LIST.test(sentence.slice(0, at))) continue;
    const rest = sentence.slice(at);
    if (LIMITS.test(rest) || BOUNDS.test(rest)) continue;
    if (isEnding(sentence.slice(0, at), rest)) found.push(at);
  }
  return found;
}

const LIST = /:\s(?!an? )|\b(?:two|three|four|five|six|several|following|\d+)\b[^:]*:\s/;
const RELATIVE =
  /^, (?:which|where|whose|who|in which|for which|with which|through which|by which|wherein|whereby)\b/;
const PARTICIPLE = /^, (?:(?:thereby|thus|hence|also|often|even|\p{Ll}+ly) )?(?:\p{Ll}+-)?\p{Ll}{2,}ing\b/u;
const ADDITION =
  /^, (?:as well as|along with|together with|followed by|such as|for example|for instance|e\.g\.|i\.e\.|namely|especially|particularly|in particular|most notably|notably|with|without|while|whereas|thanks to|due to|because|since|so that|in order to|compared (?:to|with)|based on|inspired by|motivated by|and that|to \p{Ll}+|\p{Ll}+(?:ed|en|wn) (?:to|for|by|on|with|in|from|as|under|at|through|via)|\p{Ll}+(?:ab|ib)le (?:of|to|for|with|in))\b/u;
const APPOSITION = /^, (?:a|an|the (?:first|largest)) /;
const INFINITIVE = new RegExp(
  `^ to (?:\\p{Ll}+ly )?(?:${VERBS}|enhance|increase|perform|produce|detect|capture|ensure|handle|facilitate|understand|mitigate|model|guide|make|represent|estimate|overcome|bridge|help|allow|extract|classify|identify|answer|accelerate|maintain|preserve|simulate|process|align|reconstruct|select)\\b`,
  'u',
);
/** Before it, an infinitive is no purpose but what is enabled, tried or meant. */
const GOVERNS =
  /\b(?:enabl|allow|help|encourag|requir|caus|teach|train|guid|forc|prompt|permit|instruct|motivat|push|ask|empower|equip|steer|us|need|want|expect|aim|seek|seeks|try|tries|attempt|learn|fail|tend|struggl|abilit|capabilit|capacit|able|design|way|how|whether|likely|potential|intend|tailor|target|dedicat|sufficient|enough|too|adapt|propos|continu|strive|serv|optimi[sz])\p{Ll}*(?: [^,]*)?$/u;
const RESULT_PARTICIPLES =
  /^, (?:\p{Ll}+ly |thereby |thus |hence )?(?:achiev|enabl|improv|reduc|yield|provid|allow|mak|ensur|lead|result|outperform|demonstrat|show|offer|leverag|us|combin|integrat|captur|cover|span|includ|support|facilitat|obtain|deliver|preserv|produc|reveal|highlight|establish|bridg|eliminat|avoid|mitigat|address|featur|focus|compris|consist|draw|build|rang|extend|surpass|attain|offering|suggest|underscor|pav|creat|giv|tak|treat|requir)\p{Ll}*ing\b/u;

function isEnding(kept: string, rest: string): boolean {
  // What an "including:" announces comes behind the colon.
  if (/^[;:]/.test(rest)) return !/ing$/.test(kept) && !/^: that\b/.test(rest);
  if (/^\s*(?:--+|–|—)/.test(rest))
    return !/\s(?:--+|–|—)\s|—/.test(rest.slice(3)) && !/\s(?:--+|–|—)\s|—/.test(kept);
  if (/^\s\(/.test(rest)) return /^\s\([^()]*\)\.?$/.test(rest);
  if (COORDINATED.test(rest.trimStart().startsWith(',') ? rest : rest.trimStart()))
    return !isSeries(kept, rest);
  if (/^,? ?and\b/.test(rest.trimStart())) return false;
  if (RELATIVE.test(rest)) return true;
  if (PARTICIPLE.test(rest))
    return RESULT_PARTICIPLES.test(rest) ? !/\bing,? (?:and|or)$/.test(kept) : !isSeries(kept, rest);
  if (rest.startsWith(',')) return ADDITION.test(rest) || (describes(kept) && APPOSITION.test(rest));
  if (/^ (?:in which|where|whose) /.test(rest)) return describes(kept);
  if (/^ to /.test(rest)) return describes(kept) && INFINITIVE.test(rest) && !GOVERNS.test(kept);
  if (/^ that /.test(rest))
    return describes(kept) && /^ that (?:\p{Ll}+ly )?(?:\p{Ll}+s|can|may|will|have|are)\b/u.test(rest);
  // Without a comma it is what is done that may go, never what is claimed.
  return describes(kept) && !/(?:ed|en|n't|\bnot) *$/.test(kept);
}

const CONTRIBUTES = new RegExp(
  `^${SUBJECT} (?:\\w+ly )?(?:propose|introduce|present|develop|design|describe|build|construct|release|devise|create|suggest|outline|formulate|establish|provide|offer|contribute|implement|extend|adopt|employ|train|curate|collect)(?:e?s|ed|d)?(?! that)\\b`,
  'i',
);
const describes = (text: string): boolean => CONTRIBUTES.test(text) || DESCRIBES.test(text);

/** "TinyNet is a …": tells what something is, as "we propose TinyNet" does. */
const DESCRIBES =
  /^[\p{L}\d.+-]+ (?:is an?|(?:introduces|presents|combines|integrates|enables|leverages|uses|employs|provides|offers|supports)\b)/u;

/** True where the rest goes on with items of a list that began before. */
const isSeries = (kept: string, rest: string): boolean =>
  /^, [^,;]{1,60},? (?:and|or) /.test(rest) && /, [^,]{1,60}$|\w+ing\b[^,]{0,60}$/.test(kept);

const DANGLING =
  /(?:^|[\s(])(?:a|an|the|of|to|in|on|for|with|by|from|at|as|and|or|but|nor|that|which|who|whose|where|when|while|than|then|via|into|onto|between|among|through|under|over|using|including|based|is|are|was|were|be|been|has|have|had|can|may|not|no|both|either|neither|such|this|these|those|its|their|our|following|follows|e\.g|i\.e|if|whether|because|since|so|we|called|named|termed|dubbed|namely|only|respectively|per|without|within|across|vs|more|most|very)$/i;
const SUSPENDED =
  /\b(?:that|and|,),? (?:when|if|while|although|though|because|since|unlike|given|despite|under|by|for|in|on|at|across|with|compared|rather|instead|to)\b[^,]*$/i;
/** A verb that needs two, and has one. */
const SYMMETRIC =
  /\b(?:merg|combin|integrat|fus|unif|coupl|bridg|balanc|interleav)(?:e|es|ed|ing|y|ies)\b(?!.*(?: and | with | into |s\b|,))/;
const COMPLEMENT =
  /\b(?:show|shows|showed|demonstrate|demonstrates|find|finds|found|prove|proves|argue|argues|reveal|reveals|observe|observes|suggest|suggests|conclude|concludes|establish|hypothesi[sz]e|posit|claim|confirm|report|indicate|indicates|note|believe|see|ensure|ensures|highlight|verify|how|whether|hypothesis) that\b|\b(?:whether|how|why)\b/i;

/** True where every bracket and quotation that opens closes, and the last word isn't one that leads on. */
export function isClosed(text: string): boolean {
  const end = text.replace(/[.!?]["”')]?$/, '');
  return !DANGLING.test(end) && nesting(`${text} `)[text.length] === 0;
}

/** True where nothing that stays of a sentence cut off behind it waits for words that were dropped. */
function isWholeClause(text: string): boolean {
  if (!isClosed(text)) return false;
  const end = text.replace(/[.!?]["”')]?$/, '');
  if (/\bnot (?:only|just|merely)\b/i.test(end) && !/\bbut\b|;/i.test(end)) return false;
  if (
    /\b(?:both|between)\b/i.test(end) &&
    !/\b(?:both|between)\b.*\b(?:and|or|to|than)\b/i.test(end) &&
    /\bboth\b|\bbetween (?:a|the)\b/i.test(end)
  )
    return false;
  if (/\beither\b/i.test(end) && !/\bor\b/i.test(end)) return false;
  if (/(?:^|\s)\(?(?:1|i|a)\)\s/.test(end) && !/(?:^|\s)\(?(?:2|ii|b)\)\s/.test(end)) return false;
  if (SYMMETRIC.test(end)) return false;
  const complement = COMPLEMENT.exec(end);
  if (complement && !/^(?:how|why|whether)$/i.test(complement[0])) {
    const said = end.slice(complement.index + complement[0].length);
    if (!FINITE.test(said) || SUSPENDED.test(`that${said}`)) return false;
  }
  return true;
}

const SECOND_VERB =
  /^(?:(we) [^;:]*?,? and (?:then )?(?=(?:propose|introduce|present|develop|design|build|construct|release|create)\b)|(this (?:[\w-]+ ){0,2}?(?:paper|work|study|article)) [^;:]*?,? and (?:then )?(?=(?:propose|introduce|present|develop|design|build|construct|release|create)s\b))/i;

/** "We analyse X and propose Y" without its first verb; undefined where it has no second that tells of something new. */
export function secondConjunct(sentence: string): string | undefined {
  const match = SECOND_VERB.exec(sentence);
  if (!match || nesting(sentence)[match[0].length - 1] !== 0) return undefined;
  return `${match[1] ?? match[2]} ${sentence.slice(match[0].length)}`;
}

/**
 * The longest form of the sentence of at most `room` UTF-16 units: asides in brackets go first, then clauses from the end.
 * Undefined where no form fits.
 */
export function shortenSentence(sentence: string, room: number): string | undefined {
  const cited = tidy(sentence.replace(CITATION, ''));
  if (cited.length <= room) return ended(cited);
  const forms: string[] = [];
  for (const form of [cited, withoutAsides(cited)]) {
    for (const at of [form.length, ...endings(form)]) {
      const kept = tidy(form.slice(0, at).replace(/[\s,;:–—-]+$/u, ''));
      const whole = ended(kept);
      if (whole.length <= room && (at === form.length || isWholeClause(kept))) forms.push(whole);
    }
  }
  return forms.sort((a, b) => b.length - a.length)[0];
}

/** Brackets go where nothing later needs what they introduce and they bound nothing. */
const withoutAsides = (sentence: string): string =>
  tidy(
    sentence.replace(/\s+\(([^()]*)\)(?!\w)/g, (whole, aside: string, at: number) => {
      const after = sentence.slice(at + whole.length);
      const isNeeded =
        LIMITS.test(aside) ||
        BOUNDS.test(aside) ||
        /^(?:\d|[ivx]+|[a-h])$/.test(aside) ||
        after.includes(aside);
      return isNeeded ? whole : '';
    }),
  );

const tidy = (text: string): string =>
  text
    .replace(/\s+([,.;:!?])/g, '$1')
    .replace(/\s{2,}/g, ' ')
    .trim();

const ended = (text: string): string =>
  /[.!?]["”')]?$/.test(text) ? text : `${text.replace(/[\s,;:]+$/, '')}.`;

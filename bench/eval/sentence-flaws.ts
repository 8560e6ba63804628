/**
 * Checks a one-line summary like a strict reader who doesn't know its maker. It must be a whole sentence in plain text,
 * in the abstract's words, and understandable alone. Shares no code with src/summary or src/text.
 */

export const FLAWS = [
  'missing',
  'too long',
  'cut',
  'lead-in',
  'unseen referent',
  'markup',
  'unbalanced',
  'no finite verb',
  'not the abstract’s words',
  'lost condition',
] as const;

export type Flaw = (typeof FLAWS)[number];

export interface Checked {
  readonly sentence: string | undefined;
  /** Plain text. */
  readonly abstract: string;
  /** UTF-16 units. */
  readonly room: number;
}

/** Every flaw found, in the order of `FLAWS`; none in a good sentence. */
export function findFlaws({ sentence = '', abstract, room }: Checked): Flaw[] {
  const text = sentence.trim();
  if (!text) return ['missing'];
  const found: Readonly<Record<Flaw, boolean>> = {
    missing: false,
    'too long': text.length > room,
    cut: isCut(text, abstract),
    'lead-in': LEAD_INS.some((pattern) => pattern.test(text)),
    'unseen referent': hasUnseenReferent(text),
    markup: MARKUP.test(text),
    unbalanced: isUnbalanced(text),
    'no finite verb': !FINITE_VERB.test(text),
    'not the abstract’s words': alignWords(text, abstract) === undefined,
    'lost condition': losesCondition(text, abstract),
  };
  return FLAWS.filter((flaw) => found[flaw]);
}

const FUNCTION_WORD_LAST =
  /(?:^|\s)(?:a|an|the|of|to|in|on|for|with|by|from|at|as|and|or|but|nor|that|which|who|whose|where|when|while|than|into|onto|between|among|using|including|comprising|namely|featuring|is|are|was|were|be|been|has|have|had|can|may|must|will|both|either|neither|these|those|its|their|our|my|your|following|e\.g|i\.e|if|whether|because|since|called|named|termed|namely|we|it)[.!?]?$/i;
/** The first of a pair, which waits for the second. */
const PAIRS: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:^|\s)\(?1\)\s/, /(?:^|\s)\(?2\)\s/],
  [/(?:^|\s)\(?i\)\s/, /(?:^|\s)\(?ii\)\s/],
  [/(?:^|\s)\(?a\)\s/, /(?:^|\s)\(?b\)\s/],
  [/\bnot only\b/, /\bbut\b|;/],
  [/\beither\b(?! of\b|[.,;]|$)/, /\bor\b/],
];

function isCut(text: string, abstract: string): boolean {
  if (/(?:…|\.\.\.)["”')\]]*$/.test(text) || !/[.!?]["”')\]]*$/.test(text)) return true;
  if (!/^["“‘'([]*[\p{Lu}\p{N}]/u.test(text) && !/^["“‘'([]*\p{Ll}+[\p{Lu}\p{N}-]/u.test(text)) return true;
  const end = text.replace(/[.!?]["”')\]]*$/, '').trimEnd();
  if (/[,;:(–—-]$/.test(end) || FUNCTION_WORD_LAST.test(end)) return true;
  const lower = end.toLowerCase();
  if (PAIRS.some(([first, second]) => first.test(lower) && !second.test(lower))) return true;
  return !endsAtClause(end, abstract);
}

/**
 * True if the abstract continues after the sentence's last words with punctuation, or with a word that begins a clause
 * or phrase.
 */
function endsAtClause(end: string, abstract: string): boolean {
  const squashed = abstract.replace(/\s+/g, ' ');
  const last = end.split(/\s+/).slice(-4).join(' ');
  let at = squashed.indexOf(last);
  if (at < 0) {
    // A parenthesis between the last words was left out.
    at = squashed.indexOf(end.split(/\s+/).slice(-1).join(' '));
    return at >= 0;
  }
  for (; at >= 0; at = squashed.indexOf(last, at + 1)) {
    const rest = squashed.slice(at + last.length);
    if (/^\s*(?:$|[.!?,;:()[\]–—"”'’]|--?\s)/.test(rest)) return true;
    if (
      /^\s(?:by|via|through|using|while|that|which|to|and|in order|without|based|when|where|whose|in which|with|for|followed|leading|resulting|\w+ed (?:to|for))\s/.test(
        rest,
      )
    )
      return true;
  }
  return false;
}

const SUBJECT = String.raw`(?:we|our|i|this (?:\w+ )?(?:paper|work|study|article|survey|report|thesis|review))\b`;
const LEAD_INS: readonly RegExp[] = [
  /^(?:however|nevertheless|here|specifically|more specifically|in particular|thus|therefore|hence|accordingly|consequently|as a result|moreover|furthermore|additionally|in addition|besides|also|finally|lastly|first|firstly|second|secondly|third|then|next|instead|in contrast|conversely|notably|importantly|crucially|overall|in summary|meanwhile|similarly|likewise|subsequently|to this end|to that end|to do so|for this purpose|for example|for instance|and|but|yet|so)\b,? /i,
  /^(?:in|with|through|within) (?:this|the present|the current|our) (?:[\w-]+ )?(?:paper|work|study|article|survey|report|review|context|regard|setting)\b/i,
  new RegExp(
    `^(?:to|in order to|towards?|motivated|inspired|guided|driven|building on|built on|drawing on|based on|unlike|in contrast to|rather than|instead of|beyond|despite|although|though|while|whereas|because|since|given|with this|with these|in response|in light|recogni[sz]ing|observing|as a (?:\\w+ )?step)\\b[^.]*,\\s*(?:the )?${SUBJECT}`,
    'i',
  ),
  new RegExp(
    `^${SUBJECT},? (?:also|further|furthermore|then|thus|therefore|hence|additionally|subsequently|finally|next|first|instead|moreover|consequently) [a-z]`,
    'i',
  ),
  /^(?:background|motivation|objectives?|aims?|purpose|methods?|methodology|approach|results?|findings|conclusions?|contributions?|summary|abstract|tl;dr)\s*[:.]\s/i,
];

const SELF =
  /^this (?:[\w-]+ ){0,3}?(?:paper|work|study|article|survey|report|thesis|review|research|tutorial|chapter|note|letter|position paper|perspective|dissertation)\b/i;
const OPENS_UNSEEN =
  /^(?:it|they|he|she|its|their|these|those|such|that|both|each|another|others|the (?:former|latter|other|second|third|same|resulting)|the (?:proposed|aforementioned|above|presented))\b/i;
const UNSEEN =
  /\b(?:the proposed|the aforementioned|the above|the former|the latter|as mentioned|as described above|(?:our|the) (?:proposed )?(?:method|approach|framework|algorithm|technique|pipeline)(?= (?:is|was|has|can|achieves?|outperforms?|improves?|reduces?|enables?|consists|uses|shows|provides|combines|integrates|employs|leverages)\b|[.,;]))/i;

function hasUnseenReferent(text: string): boolean {
  if (OPENS_UNSEEN.test(text) || (/^this\b/i.test(text) && !SELF.test(text))) return true;
  const unseen = UNSEEN.exec(text);
  if (
    unseen &&
    !text
      .slice(0, unseen.index)
      .toLowerCase()
      .includes(unseen[0].split(' ').at(-1)?.toLowerCase() ?? '')
  )
    return true;
  if (/\bsuch (?!as\b|that\b|a way\b|an approach\b)/i.test(text)) return true;
  for (const match of text.matchAll(/\b(?:this|these|those)\b(?:\s+([\p{L}-]+))?/giu)) {
    const from = text.slice(match.index);
    if (SELF.test(from) || /^those (?:of|that|who|which|with|from|in|for|\w+ed)\b/i.test(from)) continue;
    const noun = match[1]?.toLowerCase().replace(/s$/, '') ?? '';
    if (noun.length > 3 && text.slice(0, match.index).toLowerCase().includes(noun)) continue;
    return true;
  }
  // "We evaluate it on", "This paper studies their …": the pronoun has no antecedent in the sentence.
  return /^(?:we|this \w+) (?:\w+ly )?\w+ (?:it|its|they|their|them|both(?!.* and ))\b/i.test(text);
}

const MARKUP =
  /\\|[{}$^`]|\*\*|__|<\/?[a-z][^>]*>|&(?:[a-z]+|#\d+);|https?:\/\/|www\.|\S~\S|\[\d+(?:[,–-]\s*\d+)*\]/i;

function isUnbalanced(text: string): boolean {
  // "1)" and "a)" number the items of a list.
  const plain = text.replace(/(?<=^|\s)(?:\d|[a-h]|[ivx]+)\)/g, '');
  const count = (mark: string) => plain.split(mark).length - 1;
  const pairs = ['()', '[]', '“”', '‘'].filter((pair) => pair.length === 2);
  return pairs.some(([open = '', close = '']) => count(open) !== count(close)) || count('"') % 2 === 1;
}

const FINITE_VERB =
  /\b(?:is|are|was|were|am|has|have|had|can|cannot|may|might|must|will|would|could|should|does|do|did|(?:[Ww]e|I) (?:\w+ly )?\w+)\b|\b(?:paper|work|study|article|survey|report|thesis|review|research|[A-Z][\w-]*[A-Z\d][\w-]*) (?:\w+ly )?\w+(?:s|ed|t)\b|\b(?:show|demonstrate|reveal|confirm|indicate|find|suggest|prove|achieve|outperform|improve|reduce|provide|introduce|propose|present|use|enable|combine|allow|require|remain|exceed|surpass|lead|yield|offer)(?:s|d|ed)?\b/;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The position of each of the sentence's words in the abstract, in order; undefined if a word isn't there. */
function alignWords(text: string, abstract: string): number[] | undefined {
  const source = wordsOf(abstract);
  const words = wordsOf(text);
  let best: number[] | undefined;
  for (let start = 0; start < source.length; start++) {
    if (source[start] !== words[0]) continue;
    const places = [start];
    let at = start + 1;
    for (const word of words.slice(1)) {
      const next = source.indexOf(word, at);
      if (next < 0) break;
      places.push(next);
      at = next + 1;
    }
    const span = (found: number[]) => (found.at(-1) ?? 0) - (found[0] ?? 0);
    if (places.length === words.length && (!best || span(places) < span(best))) best = places;
  }
  return best;
}

/** True if the sentence drops words that negate or limit it, between its words or after the last. */
function losesCondition(text: string, abstract: string): boolean {
  const places = alignWords(text, abstract);
  if (!places) return false;
  const source = wordsOf(abstract);
  const [first = 0, last = 0] = [places[0], places.at(-1)];
  const kept = new Set(places);
  for (let i = first; i < last; i++) {
    if (
      !kept.has(i) &&
      /^(?:not|no|never|only|unless|except|cannot|might|hardly|partially|without)$/.test(source[i] ?? '')
    )
      return true;
  }
  const squashed = abstract.replace(/\s+/g, ' ').toLowerCase();
  const tail = text
    .replace(/[.!?]+$/, '')
    .split(/\s+/)
    .slice(-4)
    .join(' ')
    .toLowerCase();
  const at = squashed.indexOf(tail);
  const rest = at < 0 ? '' : squashed.slice(at + tail.length);
  return /^[,;]?\s*(?:\()?\s*(?:but|although|though|if|only|unless|except|provided|assuming|as long as|not|when|under)\b/.test(
    rest,
  );
}

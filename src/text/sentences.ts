/**
 * Cuts an abstract into sentences. `Intl.Segmenter` would do for prose, but it cuts after "et al.", "Fig." and "e.g.",
 * runs "word.Next" together, and changes with the ICU that Node was built with; these rules are explicit and stay put.
 */

export interface Sentence {
  readonly text: string;
  /** `text` is `whole.slice(start, end)`, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

// A blank line; or terminal marks with whatever closes after them, where space, the end or (glued) a capital follows.
// Full-width and other scripts' marks need no space behind them. The lookbehind keeps long runs of dots linear.
const CANDIDATE =
  /\n[^\S\n]*\n|(?<![.!?…])[.!?…]+[\p{Pe}\p{Pf}"']*(?=\s|$|\p{Lu})|(?:(?![.!?…])\p{Sentence_Terminal})+[\p{Pe}\p{Pf}"']*/gu;

// Inside these nothing ends: LaTeX formulas, web addresses, and short brackets and quotations, which belong to the
// sentence around them. Bounded, so that a bracket never closed doesn't swallow the rest.
const WHOLE =
  /\$(?=\S)[^$]{1,200}(?<=\S)\$(?!\d)|https?:\/\/[^\s<>]*|\([^()]{0,200}\)|\[[^[\]]{0,200}\]|“[^“”]{0,200}”|(?<![^\s(])"(?=\S)[^"]{0,200}(?<=\S)"|``[^`']{0,200}''/g;

const NEVER_LAST = new Set(
  'e.g i.e eg ie vs v.s cf viz w.r.t a.k.a resp approx ca wrt i.i.d Dr Prof Mr Mrs Ms St Mt'.split(' '),
);
/** Last only where a common first word follows. Initials and dotted capitals ("U.S.") count as these too. */
const SELDOM_LAST = new Set(
  'al inc ltd co corp jr sr ph.d univ dept est max min avg std phys rev lett proc trans conf int'.split(' '),
);
const BEFORE_NUMBER = new Set(
  'no nos nr p pp vol ver v fig figs eq eqs eqn sec sect secs tab tabs ref refs thm alg ch chap'.split(' '),
);

/** The words that start most sentences of the corpus's abstracts; none of them follows an abbreviation as a name would. */
const FIRST_WORDS = new Set(
  (
    'We To The In This Our Extensive These Experiments While By Existing It Experimental For On Using Code Codes Through ' +
    'Unlike As Across Despite Although Recent Recently Building Based At With Results Current Each When Where Inspired ' +
    'Traditional Given Motivated Most Comprehensive Leveraging Compared All Project Beyond During Such An Prior Previous ' +
    'Yet Empirical Empirically Under Evaluated Instead More They Both Since Rather Further Evaluations Built Its Among ' +
    'Evaluation One After Ablation From Two Because Due Without Drawing Evaluating Even Within Conventional Here Their ' +
    'Then Three But Key Applying There If Some Once Additional Additionally Several Utilizing However Moreover ' +
    'Furthermore Specifically Finally Meanwhile Therefore Thus Hence Subsequently First Second Third Next Notably ' +
    'Importantly Consequently Overall Together Similarly Crucially Concretely Besides Lastly That Those And Also I A'
  ).split(' '),
);

/** The sentences of `text` in order; together they hold every character of it that isn't space. Never throws. */
export function splitSentences(text: string): Sentence[] {
  const wholes = [...text.matchAll(WHOLE)].map((m) => ({ start: m.index, end: m.index + m[0].length }));
  const sentences: Sentence[] = [];
  const names = findDottedNames(text);
  let start = 0;
  let whole = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const end = match.index + match[0].length;
    while ((wholes[whole]?.end ?? Number.POSITIVE_INFINITY) <= match.index) whole++;
    const span = wholes[whole];
    // A mark that closes the span together with it, as in "(It works.)" or at a web address's end, may end a sentence.
    if (span && span.start <= match.index && end < span.end) continue;
    if (isEnd(text, start, match.index, end, match[0], names)) {
      push(sentences, text, start, end);
      start = end;
    }
  }
  push(sentences, text, start, text.length);
  return sentences;
}

function push(sentences: Sentence[], text: string, from: number, to: number): void {
  const piece = text.slice(from, to);
  const trimmed = piece.trim();
  if (!trimmed) return;
  const start = from + piece.indexOf(trimmed);
  const end = start + trimmed.length;
  const last = sentences.at(-1);
  // A stray mark or an emoji after the last full stop is no sentence of its own.
  if (last && !/[\p{L}\p{N}]/u.test(trimmed)) {
    sentences[sentences.length - 1] = { text: text.slice(last.start, end), start: last.start, end };
  } else {
    sentences.push({ text: trimmed, start, end });
  }
}

/** Names such as "MR. Video": a capital word with a mark and the same word behind it, twice in one text. */
function findDottedNames(text: string): Set<string> {
  const seen = new Set<string>();
  const names = new Set<string>();
  for (const [pair] of text.matchAll(/(?<![\p{L}\p{N}])\p{Lu}\p{L}{0,9}[.!] \p{Lu}[\p{L}\p{N}]*/gu)) {
    if (seen.has(pair)) names.add(pair);
    seen.add(pair);
  }
  return names;
}

/** True if the mark at `at`, closed until `end`, ends the sentence that began at `start`. */
function isEnd(
  text: string,
  start: number,
  at: number,
  end: number,
  mark: string,
  names: ReadonlySet<string>,
): boolean {
  if (!/^[.!?…]/.test(mark)) return true;
  const next = text.slice(end, end + 40);
  const before = text.slice(Math.max(start, at - 24), at);
  const [, first = '', dot] = /^\s*[\p{Ps}\p{Pi}"'`*_]*([\p{L}\p{N}]*)(\.?)/u.exec(next) ?? [];
  const isFirstWord = FIRST_WORDS.has(first) && !(dot && first.length === 1);
  if (/^\S/.test(next)) {
    // Glued: "word.Next" is two sentences, "torch.Tensor" and "Character.AI" are names.
    return isFirstWord && (/[^.!?…]$/.test(mark) || /(?:\p{Ll}{3}|[\p{Pe}%\d])$/u.test(before));
  }
  const rest = next.trimStart();
  // A small letter goes on with the sentence, but "mBERT", "vLLM" and "t5x" are names that may start one.
  if (/^(?:\p{Ll}(?!\p{Ll}*[\p{Lu}\d])|[,;:)\]}])/u.test(rest)) return false;
  const word = /\p{Lu}\p{L}*$/u.exec(before)?.[0];
  if (word && first && !isFirstWord && names.has(`${word}${mark} ${first}`)) return false;
  // "Yahoo! Answers": the mark belongs to a name if another capital follows that starts no sentence.
  if (mark === '!' && word && /^\p{Lu}/u.test(rest) && !isFirstWord) return false;
  if (!mark.startsWith('.') || mark.startsWith('..')) return true;
  // "1. We propose": the number of a list's item stays with its item.
  if (/^\s*\(?\d{1,2}$/.test(text.slice(start, at)) || /[:;]\s+\(?\d{1,2}$/.test(before)) return false;
  const abbreviation = abbreviationAt(before, rest);
  return abbreviation === 'none' || (abbreviation === 'seldom last' && (isFirstWord || rest === ''));
}

/** Tells if the full stop after `before` makes an abbreviation of its last word, given the text that follows. */
function abbreviationAt(before: string, rest: string): 'none' | 'seldom last' | 'never last' {
  const word = /[\p{L}\p{N}.]*$/u.exec(before)?.[0] ?? '';
  // "MT." and "SEC." are acronyms, "mt." and "sec." abbreviations.
  const lower = /^\p{Lu}{2}/u.test(word) ? word : word.toLowerCase();
  if (NEVER_LAST.has(lower) || NEVER_LAST.has(word) || /(?:^|[^\p{L}])(?:i\. e|e\. g)$/u.test(before))
    return 'never last';
  // "7 B." is a quantity, no initial.
  if (/\d\s?[KMBTG]$/.test(before)) return 'none';
  if (BEFORE_NUMBER.has(lower) && /^(?:[\d([]|\p{Lu}(?![\p{Ll}-]))/u.test(rest)) return 'seldom last';
  return SELDOM_LAST.has(lower) || /^\p{Lu}$|^(?:\p{L}\.)+\p{L}$/u.test(word) ? 'seldom last' : 'none';
}

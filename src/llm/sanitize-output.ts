/**
 * Makes a language model's output harmless. It is untrusted: an abstract may have dictated it. A sentence that mentions
 * somebody, links anywhere or hides anything is dropped whole, since its rest would be an advertisement without the
 * address. The result is plain text on one line, to be escaped like all text.
 */

import { collapseSpace } from '../text/display.ts';
import { splitSentences } from '../text/sentences.ts';
import { namesWebAddress } from '../text/web-addresses.ts';

export interface SanitizeOptions {
  /** For the whole text, in UTF-16 units; it is cut after a sentence. */
  readonly maxChars: number;
  /** The model's instructions; an answer that repeats any of them is refused. */
  readonly instructions: string;
  /** The prompt's data tags. */
  readonly tags: readonly string[];
  /** Allowed web addresses; none if omitted. */
  readonly isAllowedUrl?: (url: string) => boolean;
}

/** Far beyond any prompt's limit; processing more would only cost time. */
const MAX_READ_CHARS = 8_000;
const MAX_SENTENCES = 60;
const MAX_SENTENCE_CHARS = 1_000;
/** This many consecutive words of the instructions are no coincidence. */
const PROMPT_WORDS = 6;
const MAX_WORD_CHARS = 60;

// Control characters except line breaks and tabs, unpaired surrogates, zero-width and bidirectional characters
// (https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing), and tags, which can hide whole texts.
const HIDDEN =
  /(?![\n\t])[\p{Cc}\p{Cs}\p{Co}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb]|\u034f|[\u180b-\u180e\ufe00-\ufe0f]|[\u{e0000}-\u{e0fff}]/gu;

/** Styled letters: mathematical, full-width and circled ones read like plain letters without matching them. */
const DRESSED =
  /[\u{1d400}-\u{1d7ff}\u{1f130}-\u{1f189}\u2460-\u24ff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/gu;
/** No language puts more marks on one letter. */
const STACKED = /\p{M}{4,}/u;

const MENTION = /@\s*(?:everyone|here)|<\s*(?:[@#:/]|(?:a|t|id):)|(?<![\p{L}\p{N}])@\p{L}[\p{L}\p{N}_.]+/iu;
const SCHEME = /\b(?:[a-z][a-z0-9+.-]{1,15}:\/\/|(?:mailto|javascript|data|tel|sms):(?=\S))\S*/giu;
const DEFANGED =
  /\bhxxps?\b|[\p{L}\p{N}]\s?(?:\[\s?\.\s?\]|[[({]\s?dot\s?[\])}])\s?\p{L}|\bdiscord\s?(?:app)?\s?\.\s?(?:gg|com)/iu;
const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u;
const INVITE = /\b(?:discord(?:app)?\s*(?:\.|dot)\s*(?:gg|com|me|io|li)|dsc\.gg|invite\s+(?:code|link))\b/iu;
/** Words of no language: base64, hexadecimal, or endless repetition. */
const BLOB = new RegExp(
  String.raw`[\w+/=-]{${MAX_WORD_CHARS},}|(?:\b[01]{8}\b\s*){3}|(?:\b[\da-f]{2}\b\s+){8}`,
  'iu',
);
const ENCODED = /(?=[\w+/]*\d)(?=[\w+/]*[a-z])(?=[\w+/]*[A-Z])[\w+/]{24,}={0,2}/u;
/** A piece of JSON outside the answer's own. */
const JSON_PIECE = /"\s*:\s*["'{[\dtfn]|[{[]\s*"|"\s*[}\]]/u;
const MACHINERY =
  /<\|[^|<>]{1,40}\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:s|think|system|user|assistant|tool|tool_call|tool_response|function|function_call|result|instructions?|prompt)>|(?:^|[.!?]\s)\s*(?:system|assistant|user|human|developer|tool|name)\s*:/imu;
const ABOUT_ITSELF =
  /^\P{L}*as an? (?:AI|artificial intelligence|(?:large )?language model|assistant)\b|\bI(?:'m|’m| am) (?:an? )?(?:AI|language model|assistant|sorry|unable|not able|afraid)\b|\bI (?:can(?:not|'t|’t| not)|won(?:'t|’t)|will not|must not|have been)\b|\bmy (?:\w+ )?(?:instructions|(?:system )?(?:prompt|message))\b|\b(?:the|your) (?:system|hidden|initial|original) (?:prompt|message|instructions)\s*(?:is|are|was|were|says?|reads?|:)/iu;

/** The text as it may be shown, or undefined if none of it may. Never throws. */
export function sanitizeOutput(text: string, limits: SanitizeOptions): string | undefined {
  const read = text
    .slice(0, MAX_READ_CHARS)
    .replace(HIDDEN, '')
    .replace(DRESSED, (letter) => letter.normalize('NFKC'))
    // Patterns that begin with unlimited space are slow on long runs of it.
    .replace(/[^\S\n]{2,}/g, ' ')
    .replace(/\n{3,}/g, '\n\n');
  const prose = withoutMarkdown(read);
  if (showsPrompt(read, limits) || showsPrompt(prose, limits)) return undefined;
  const seen = new Set<string>();
  let kept = '';
  let last = 0;
  for (const { text: sentence, start, end } of splitSentences(prose).slice(0, MAX_SENTENCES)) {
    const line = collapseSpace(sentence);
    // Chinese and Japanese have no space between sentences.
    const gap = kept && start > last ? ' ' : '';
    last = end;
    const plain = wordsIn(line).join(' ');
    if (line.length > MAX_SENTENCE_CHARS || !plain || seen.has(plain)) continue;
    if (isHarmful(line, limits) || isEndless(plain)) continue;
    if (kept.length + gap.length + line.length > limits.maxChars) break;
    seen.add(plain);
    kept += gap + line;
  }
  return kept || undefined;
}

/** True if it contains a piece of the instructions, a data tag, or turn markers. */
function showsPrompt(text: string, { instructions, tags }: SanitizeOptions): boolean {
  const folded = text.normalize('NFKC');
  if (tags.length > 0 && new RegExp(String.raw`<\s*/?\s*(?:${tags.join('|')})\b`, 'iu').test(folded))
    return true;
  if (MACHINERY.test(folded) || /\{\{\s*\w+\s*\}\}/.test(folded)) return true;
  const told = runsOf(instructions);
  for (const run of runsOf(folded)) if (told.has(run)) return true;
  return false;
}

function runsOf(text: string): Set<string> {
  const words = wordsIn(text);
  const runs = new Set<string>();
  for (let i = 0; i + PROMPT_WORDS <= words.length; i++) runs.add(words.slice(i, i + PROMPT_WORDS).join(' '));
  return runs;
}

const wordsIn = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

function isHarmful(sentence: string, { isAllowedUrl = () => false }: SanitizeOptions): boolean {
  // Normalised: full-width letters and the like are other characters, but the same address to a person.
  if (STACKED.test(sentence.normalize('NFD'))) return true;
  const folded = sentence.normalize('NFKC').replace(HIDDEN, '');
  const urls = [...folded.matchAll(SCHEME)].map(([url]) => url.replace(/[.,;:!?)\]}'"]+$/, ''));
  if (urls.some((url) => !isAllowedUrl(url))) return true;
  const rest = folded.replace(SCHEME, ' ');
  return (
    [MENTION, EMAIL, INVITE, DEFANGED, BLOB, ENCODED, JSON_PIECE, ABOUT_ITSELF].some((trick) =>
      trick.test(rest),
    ) || namesWebAddress(rest)
  );
}

/** True if a sentence repeats the same few words. */
function isEndless(plain: string): boolean {
  const words = plain.split(' ');
  return words.length > 20 && new Set(words).size < words.length / 3;
}

/** The words without Markdown and HTML markup; code blocks and comments are no prose. */
function withoutMarkdown(text: string): string {
  return (
    text
      .replace(/(?:```|~~~)[\s\S]*?(?:```|~~~|$)/g, '\n')
      .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
      .replace(/!\[[^\]\n]{0,500}\]\([^)\n]{0,500}\)/g, ' ')
      // Keeps a link's address beside its text, so that the sentence is seen to have one.
      .replace(/\[([^\]\n]{0,500})\]\(\s*<?([^)\n]{0,500}?)>?\s*\)/g, '$1 $2')
      .replace(/<\/?[a-z][a-z0-9-]{0,20}(?:\s[^<>\n]{0,200})?\/?>/gi, ' ')
      .replace(/^[^\S\n]*(?:(?:#{1,6}|-#|>{1,3}|[-*+•])[^\S\n]+)+/gm, '')
      .replace(/^[^\S\n]*(?:[-*_=][^\S\n]*){3,}$/gm, '')
      .replace(/(\*{1,3}|__|~~|\|\||`{1,2})(?=\S)([^\n]{1,1000}?)(?<=\S)\1/g, '$2')
      .replace(/(?<![\p{L}\p{N}_])_(?=\S)([^_\n]{1,500})(?<=\S)_(?![\p{L}\p{N}_])/gu, '$1')
      .replace(/\|\||`/g, '')
  );
}

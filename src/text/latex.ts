/** Prints the LaTeX that titles, abstracts and names hold as plain text, in time linear in its length. */
import { accentNext, printCommand } from './latex-commands.ts';
import {
  argument,
  inner,
  lastPrinted,
  matchBraces,
  option,
  print,
  type Reader,
  readAll,
  trimEnd,
} from './latex-reader.ts';
import { ACCENTS } from './latex-symbols.ts';
import { subscript, superscript } from './scripts.ts';

const MAX_MATH_CHARS = 2_000;
const CONTRACTION = /^'(?:s|t|re|ve|ll|d|m)(?![\p{L}])/u;
const DRIVE = /[A-Za-z]:\\[^\s{}$\\][^\s{}$]*/y;
const WEB_ADDRESS = /https?:\/\/(?:[^\s{}<>$\\]|\\[_%#&~])*/iy;

/** Anything that LaTeX reads otherwise than as it stands. */
const MARKUP = /[\\${}`~]|--|''/;

/** `text` with its LaTeX printed. Dollars, backslashes, braces and tildes that aren't LaTeX stay. */
export function latexToText(text: string): string {
  if (!MARKUP.test(text)) return text;
  const reader: Reader = {
    text,
    ...matchBraces(text),
    quotesAreEscaped: /\\"(?=[\s.,;:!?)\]]|$)/.test(text),
    at: 0,
    end: text.length,
    mode: 'text',
    readOne,
    depth: 0,
    out: [],
    before: '',
    hasOpenQuote: false,
  };
  readAll(reader);
  return reader.out.join('');
}

function readOne(reader: Reader): string {
  const { text, at, mode } = reader;
  const char = text[at] as string;
  if (char === '\\') return readBackslash(reader);
  if (char === '$') return readDollar(reader);
  if (char === '{') return readGroup(reader);
  if (mode === 'math') return readMathChar(reader, char);
  const next = text[at + 1];
  if (char === '~') return print(reader, isTie(text, at) ? ' ' : '~', 1);
  if (char === '-' && next === '-') return readDashes(reader);
  if (char === '`' || (char === "'" && next === "'")) return readQuote(reader, char, next);
  if (char === '"' && reader.hasOpenQuote) {
    reader.hasOpenQuote = false;
    return print(reader, '”', 1);
  }
  if ((char === '^' || char === '_') && next === '{') return readScript(reader, char);
  if (char === 'h' || char === 'H') return readAddress(reader);
  if (/[A-Za-z]/.test(char) && next === ':' && text[at + 2] === '\\') {
    DRIVE.lastIndex = at;
    const path = /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? undefined : DRIVE.exec(text)?.[0];
    if (path) return print(reader, path, path.length);
  }
  return print(reader, char, 1);
}

const isTie = (text: string, at: number): boolean =>
  /[\p{L}\p{M}.,)\]}\d$]/u.test(text[at - 1] ?? '') &&
  /[\p{L}\\$([{\d]/u.test(text[at + 1] ?? '') &&
  !(/\d/.test(text[at - 1] ?? '') && /\d/.test(text[at + 1] ?? ''));

/** `--` between words and numbers is a dash; before a word alone it is a program's option. */
function readDashes(reader: Reader): string {
  const { text, at } = reader;
  let end = at;
  while (text[end] === '-' && end - at < 4) end++;
  const run = end - at;
  const isOption = /^\s?$/.test(text[at - 1] ?? '') && /[A-Za-z]/.test(text[end] ?? '');
  if (run > 3 || (isOption && run === 2)) return print(reader, '-'.repeat(run), run);
  return print(reader, run === 2 ? '–' : '—', run);
}

function readQuote(reader: Reader, char: string, next: string | undefined): string {
  const { text, at } = reader;
  if (char === '`' && next === '`') {
    reader.hasOpenQuote = true;
    return print(reader, '“', 2);
  }
  if (char === "'") {
    reader.hasOpenQuote = false;
    const opens = /^[\s(]?$/.test(text[at - 1] ?? '') && /\S/.test(text[at + 2] ?? '');
    return print(reader, /\d/.test(text[at - 1] ?? '') ? "''" : opens ? '“' : '”', 2);
  }
  // `word' is a quotation, `word` is code.
  const rest = text.slice(at + 1, at + 120);
  return print(reader, /^[^`]*?[^\s`]'(?![\p{L}])/u.test(rest) ? "'" : '`', 1);
}

/** Web addresses hold what elsewhere is markup. */
function readAddress(reader: Reader): string {
  WEB_ADDRESS.lastIndex = reader.at;
  const [address = reader.text[reader.at] as string] = WEB_ADDRESS.exec(reader.text) ?? [];
  const shown = address.slice(0, reader.end - reader.at);
  return print(reader, shown.replace(/\\(?=[_%#&~])/g, ''), shown.length);
}

function readGroup(reader: Reader): string {
  const { at, close, isSet, mode } = reader;
  const end = close[at] as number;
  if (end === 0 || end > reader.end) return print(reader, mode === 'math' ? '' : '{', 1);
  const content = inner(reader, at + 1, end, mode);
  const keepsBraces = mode === 'text' && isSet[at] === 1 && !isProse(content);
  return print(reader, keepsBraces ? `{${content}}` : content, end + 1 - at);
}

/** A lone sign (82{,}115), an address or several words in braces are no set. */
const isProse = (content: string): boolean =>
  /^(?:[^\p{L}\p{N}]?|\s*https?:\S*\s*)$/u.test(content) ||
  (!content.includes('"') && /(?:\p{L}{2,}\W+){5}/u.test(content));

function readMathChar(reader: Reader, char: string): string {
  if (char === '^' || char === '_') return readScript(reader, char);
  if (char === '~') return print(reader, ' ', 1);
  if (char === '&') return print(reader, ' ', 1);
  if (char === "'") return print(reader, '′', 1);
  return print(reader, char === '}' ? '' : char, 1);
}

function readScript(reader: Reader, char: string): string {
  reader.at++;
  const content = argument(reader, 'math');
  const compact = content.trim().replace(/\s*([=,+−-])\s*/g, '$1');
  if (char === '^') trimEnd(reader);
  return char === '^' ? superscript(compact) : subscript(lastPrinted(reader), compact);
}

function readDollar(reader: Reader): string {
  const { text, at, mode, end } = reader;
  if (mode === 'math') return print(reader, '', 1);
  const width = text[at + 1] === '$' ? 2 : 1;
  const from = at + width;
  let to = from;
  const limit = Math.min(end, from + MAX_MATH_CHARS);
  while (to < limit && text[to] !== '$') to += text[to] === '\\' ? 2 : 1;
  if (to >= limit || !isMath(text.slice(from, to), text[to + width] ?? '')) return print(reader, '$', 1);
  return print(reader, inner(reader, from, to, 'math'), to + width - at);
}

/** Tells formulas from prices: `$5 and $6` holds none. */
function isMath(content: string, next: string): boolean {
  if (content.trim() === '') return false;
  if (/[\\^_{}]|^\s*[<>=+~≤≥≈×-]+\s*$/.test(content)) return true;
  if (/\d/.test(next)) return false;
  if (/^\s|[\s:/(]$/.test(content) && !/[=<>+*/|]|^\s*\S\s*$/.test(content)) return false;
  return !/^\d[\d,.]*\s?(?:[kKMB]|[mb]illion|thousand)?(?:\s+\S+){0,9}?(?:\s+\p{L}{3,}){2}/u.test(content);
}

function readBackslash(reader: Reader): string {
  const { text, at, mode } = reader;
  const next = text[at + 1] ?? '';
  if (/[A-Za-z]/.test(next)) return readCommand(reader);
  if (next === '(' || next === '[') return readBracketMath(reader, next);
  if (ACCENTS.has(next) && mode === 'text') return readAccentSign(reader, next);
  if (next === '\\') {
    // \\server\share
    const server = /^\\\\[\w.-]+\\[\w.\\-]+/.exec(text.slice(at, at + 200))?.[0];
    if (server && !/\S/.test(text[at - 1] ?? '')) return print(reader, server, server.length);
    reader.at += 2;
    option(reader);
    return print(reader, ' ', 0);
  }
  if (/[%&_$#{}]/.test(next)) return print(reader, next, 2);
  if (next === '|') return print(reader, '‖', 2);
  if (/[ ,;:>\s]/.test(next)) return print(reader, ' ', next ? 2 : 1);
  if (/[!/@)\]-]/.test(next)) return print(reader, '', 2);
  return print(reader, '\\', 1);
}

function readBracketMath(reader: Reader, bracket: string): string {
  const { text, at } = reader;
  const closing = text.indexOf(bracket === '(' ? '\\)' : '\\]', at + 2);
  if (closing === -1 || closing > reader.end || closing - at > MAX_MATH_CHARS)
    return print(reader, bracket, 2);
  return print(reader, inner(reader, at + 2, closing, 'math'), closing + 2 - at);
}

/** `\'e`, `\"{o}`, `\~n`; also the quotes of JSON that was escaped twice. */
function readAccentSign(reader: Reader, sign: string): string {
  const { text, at } = reader;
  const before = text[at - 1] ?? '';
  const isApostrophe = sign === "'" && /\p{L}/u.test(before) && CONTRACTION.test(text.slice(at + 1, at + 6));
  if (isApostrophe) return print(reader, "'", 2);
  if (sign === '"' && reader.quotesAreEscaped && !/[\p{L}]/u.test(before)) return print(reader, '"', 2);
  reader.at += 2;
  return accentNext(reader, sign) ?? sign;
}

function readCommand(reader: Reader): string {
  const { text, at, end, mode } = reader;
  // The remains of doubly escaped JSON.
  const escaped = mode === 'text' ? /^\\u([\da-f]{4})/i.exec(text.slice(at, at + 6)) : null;
  if (escaped) return print(reader, String.fromCharCode(Number.parseInt(escaped[1] ?? '', 16)), 6);
  let nameEnd = at + 1;
  while (nameEnd < end && /[A-Za-z]/.test(text[nameEnd] as string)) nameEnd++;
  const name = text.slice(at + 1, nameEnd);
  reader.at = nameEnd;
  if (text[reader.at] === '*') reader.at++;
  return printCommand(reader, name, at);
}

/** The state of reading LaTeX, and the small steps that all of its grammar takes. */

export type Mode = 'text' | 'math';

/** A position in `text`, read up to `end`; `close` has the index of each opening brace's closing one, else 0. */
export interface Reader {
  readonly text: string;
  readonly close: Int32Array;
  /** 1 for an opening brace whose group is a set or code, as in {0, 1} and {"a": 1}. */
  readonly isSet: Uint8Array;
  /** Some quotation marks stand behind a backslash, which JSON would put there. */
  readonly quotesAreEscaped: boolean;
  at: number;
  end: number;
  mode: Mode;
  /** Reads over what stands at `at`, and returns what it prints. */
  readonly readOne: (reader: Reader) => string;
  depth: number;
  /** The output in pieces; a string would be copied at each look at its end. */
  readonly out: string[];
  /** The last character printed before `out` began. */
  readonly before: string;
  hasOpenQuote: boolean;
}

const MAX_DEPTH = 40;
const MAX_OPTION_CHARS = 200;

/** The pairs of braces, and which of the groups in plain text are sets or code and keep theirs: {0, 1}, {"a": 1}. */
export function matchBraces(text: string): { close: Int32Array; isSet: Uint8Array } {
  const close = new Int32Array(text.length);
  const isSet = new Uint8Array(text.length);
  const open: { at: number; hasMarkup: boolean; hasLetter: boolean; isList: boolean }[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    const group = open.at(-1);
    if (char === '\\') {
      if (group) group.hasMarkup = true;
      at++;
    } else if (char === '{') {
      if (group) group.hasMarkup = true;
      open.push({ at, hasMarkup: false, hasLetter: false, isList: false });
    } else if (char === '}' && group) {
      open.pop();
      close[group.at] = at;
      isSet[group.at] = !group.hasMarkup && (group.isList || !group.hasLetter) ? 1 : 0;
    } else if (group) {
      if (/[,;=:"|<>]/.test(char)) group.isList = true;
      else if (/\p{L}/u.test(char)) group.hasLetter = true;
    }
  }
  return { close, isSet };
}

export function readAll(reader: Reader): void {
  while (reader.at < reader.end) emit(reader, reader.readOne(reader));
}

/** The output for `from` to `to`, read in `mode`; the reader's position is unchanged. */
export function inner(reader: Reader, from: number, to: number, mode: Mode): string {
  if (reader.depth >= MAX_DEPTH) return reader.text.slice(from, to).replace(/[\\{}$]/g, '');
  const before = lastPrinted(reader);
  const depth = reader.depth + 1;
  const part: Reader = { ...reader, at: from, end: to, mode, depth, out: [], before };
  readAll(part);
  return part.out.join('');
}

export const lastPrinted = ({ out, before }: Reader): string => out.at(-1)?.at(-1) ?? before;

export function emit({ out }: Reader, printed: string): void {
  if (printed !== '') out.push(printed);
}

/** Takes back the space that was printed last. */
export function trimEnd({ out }: Reader): void {
  for (let last = out.pop(); last !== undefined; last = out.pop()) {
    const trimmed = last.trimEnd();
    if (trimmed === '') continue;
    out.push(trimmed);
    return;
  }
}

/** Reads over `consumed` characters that print as `printed`. */
export function print(reader: Reader, printed: string, consumed: number): string {
  reader.at += consumed;
  return printed;
}

/** The next argument, a group, a command or a character, printed and read over. */
export function argument(reader: Reader, mode: Mode): string {
  skipSpace(reader);
  const { text, at, close, end } = reader;
  if (at >= end) return '';
  const closing = text[at] === '{' ? (close[at] as number) : 0;
  if (closing > 0 && closing <= end) {
    reader.at = closing + 1;
    return inner(reader, at + 1, closing, mode);
  }
  if (text[at] !== '\\' || reader.depth >= MAX_DEPTH) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    return print(reader, char, char.length);
  }
  const part: Reader = { ...reader, mode, depth: reader.depth + 1, out: [], before: '' };
  const printed = reader.readOne(part);
  reader.at = part.at;
  return part.out.join('') + printed;
}

/** The raw text of the next group, read over; undefined where none begins here. */
export function rawGroup(reader: Reader): { from: number; to: number } | undefined {
  const { text, at, close, end } = reader;
  const closing = text[at] === '{' ? (close[at] as number) : 0;
  if (closing === 0 || closing > end) return undefined;
  reader.at = closing + 1;
  return { from: at + 1, to: closing };
}

export function skipSpace(reader: Reader): void {
  while (reader.at < reader.end && /\s/.test(reader.text[reader.at] as string)) reader.at++;
}

/** An option in [brackets], read over. */
export function option(reader: Reader): string | undefined {
  if (reader.text[reader.at] !== '[') return undefined;
  const window = reader.text.slice(reader.at, Math.min(reader.end, reader.at + MAX_OPTION_CHARS));
  const end = window.indexOf(']');
  if (end === -1) return undefined;
  const from = reader.at + 1;
  reader.at += end + 1;
  return reader.text.slice(from, reader.at - 1);
}

export function skipSpaceBeforeGroup(reader: Reader): void {
  const at = reader.at;
  skipSpace(reader);
  if (reader.text[reader.at] !== '{') reader.at = at;
}

/** The commands of LaTeX: what each prints, and how it reads its arguments. */
import { linkText } from './html.ts';
import {
  argument,
  emit,
  inner,
  lastPrinted,
  option,
  print,
  type Reader,
  rawGroup,
  skipSpace,
  skipSpaceBeforeGroup,
  trimEnd,
} from './latex-reader.ts';
import {
  ACCENTS,
  GREEK_COMMANDS,
  LETTER_COMMANDS,
  MATH_ACCENTS,
  OPERATOR_COMMANDS,
  SYMBOL_COMMANDS,
} from './latex-symbols.ts';
import { subscript, superscript } from './scripts.ts';

/** Prints their argument as it is. */
const UNWRAPPED = new Set(
  (
    'text textbf textit emph texttt textsc textsf textrm textmd textup textsl textnormal textup underline uline uuline ' +
    'mathbf mathrm mathit mathsf mathtt mathcal mathscr mathfrak mathbb mathbbm mathds boldsymbol bm pmb mathop ' +
    'operatorname mbox hbox fbox makebox mathord mathrel mathbin ensuremath overline underbrace overbrace overrightarrow ' +
    'MakeUppercase uppercase lowercase num si acs ac acl acp acf acsp gls glspl Gls ce nolinkurl path title ' +
    'keywords section subsection paragraph caption centerline smash hspace* sout st hl ul'
  ).split(' '),
);
/** Change the font, size, place or colour of what follows, and print nothing. */
const SILENT = new Set(
  (
    'em it bf sc tt rm sf sl cal small tiny large Large LARGE huge Huge normalsize footnotesize scriptsize noindent ' +
    'centering displaystyle textstyle scriptstyle limits nolimits nonumber notag protect xspace bigskip medskip smallskip ' +
    'newline linebreak par left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm ' +
    'footnotemark maketitle hfill vfill relax boldmath unboldmath bfseries itshape ttfamily sffamily rmfamily mdseries ' +
    'upshape normalfont null allowbreak break hline toprule midrule bottomrule selectfont upshape strut quad@ rev@ newpage'
  ).split(' '),
);
/** Leave out their argument too, for it names something that isn't there. */
const DROPPED = new Set(
  (
    'cite citep citet citealp citealt citeauthor citeyear citeyearpar parencite textcite autocite footcite nocite Cite Citet ' +
    'ref eqref autoref cref Cref pageref label includegraphics input vspace hspace thanks bibliography bibliographystyle ' +
    'color index phantom hphantom vphantom pagestyle thispagestyle usepackage documentclass'
  ).split(' '),
);
const SPACES = new Set([
  'quad',
  'qquad',
  'space',
  'thinspace',
  'enspace',
  'enskip',
  'thickspace',
  'nobreakspace',
]);
const NEGATED = '\u0338';

/** Prints the command whose backslash is at `start` and whose name has been read. */
export function printCommand(reader: Reader, name: string, start: number): string {
  const letter = LETTER_COMMANDS.get(name);
  if (letter !== undefined) return printLetter(reader, letter);
  const symbol = SYMBOL_COMMANDS.get(name);
  if (symbol !== undefined) return printSymbol(reader, symbol, start);
  if (OPERATOR_COMMANDS.has(name)) return printOperator(reader, name);
  if (MATH_ACCENTS.has(name)) return printMathAccent(reader, MATH_ACCENTS.get(name) ?? '');
  if (UNWRAPPED.has(name)) {
    option(reader);
    skipSpaceBeforeGroup(reader);
    const words = rawGroup(reader);
    const mode = /^(?:text|emph|mbox|hbox|fbox|[a-z]*acs?$|title)/.test(name) ? 'text' : reader.mode;
    return words ? inner(reader, words.from, words.to, mode) : '';
  }
  if (SILENT.has(name)) {
    skipSpace(reader);
    return '';
  }
  if (SPACES.has(name)) return ' ';
  if (DROPPED.has(name)) return drop(reader, name);
  const special = SPECIAL[name];
  if (special) return special(reader);
  if (name.length === 1 && ACCENTS.has(name)) {
    const accented = accentNext(reader, name);
    if (accented !== undefined) return accented;
    if (name === 'b') {
      skipSpace(reader);
      return '';
    }
  }
  return printUnknown(reader, name, start);
}

function printLetter(reader: Reader, letter: string): string {
  const { text, at, mode } = reader;
  if (text.startsWith('{}', at)) reader.at += 2;
  // In a formula, and behind a letter of a word (`\o re`), the space only ends the command's name.
  else if (/\s/.test(text[at] ?? '') && (mode === 'math' || /^[øłßæœåıŁØ]/.test(letter))) {
    const next = text[at + 1] ?? '';
    if (/[\p{L}\\]/u.test(next) && (mode === 'math' ? next !== '\\' : /\p{Ll}/u.test(next))) reader.at++;
  }
  return letter;
}

function printSymbol(reader: Reader, symbol: string, start: number): string {
  const { text, mode } = reader;
  if (text.startsWith('{}', reader.at)) reader.at += 2;
  else if (mode === 'math' && !/\s/.test(text[start - 1] ?? ' ')) skipSpace(reader);
  return symbol;
}

function printOperator(reader: Reader, name: string): string {
  const needsSpace = /[\p{L}\p{N})]/u.test(lastPrinted(reader));
  const next = reader.at < reader.end ? (reader.text[reader.at] ?? '') : '';
  return `${needsSpace ? ' ' : ''}${name}${/[\\\p{L}\p{N}]/u.test(next) ? ' ' : ''}`;
}

function printMathAccent(reader: Reader, mark: string): string {
  const letters = argument(reader, 'math');
  const first = [...letters][0] ?? '';
  return /^\p{L}/u.test(first) ? (first + mark).normalize('NFC') + letters.slice(first.length) : letters;
}

/** `word~\cite{key}` and `(\cite{key})` leave neither the space nor the brackets. */
function drop(reader: Reader, name: string): string {
  while (option(reader) !== undefined);
  skipSpaceBeforeGroup(reader);
  rawGroup(reader);
  if (!/cite|ref/i.test(name)) {
    skipSpace(reader);
    return '';
  }
  const next = reader.text[reader.at] ?? '';
  if (/[.,;:!?)\]]|^$/.test(next)) trimEnd(reader);
  if (/[([]/.test(lastPrinted(reader)) && /[)\]]/.test(next)) {
    const last = reader.out.pop() ?? '';
    emit(reader, last.slice(0, -1));
    trimEnd(reader);
    reader.at++;
  }
  return '';
}

const SPECIAL: Readonly<Record<string, (reader: Reader) => string>> = {
  __proto__: null as never,
  frac: printFraction,
  dfrac: printFraction,
  tfrac: printFraction,
  nicefrac: printFraction,
  sfrac: printFraction,
  binom: (reader) => {
    const [n, k] = [argument(reader, 'math'), argument(reader, 'math')];
    return `C(${n},${k})`;
  },
  sqrt: (reader) => {
    const degree = option(reader);
    const sign = degree === '3' ? '∛' : degree === '4' ? '∜' : `${degree ? superscript(degree) : ''}√`;
    return sign + operand(argument(reader, 'math').trim());
  },
  not: (reader) => {
    const sign = argument(reader, 'math');
    const first = [...sign][0] ?? '';
    return (first + NEGATED).normalize('NFC') + sign.slice(first.length);
  },
  pmod: (reader) => {
    return `(mod ${argument(reader, 'math')})`;
  },
  stackrel: printStacked,
  overset: printStacked,
  underset: printStacked,
  xrightarrow: (reader) => {
    option(reader);
    argument(reader, 'math');
    return '→';
  },
  textsuperscript: (reader) => {
    const raised = argument(reader, 'text');
    return /^[\p{L}\s]+$/u.test(raised) && /[\p{L}\p{N}]/u.test(lastPrinted(reader))
      ? raised
      : superscript(raised);
  },
  textsubscript: (reader) => {
    return subscript(lastPrinted(reader), argument(reader, 'text'));
  },
  textcolor: printSecond,
  colorbox: printSecond,
  hyperlink: printSecond,
  hyperref: (reader) => {
    return option(reader) === undefined ? printSecond(reader) : argument(reader, 'text');
  },
  raisebox: printSecond,
  scalebox: printSecond,
  resizebox: (reader) => {
    argument(reader, 'text');
    return printSecond(reader);
  },
  multicolumn: (reader) => {
    argument(reader, 'text');
    return printSecond(reader);
  },
  href: (reader) => {
    option(reader);
    skipSpaceBeforeGroup(reader);
    const address = rawAddress(reader);
    skipSpaceBeforeGroup(reader);
    const words = rawGroup(reader);
    return linkText(address, words ? inner(reader, words.from, words.to, 'text') : '');
  },
  url: (reader) => {
    skipSpaceBeforeGroup(reader);
    return rawAddress(reader);
  },
  footnote: printAside,
  footnotetext: printAside,
  enquote: (reader) => {
    return `“${argument(reader, 'text')}”`;
  },
  verb: (reader) => {
    const { text, at } = reader;
    const end = text.slice(at + 1, Math.min(reader.end, at + 500)).indexOf(text[at] ?? ' ');
    return end === -1 ? '' : print(reader, text.slice(at + 1, at + 1 + end), end + 2);
  },
  begin: (reader) => {
    const name = rawGroup(reader);
    option(reader);
    if (name && /^(?:array|tabular)/.test(reader.text.slice(name.from, name.to))) rawGroup(reader);
    return ' ';
  },
  end: (reader) => {
    rawGroup(reader);
    return ' ';
  },
  item: (reader) => {
    const label = option(reader);
    return label ? ` ${label}` : ' •';
  },
  SI: printQuantity,
  qty: printQuantity,
  ding: (reader) => {
    const number = Number(argument(reader, 'text'));
    // Zapf Dingbats: https://www.unicode.org/Public/MAPPINGS/VENDORS/ADOBE/zdingbat.txt
    return number === 108
      ? '●'
      : number === 110
        ? '■'
        : number >= 33 && number <= 126
          ? dingbat(number)
          : '•';
  },
  unicode: (reader) => {
    const code = argument(reader, 'text').replace(/^x/i, '0x');
    const point = Number(code);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '';
  },
};

const dingbat = (number: number): string => String.fromCodePoint(0x2700 + number - 0x20);

function printFraction(reader: Reader): string {
  const over = argument(reader, 'math').trim();
  const under = argument(reader, 'math').trim();
  const space = /[\p{L}\p{N})]/u.test(lastPrinted(reader)) ? ' ' : '';
  return `${space}${operand(over)}/${operand(under)}`;
}

/** In brackets where it is more than one thing. */
const operand = (text: string): string =>
  /^[\p{L}\p{N}\p{M}.,%]*$|^\([^()]*\)$|^.$/u.test(text) ? text : `(${text})`;

function printStacked(reader: Reader): string {
  argument(reader, 'math');
  return argument(reader, 'math');
}

function printSecond(reader: Reader): string {
  option(reader);
  argument(reader, 'text');
  skipSpaceBeforeGroup(reader);
  return reader.text[reader.at] === '{' ? argument(reader, reader.mode) : '';
}

function printAside(reader: Reader): string {
  option(reader);
  const words = argument(reader, 'text').trim();
  if (!words) return '';
  trimEnd(reader);
  const space = /[\p{L}\p{N}]/u.test(reader.text[reader.at] ?? '') ? ' ' : '';
  return ` (${words.replace(/\.$/, '')})${space}`;
}

function printQuantity(reader: Reader): string {
  option(reader);
  const [number, unit] = [argument(reader, 'text'), argument(reader, 'text')];
  return /^[°℃%]/.test(unit) ? number + unit : `${number} ${unit}`;
}

function rawAddress(reader: Reader): string {
  const group = rawGroup(reader);
  const raw = group ? reader.text.slice(group.from, group.to) : '';
  return raw
    .replace(/\\(?:textasciitilde|~)(?:\{\})?/g, '~')
    .replace(/\\([_%#&$])/g, '$1')
    .replace(/[{}\s]/g, '');
}

/** An author's own command: its arguments, or its name, which mostly says what it prints. */
function printUnknown(reader: Reader, name: string, start: number): string {
  const { text } = reader;
  const isEscape = /^[ntrsdw]$/.test(name) && reader.mode === 'text' && text[reader.at] !== '{';
  const isPath =
    reader.mode === 'text' && /[A-Za-z]/.test(text[start - 1] ?? '') && /[\\./]/.test(text[reader.at] ?? '');
  if (isEscape || isPath) return `\\${name}`;
  option(reader);
  const words: string[] = [];
  for (let group = rawGroup(reader); group; group = rawGroup(reader)) {
    const printed = inner(reader, group.from, group.to, reader.mode);
    if (printed.trim()) words.push(printed);
  }
  if (words.length === 0) return name;
  return name === 'replaced' ? (words[0] ?? '') : words.join(' ');
}

/** The letter or group that follows with the accent on its first letter; undefined, and nothing read, where none does. */
export function accentNext(reader: Reader, sign: string): string | undefined {
  const start = reader.at;
  const mark = ACCENTS.get(sign) ?? '';
  const isNamed = /[A-Za-z]/.test(sign);
  if (
    isNamed &&
    reader.text[reader.at] !== '{' &&
    (sign === 'b' || !/\s/.test(reader.text[reader.at] ?? ''))
  ) {
    return undefined;
  }
  // TeX would take a letter behind a space too; a quote that was escaped stands there far more often.
  if (!isNamed && /\s/.test(reader.text[reader.at] ?? '')) return undefined;
  const letters = argument(reader, 'text').replace(/^ı/, 'i').replace(/^ȷ/, 'j');
  const greek = isNamed ? GREEK_COMMANDS.get(sign + letters) : undefined;
  if (greek) return greek;
  const first = String.fromCodePoint(letters.codePointAt(0) ?? 0x20);
  const whole = (first + mark).normalize('NFC');
  const isLetter = /^\p{L}/u.test(first);
  // Named accents always mean one; a sign before a letter that never bears it is a sign.
  if (isLetter && (isNamed || [...whole].length === 1)) return whole + letters.slice(first.length);
  if (letters === '' && !isNamed) return sign;
  reader.at = start;
  return undefined;
}

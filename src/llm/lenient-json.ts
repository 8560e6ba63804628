/**
 * Parses JSON as models write it, in linear time: raw line breaks in strings, `\%`, other quotes or none, extra commas,
 * a missing end.
 */

export interface LenientValue {
  readonly value: unknown;
  /** False if the text ended inside the value. */
  readonly isWhole: boolean;
  /** Its end, in UTF-16 units. */
  readonly end: number;
}

const MAX_DEPTH = 16;
/** Characters allowed between a string's quote and the following punctuation. */
const MAX_LOOK_AHEAD = 20;
const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '‘': '’', '`': '`' };
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
const LITERALS: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  True: true,
  False: false,
  None: null,
};

/** Marks truncated values, so that their owner can drop them. */
const CUT = Symbol('cut');

export interface LenientOptions {
  /** Applied to the rest of a text that ends inside a string; a string in a list is dropped anyway. */
  readonly mendCut: (text: string) => string;
}

/** The value that begins at `start`; undefined if there is none. */
export function readLenient(text: string, start: number, options: LenientOptions): LenientValue | undefined {
  const reader = new Reader(text, start, options);
  const value = reader.value(0);
  if (value === undefined) return undefined;
  return { value: value === CUT ? undefined : value, isWhole: !reader.isCut, end: reader.at };
}

class Reader {
  isCut = false;
  at: number;
  private readonly text: string;
  private readonly options: LenientOptions;

  constructor(text: string, start: number, options: LenientOptions) {
    this.text = text;
    this.at = start;
    this.options = options;
  }

  value(depth: number): unknown {
    this.skipSpace();
    const char = this.text[this.at];
    if (char === undefined || depth > MAX_DEPTH) return this.cut();
    if (char === '{') return this.object(depth);
    if (char === '[') return this.array(depth);
    if (CLOSING[char] !== undefined) return this.string(CLOSING[char]);
    return this.bare();
  }

  private object(depth: number): Record<string, unknown> {
    const found: Record<string, unknown> = {};
    this.at += 1;
    for (;;) {
      this.skip(/[\s,;]/);
      const char = this.text[this.at];
      if (char === undefined) return this.ended(found);
      if (char === '}' || char === ']') {
        this.at += 1;
        return found;
      }
      const before = this.at;
      const key = CLOSING[char] === undefined ? this.bare() : this.string(CLOSING[char]);
      this.skipSpace();
      if (this.text[this.at] !== ':') {
        // A key without a value.
        if (this.at === before) this.at += 1;
        if (this.isCut) return found;
        continue;
      }
      this.at += 1;
      const value = this.value(depth + 1);
      if (typeof key === 'string' && key !== '__proto__' && value !== CUT && value !== undefined)
        found[key] = value;
      if (this.isCut) return found;
    }
  }

  private array(depth: number): unknown[] {
    const found: unknown[] = [];
    this.at += 1;
    for (;;) {
      this.skip(/[\s,;]/);
      const char = this.text[this.at];
      if (char === undefined) return this.ended(found);
      if (char === ']' || char === '}') {
        // An object's end closes a list that was left open.
        if (char === ']') this.at += 1;
        return found;
      }
      const before = this.at;
      const value = this.value(depth + 1);
      // Only complete elements of a list count.
      if (this.isCut) return found;
      if (value !== undefined && value !== CUT) found.push(value);
      if (this.at === before) this.at += 1;
    }
  }

  private string(close: string): string {
    let found = '';
    this.at += 1;
    for (;;) {
      const char = this.text[this.at];
      if (char === undefined) {
        this.isCut = true;
        return this.options.mendCut(found);
      }
      this.at += 1;
      if (char === '\\') found += this.escape();
      else if (char === close && this.endsHere()) return found;
      else found += char;
    }
  }

  private escape(): string {
    const char = this.text[this.at] ?? '';
    this.at += 1;
    if (char !== 'u') return ESCAPED[char] ?? char;
    const code = /^[\da-f]{4}/i.exec(this.text.slice(this.at, this.at + 4))?.[0];
    if (!code) return '';
    this.at += 4;
    return String.fromCharCode(Number.parseInt(code, 16));
  }

  /** A quote inside a sentence is followed by more of it. */
  private endsHere(): boolean {
    const next = /^\s*(\S?)/.exec(this.text.slice(this.at, this.at + MAX_LOOK_AHEAD))?.[1] ?? '';
    return next === '' || ',:}];'.includes(next);
  }

  private bare(): unknown {
    const start = this.at;
    while (this.at < this.text.length && !/[,:{}[\]\n"]/.test(this.text[this.at] as string)) this.at += 1;
    const word = this.text.slice(start, this.at).trim();
    if (this.at >= this.text.length && word !== '' && !Object.hasOwn(LITERALS, word)) this.isCut = true;
    if (Object.hasOwn(LITERALS, word)) return LITERALS[word];
    if (word !== '' && Number.isFinite(Number(word))) return this.isCut ? CUT : Number(word);
    return word === '' ? undefined : word;
  }

  private cut(): typeof CUT {
    this.isCut = true;
    return CUT;
  }

  private ended<T>(found: T): T {
    this.isCut = true;
    return found;
  }

  private skipSpace(): void {
    this.skip(/\s/);
  }

  private skip(what: RegExp): void {
    while (this.at < this.text.length && what.test(this.text[this.at] as string)) this.at += 1;
  }
}

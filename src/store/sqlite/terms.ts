/** Text to the numbers of its stems: SQLite splits and stems, each new word once, and every stem has a number for good. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { createTermDictionary, type TermDictionary } from '../../index/lexical/term-dictionary.ts';
import { fold } from '../../text/fold.ts';

/** How text is split: lower case, without accents, English endings off. */
const TOKENIZER = 'porter unicode61 remove_diacritics 2';

// More are forgotten; those of 75,000 papers are half as many, and take two million characters. Damaged papers hold pieces of
// hundreds of thousands.
const MAX_KNOWN_PIECES = 400_000;
const MAX_KNOWN_CHARACTERS = 8_000_000;

export type Stems = ReturnType<typeof createStems>;

export function createStems(db: DatabaseSyncInstance) {
  // FTS5 has no function that gives a word's stem, but a table with the same tokenizer can be asked what it holds.
  db.exec(`
    CREATE VIRTUAL TABLE IF NOT EXISTS temp.asked USING fts5(word, content = '', columnsize = 0, tokenize = '${TOKENIZER}');
    CREATE VIRTUAL TABLE IF NOT EXISTS temp.asked_stems USING fts5vocab(temp, asked, instance);
  `);
  // In one statement: FTS5 writes a segment for each.
  const ask = db.prepare('INSERT INTO temp.asked (rowid, word) SELECT key, value FROM json_each(?)');
  const askedStems = db.prepare('SELECT doc AS position, term FROM temp.asked_stems ORDER BY doc, offset');
  const forgetAsked = db.prepare("INSERT INTO temp.asked (asked) VALUES ('delete-all')");
  const findNumber = db.prepare('SELECT number FROM stems WHERE stem = ?');
  const addStem = db.prepare('INSERT INTO stems (stem) VALUES (?)');

  // By piece: the numbers of its stems; of one of which a stem has none yet, the stems.
  let table = createTermDictionary();
  let numbersOf: (readonly number[] | undefined)[] = [];
  let stemsOf: (readonly string[] | undefined)[] = [];
  // Of the texts last prepared, which are soon asked for.
  let prepared: ReadonlyMap<string, readonly number[]> = new Map();

  function forget(): void {
    table = createTermDictionary();
    numbersOf = [];
    stemsOf = [];
    prepared = new Map();
  }

  /** Finds the stems of these pieces, all at once: several in `l’été`, none in an emoji. */
  function split(pieces: readonly number[]): void {
    const stems: string[][] = pieces.map(() => []);
    ask.run(JSON.stringify(pieces.map(table.word)));
    const rows: { position: number; term: string }[] = askedStems.all();
    forgetAsked.run();
    for (const { position, term } of rows) stems[position]?.push(term);
    pieces.forEach((piece, position) => {
      stemsOf[piece] = stems[position];
    });
  }

  const isUnsplit = (piece: number): boolean =>
    numbersOf[piece] === undefined && stemsOf[piece] === undefined;

  function splitNew(texts: readonly string[]): number[][] {
    if (table.size > MAX_KNOWN_PIECES || table.characters > MAX_KNOWN_CHARACTERS) forget();
    const pieces = texts.map((text) => readPieces(table, text));
    const unsplit = new Set<number>();
    for (const ofText of pieces) for (const piece of ofText) if (isUnsplit(piece)) unsplit.add(piece);
    if (unsplit.size > 0) split([...unsplit]);
    return pieces;
  }

  function numberStems(piece: number, missing: (stem: string) => number): readonly number[] {
    const stems = stemsOf[piece] ?? [];
    const numbers = stems.map((stem): number => findNumber.get(stem)?.number ?? missing(stem));
    // What is unknown now may get a number later.
    if (!numbers.includes(UNKNOWN)) {
      numbersOf[piece] = numbers;
      stemsOf[piece] = undefined;
    }
    return numbers;
  }

  function lookUp(text: string, missing: (stem: string) => number): number[] {
    const pieces = prepared.get(text) ?? splitNew([text])[0] ?? [];
    // A loop, since this is what takes longest when papers are stored.
    const numbers: number[] = [];
    for (const piece of pieces) {
      for (const number of numbersOf[piece] ?? numberStems(piece, missing)) numbers.push(number);
    }
    return numbers;
  }

  return {
    /** Makes `number` quicker for these texts, whose new words SQLite splits at once. */
    prepare: (texts: readonly string[]): void => {
      const pieces = splitNew(texts);
      prepared = new Map(texts.map((text, at) => [text, pieces[at] ?? []]));
    },
    /** The stems of a text in order; -1 for what has no number yet, which no paper holds. */
    find: (text: string): number[] => lookUp(text, () => UNKNOWN),
    /** The same within a transaction, in which new stems get a number. */
    number: (text: string): number[] => lookUp(text, (stem) => Number(addStem.run(stem).lastInsertRowid)),
    /** To be called where such a transaction was undone. */
    forget,
  };
}

const UNKNOWN = -1;

/**
 * The pieces of a text that are words, or several in other scripts. What lies between is split no further by what
 * JavaScript knows: unicode61 takes every other ASCII character for a separator, and is asked about all else.
 */
function readPieces(table: TermDictionary, text: string): number[] {
  const written = fold(text);
  const pieces: number[] = [];
  let start = 0;
  for (let at = 0; at <= written.length; at++) {
    if (at < written.length && isInPiece(written.charCodeAt(at))) continue;
    if (at > start) pieces.push(table.number(written, start, at));
    start = at + 1;
  }
  return pieces;
}

/** Of 0-9, A-Z, a-z and all that is no ASCII. */
const isInPiece = (code: number): boolean =>
  code >= 0x80 ||
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0x41 && code <= 0x5a);

/** Text to the numbers of its stems: SQLite splits and stems, each new word once, and every stem has a number for good. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';

/** How text is split: lower case, without accents, English endings off. */
const TOKENIZER = 'porter unicode61 remove_diacritics 2';

// What lies between these is split no further by what JavaScript knows: unicode61 takes every other ASCII character for a
// separator, and is asked about all else.
const PIECE = /[0-9A-Za-z\u0080-\uffff]+/g;
const MAX_CACHED_PIECES = 400_000;
const MAX_UNKNOWN_PIECES = 1_000;
const MAX_CACHED_CHARS = 40;

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
  const addStem = db.prepare('INSERT INTO stems (stem) VALUES (?) RETURNING number');

  const numbersOf = new Map<string, readonly number[]>();
  // Of pieces that have a stem without a number, since a question asks for a misspelt word several times.
  const stemsOf = new Map<string, readonly string[]>();

  /** The stems in each piece: several in `l’été`, none in an emoji. */
  function split(pieces: readonly string[]): ReadonlyMap<string, readonly string[]> {
    const stems: string[][] = pieces.map(() => []);
    ask.run(JSON.stringify(pieces));
    const rows: { position: number; term: string }[] = askedStems.all();
    forgetAsked.run();
    for (const { position, term } of rows) stems[position]?.push(term);
    return new Map(pieces.map((piece, position) => [piece, stems[position] ?? []]));
  }

  /** The numbers of the stems in each piece, none of which is in `numbersOf`. */
  function numbersIn(
    pieces: readonly string[],
    missing: (stem: string) => number,
  ): ReadonlyMap<string, readonly number[]> {
    const unsplit = pieces.filter((piece) => !stemsOf.has(piece));
    const stems = unsplit.length > 0 ? split(unsplit) : undefined;
    const found = new Map<string, readonly number[]>();
    for (const piece of pieces) {
      const ofPiece = stemsOf.get(piece) ?? stems?.get(piece) ?? [];
      const numbers = ofPiece.map((stem): number => findNumber.get(stem)?.number ?? missing(stem));
      found.set(piece, numbers);
      if (piece.length > MAX_CACHED_CHARS) continue;
      // What is unknown now may get a number later.
      if (numbers.includes(UNKNOWN)) stemsOf.set(piece, ofPiece);
      else numbersOf.set(piece, numbers);
    }
    return found;
  }

  function lookUp(text: string, missing: (stem: string) => number): number[] {
    // Of ASCII JavaScript and unicode61 have the same small letters, and so there are fewer different pieces.
    const pieces = (isAscii(text) ? text.toLowerCase() : text).match(PIECE) ?? [];
    if (numbersOf.size > MAX_CACHED_PIECES) numbersOf.clear();
    const known = pieces.map((piece) => numbersOf.get(piece));
    const unknown = new Set(pieces.filter((_, at) => known[at] === undefined));
    if (stemsOf.size > MAX_UNKNOWN_PIECES) stemsOf.clear();
    const found = unknown.size > 0 ? numbersIn([...unknown], missing) : undefined;
    // A loop, since this is what takes longest when papers are stored.
    const numbers: number[] = [];
    for (let at = 0; at < pieces.length; at++) {
      for (const number of known[at] ?? found?.get(pieces[at] ?? '') ?? []) numbers.push(number);
    }
    return numbers;
  }

  return {
    /** The stems of a text in order; -1 for what has no number yet, which no paper holds. */
    find: (text: string): number[] => lookUp(text, () => UNKNOWN),
    /** The same within a transaction, in which new stems get a number. */
    number: (text: string): number[] => lookUp(text, (stem) => addStem.get(stem).number),
    /** To be called where such a transaction was undone. */
    forget: (): void => numbersOf.clear(),
  };
}

const UNKNOWN = -1;

const isAscii = (text: string): boolean => !/[\u0080-\uffff]/.test(text);

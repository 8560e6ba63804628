/** The tables, as numbered migrations. A released one is never edited, only followed by another. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { ConfigError } from '../../domain/errors.ts';
import { makeTextsPlain } from './plain-text-migration.ts';
import { QUALIFY_IDS } from './qualify-ids.ts';
import { inTransaction } from './transaction.ts';

/** Tokenizer of the word index in versions 1 and 2. */
const WORD_TOKENIZER = 'porter unicode61 remove_diacritics 2';

/** Tokenizer of names: lower case, without accents. */
const NAME_TOKENIZER = 'unicode61 remove_diacritics 2';

/** "Ppby", so that another program's file is never mistaken for ours. */
const APPLICATION_ID = 0x50706279;

type Migration = string | ((db: DatabaseSyncInstance) => void);

const MIGRATIONS: readonly Migration[] = [
  `
  -- The last place given out in the feeds; papers.key, vectors.cursor and gone_ids.cursor are such places.
  CREATE TABLE feed (last INTEGER NOT NULL) STRICT;
  INSERT INTO feed VALUES (0);

  -- A paper whose id or title changes moves to a new key, so that whoever follows the feed hears of it.
  CREATE TABLE papers (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    abstract TEXT NOT NULL,
    authors TEXT NOT NULL, -- JSON list
    categories TEXT NOT NULL, -- JSON list
    published TEXT
  ) STRICT;
  CREATE INDEX papers_by_title ON papers (title_key);

  CREATE TABLE former_ids (
    id TEXT PRIMARY KEY,
    paper INTEGER NOT NULL REFERENCES papers ON UPDATE CASCADE ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX former_ids_by_paper ON former_ids (paper);

  -- Ids that were in the feeds and no longer name a row: removed, or replaced by another id.
  CREATE TABLE gone_ids (cursor INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;

  -- Kept in step with papers by papers.ts and not by triggers: a trigger's savepoint makes FTS5 write a segment for
  -- every single row, which doubles the time of an import.
  CREATE VIRTUAL TABLE paper_words USING fts5(
    title, abstract, content = 'papers', content_rowid = 'key', tokenize = '${WORD_TOKENIZER}'
  );
  CREATE VIRTUAL TABLE word_counts USING fts5vocab(paper_words, row);

  CREATE TABLE models (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE vectors (
    cursor INTEGER PRIMARY KEY,
    model INTEGER NOT NULL REFERENCES models,
    paper INTEGER NOT NULL REFERENCES papers ON UPDATE CASCADE ON DELETE CASCADE,
    scale REAL NOT NULL,
    components BLOB NOT NULL, -- int8 [dims]
    UNIQUE (paper, model)
  ) STRICT;

  CREATE TABLE listings (
    key INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    day TEXT NOT NULL, -- ISO day, empty for a list without one
    UNIQUE (source, day)
  ) STRICT;
  CREATE TABLE listing_entries (
    listing INTEGER NOT NULL REFERENCES listings ON DELETE CASCADE,
    rank INTEGER NOT NULL, -- from 0
    paper INTEGER NOT NULL REFERENCES papers ON UPDATE CASCADE ON DELETE CASCADE,
    votes INTEGER,
    comments INTEGER,
    stars INTEGER,
    PRIMARY KEY (listing, rank),
    UNIQUE (paper, listing)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE key_values (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires_ms INTEGER) STRICT;
  CREATE INDEX key_values_by_expiry ON key_values (expires_ms) WHERE expires_ms IS NOT NULL;
  `,
  `
  -- All that a filter reads of a paper, so that it never has to read the paper's own row, which is a hundred times as wide.
  CREATE INDEX papers_by_key ON papers (key, published, categories, id);

  -- Kept in step by papers.ts, like paper_words. Names split alike inside and outside of their JSON list.
  CREATE VIRTUAL TABLE author_words USING fts5(
    authors, content = 'papers', content_rowid = 'key', tokenize = '${NAME_TOKENIZER}'
  );
  INSERT INTO author_words (author_words) VALUES ('rebuild');

  -- What was learned from the papers' own text. Papers that change are counted again, those that go stay counted.
  CREATE TABLE uncounted_papers (
    paper INTEGER PRIMARY KEY REFERENCES papers ON UPDATE CASCADE ON DELETE CASCADE
  ) STRICT;
  INSERT INTO uncounted_papers SELECT key FROM papers;
  CREATE TABLE vocabulary (word TEXT PRIMARY KEY, papers INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE abbreviations (
    short TEXT NOT NULL COLLATE NOCASE,
    long_key TEXT NOT NULL,
    long TEXT NOT NULL,
    papers INTEGER NOT NULL,
    PRIMARY KEY (short, long_key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX abbreviations_by_long ON abbreviations (long_key);
  `,
  `
  ALTER TABLE papers ADD COLUMN repository TEXT;
  -- A letter for each field's origin, see merge.ts. What was stored before this column is taken for a file's, which no
  -- submitter's comment replaces.
  ALTER TABLE papers ADD COLUMN origins TEXT NOT NULL DEFAULT 'ffffff';

  -- What was counted of a paper by the end of each day, UTC.
  CREATE TABLE paper_counts (
    day TEXT NOT NULL,
    paper INTEGER NOT NULL REFERENCES papers ON UPDATE CASCADE ON DELETE CASCADE,
    votes INTEGER,
    comments INTEGER,
    stars INTEGER,
    PRIMARY KEY (day, paper)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX paper_counts_by_paper ON paper_counts (paper);

  CREATE TABLE readings (
    day TEXT NOT NULL,
    source TEXT NOT NULL,
    part TEXT NOT NULL,
    read_ms INTEGER NOT NULL,
    items INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    problem TEXT,
    PRIMARY KEY (day, source, part)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE subscriptions (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    target TEXT NOT NULL, -- where it posts to: its kind and id
    guild_id TEXT,
    person_id TEXT, -- whose own it is: of direct messages and email
    is_active INTEGER NOT NULL,
    settings TEXT NOT NULL -- JSON of all of it
  ) STRICT;
  CREATE INDEX subscriptions_by_target ON subscriptions (target);
  CREATE INDEX subscriptions_by_guild ON subscriptions (guild_id) WHERE guild_id IS NOT NULL;
  CREATE INDEX subscriptions_by_person ON subscriptions (person_id) WHERE person_id IS NOT NULL;

  CREATE TABLE posts (
    subscription INTEGER NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
    day TEXT NOT NULL,
    state TEXT NOT NULL, -- claimed, sent, skipped
    owner TEXT NOT NULL,
    lease_ms INTEGER NOT NULL, -- until when no other owner may claim it
    claimed_ms INTEGER NOT NULL, -- when it was claimed first
    message_id TEXT,
    reason TEXT,
    PRIMARY KEY (subscription, day)
  ) STRICT, WITHOUT ROWID;
  -- Written before a post is sent; they count once it was.
  CREATE TABLE posted_papers (
    subscription INTEGER NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
    day TEXT NOT NULL,
    paper INTEGER NOT NULL REFERENCES papers ON UPDATE CASCADE ON DELETE CASCADE,
    votes INTEGER,
    PRIMARY KEY (subscription, day, paper)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX posted_papers_by_paper ON posted_papers (paper);
  `,
  // Version 4 also stored each paper's stems, which the next step drops, so older files skip them.
  `
  DROP TABLE IF EXISTS word_counts;
  DROP TABLE IF EXISTS paper_words;
  `,
  QUALIFY_IDS,
  makeTextsPlain,
  // The https address of a picture that the source shows with a paper.
  'ALTER TABLE listing_entries ADD COLUMN picture TEXT;',
  // Words are counted and stemmed outside of the store. Later data reuses these tables' pages.
  `
  DROP TABLE IF EXISTS paper_stems;
  DROP TABLE IF EXISTS stems;
  DROP TABLE IF EXISTS uncounted_papers;
  DROP TABLE IF EXISTS vocabulary;
  DROP TABLE IF EXISTS abbreviations;
  `,
];

/** Migrates a new or older file to this program's tables, each step in one transaction. */
export function migrate(db: DatabaseSyncInstance): void {
  while (readVersion(db) < MIGRATIONS.length) {
    inTransaction(db, () => {
      // Read again: another process may have run the step while this one waited.
      const version = readVersion(db);
      const migration = MIGRATIONS[version];
      if (migration === undefined) return;
      if (typeof migration === 'string') db.exec(migration);
      else migration(db);
      db.exec(`PRAGMA user_version = ${version + 1}; PRAGMA application_id = ${APPLICATION_ID};`);
    });
  }
}

/**
 * Changes nothing.
 * @throws ConfigError if the file is another program's, or of a newer version.
 */
export function refuseForeign(db: DatabaseSyncInstance, path: string): void {
  const version = readVersion(db);
  if (version > MIGRATIONS.length) {
    throw new ConfigError(
      `The catalog ${path} was written by a newer Paperboy (its tables are version ${version}, this program knows ${MIGRATIONS.length}). Update Paperboy, or give this one its own DATABASE_URL.`,
    );
  }
  const { tables } = db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get();
  const { application_id: application } = db.prepare('PRAGMA application_id').get();
  if (tables > 0 && application !== APPLICATION_ID) {
    throw new ConfigError(
      `${path} is a database of another program. Give DATABASE_URL a file of Paperboy's own, such as file:./var/paperboy.db.`,
    );
  }
}

function readVersion(db: DatabaseSyncInstance): number {
  return db.prepare('PRAGMA user_version').get().user_version;
}

import { readFileSync } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import { projectPath } from '../../src/lib/package-root.ts';
import { stem } from '../../src/text/stem.ts';

test.each([
  ['unlearning', 'unlearn'],
  ['networks', 'network'],
  ['generalization', 'gener'],
  ['bed', 'bed'],
])('%s has the stem %s', (word, stemmed) => {
  expect(stem(word)).toBe(stemmed);
});

test('words of the bundled papers have the same stems as in SQLite’s index', () => {
  const text = readFileSync(projectPath('data/papers.jsonl'), 'utf8').toLowerCase();
  const words = [...new Set(text.match(/\b[a-z]{3,}\b/g))];
  const db = new DatabaseSync(':memory:');
  db.exec(`
    CREATE VIRTUAL TABLE asked USING fts5(word, tokenize = 'porter unicode61 remove_diacritics 2');
    CREATE VIRTUAL TABLE stems USING fts5vocab(asked, instance);
  `);
  db.prepare('INSERT INTO asked (rowid, word) SELECT key, value FROM json_each(?)').run(
    JSON.stringify(words),
  );
  const rows = db.prepare('SELECT doc, term FROM stems').all() as { doc: number; term: string }[];
  db.close();
  expect(rows).toHaveLength(words.length);
  const differing = rows.filter(({ doc, term }) => stem(words[doc] ?? '') !== term);
  expect(differing.map(({ doc, term }) => `${words[doc]} ${term}`)).toEqual([]);
});

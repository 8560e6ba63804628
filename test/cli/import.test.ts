/** `paperboy import`: whole, again, with bad records, cut short, and at a terminal. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import { writeTinyModel } from '../embedding/tiny-model.ts';
import { cleanEnv, newDatabase, newFolder, PROGRAM, runProgram, startProgram } from '../helpers/program.ts';

const BUNDLED = 119;

function fileOf(lines: readonly (string | object)[], name = 'papers.jsonl'): string {
  const file = join(newFolder(), name);
  const content = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(content) : content);
  return file;
}

const record = (i: number, abstract = `It is number ${i}.`) => ({
  id: `2601.${i + 10_000}`,
  title: `Paper number ${i}`,
  abstract,
});

test('new papers, the same again, a changed one and bad ones: each is counted, bad ones are named by line', async () => {
  const env = { DATABASE_URL: newDatabase() };
  const given = [record(0), '', '{"title":', record(1), { abstract: 'No title.' }, record(2)];
  const first = await runProgram(['import', fileOf(given, 'papers.jsonl.gz')], env);
  expect(first).toMatchObject({
    code: 1,
    stdout: `Read 3 papers: 3 new, 0 updated, 0 known already, 2 bad records left out; ${BUNDLED + 3} embedded.\n`,
    stderr: 'line 3: The line is not valid JSON.\nline 5: "title" is missing or is not text.\n',
  });
  const second = await runProgram(['import', fileOf([record(0), record(1, 'Changed.'), record(3)])], env);
  expect(second).toMatchObject({
    code: 0,
    stdout: 'Read 3 papers: 1 new, 1 updated, 1 known already; 2 embedded.\n',
    stderr: '',
  });
});

test('interrupted while reading, killed while embedding, and run again: nothing is lost, nothing is done twice', async () => {
  const many = 9_000;
  const file = fileOf(Array.from({ length: many }, (_, i) => record(i)));
  const url = newDatabase();
  const env = { DATABASE_URL: url };

  const reading = startProgram(['import', file], env);
  await reading.says('stderr', /^Reading 5000 of 9000$/m);
  reading.signal('SIGINT');
  const interrupted = await reading.exit;
  expect(interrupted.code).toBe(130);
  expect(interrupted.stderr).toMatch(
    /Interrupted\. Nothing is lost: run the same command again to go on\.\n$/,
  );
  const read = Number(/^Read (\d+) papers: /.exec(interrupted.stdout)?.[1]);
  expect(read).toBeGreaterThanOrEqual(5_000);
  expect(read).toBeLessThan(many);

  const embedding = startProgram(['import', file], env);
  await embedding.says('stderr', new RegExp(`^Embedding 5\\d\\d\\d of ${many + BUNDLED}$`, 'm'));
  embedding.signal('SIGKILL');
  expect(await embedding.exit).toMatchObject({ signal: 'SIGKILL', stdout: '' });

  const { code, stdout } = await runProgram(['import', file], env);
  expect(code).toBe(0);
  const [, embedded] =
    /^Read 9000 papers: 0 new, 0 updated, 9000 known already; (\d+) embedded\.\n$/.exec(stdout) ?? [];
  expect(Number(embedded)).toBeLessThanOrEqual(many + BUNDLED - 5_000);

  const whole = newDatabase();
  expect(await runProgram(['import', file], { DATABASE_URL: whole })).toMatchObject({
    code: 0,
    stdout: `Read 9000 papers: 9000 new, 0 updated, 0 known already; ${many + BUNDLED} embedded.\n`,
  });
  const [killed, expected] = [await contentsOf(url), await contentsOf(whole)];
  expect(expected.vectors).toHaveLength(many + BUNDLED);
  expect(killed).toEqual(expected);
});

/** The store's contents, with vectors by paper: their order depends on the moment of the kill. */
async function contentsOf(url: string) {
  const stores = openSqliteStores(url.replace('file:', ''));
  await stores.checkIntegrity();
  const [{ modelId } = { modelId: '' }] = await stores.vectors.countByModel();
  const { items: vectors } = await stores.vectors.since(modelId, 0, 100_000);
  const { items: titles } = await stores.papers.since(0, 100_000);
  const papers = await stores.papers.getMany(titles.map(({ paperId }) => paperId));
  await stores.close();
  return {
    papers,
    vectors: vectors.toSorted((a, b) => (a.paperId < b.paperId ? -1 : 1)),
  };
}

test('a paper that the model fails on ends it with the reason, and what was embedded before stays', async () => {
  const model = newFolder();
  writeTinyModel(model, ['paper', 'number']);
  // A word of which the model has no vector.
  const tokenizer = join(model, 'tokenizer.json');
  const { model: pieces, ...rest } = JSON.parse(readFileSync(tokenizer, 'utf8'));
  const vocab = { ...pieces.vocab, missing: 1_000 };
  writeFileSync(tokenizer, JSON.stringify({ ...rest, model: { ...pieces, vocab } }));
  const url = newDatabase();
  const env = { DATABASE_URL: url, EMBEDDING_MODEL: model };
  const given = Array.from({ length: 700 }, (_, i) => record(i, i === 600 ? 'Missing.' : 'Here.'));
  const failed = await runProgram(['import', fileOf(given)], env);
  expect(failed).toMatchObject({ code: 1, stdout: '' });
  expect(failed.stderr).toMatch(/^paperboy: A text could not be embedded: .*\n$/);
  const mended = await runProgram(['import', fileOf([record(600, 'Here.')])], env);
  expect(mended).toMatchObject({ code: 0, stderr: '' });
  const [, embedded] = /; (\d+) embedded\.\n$/.exec(mended.stdout) ?? [];
  expect(Number(embedded)).toBeGreaterThan(0);
  expect(Number(embedded)).toBeLessThan(300);
});

/** util-linux's `script` gives a program a terminal of its own. */
function hasScript(): boolean {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
  } catch {
    return false;
  }
}

test.skipIf(!hasScript())(
  'a terminal gets a bar, and bad records on lines of their own (skipped without util-linux’s script)',
  async () => {
    const file = fileOf([...Array.from({ length: 700 }, (_, i) => record(i)), 'bad', record(700)]);
    const command = [process.execPath, PROGRAM, 'import', file].map((word) => `'${word}'`).join(' ');
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      env: cleanEnv({ DATABASE_URL: newDatabase(), TERM: 'xterm', COLUMNS: '100' }),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [shown, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    expect(code).toBe(1);
    expect(shown).toMatch(/Reading .*█.* 702 of 702 /);
    expect(shown).toMatch(/Embedding .*█.* 820 of 820 /);
    expect(shown).toMatch(/\[2K.*line 701: The line is not valid JSON\.\r\n/);
    expect(shown).toMatch(
      /^Read 701 papers: 701 new, 0 updated, 0 known already, 1 bad record left out; 820 embedded\.\r$/m,
    );
  },
);

/** `paperboy search` and `paperboy similar`, typed and measured. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from 'vitest';
import { cleanEnv, newDatabase, newFolder, PROGRAM, PROJECT, runProgram } from '../helpers/program.ts';

const database = { DATABASE_URL: newDatabase() };
const run = (...args: string[]) => runProgram(args, database);
const jsonLines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

function batch(...lines: (string | object)[]): string {
  const file = join(newFolder(), 'batch.jsonl');
  writeFileSync(
    file,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return file;
}

const DIFFUSION = 'Large Language Models to Diffusion Finetuning';
const GEMMA = 'EmbeddingGemma: Powerful and Lightweight Text Representations';

// The first run makes the database that the others share.
let first: Awaited<ReturnType<typeof run>>;
beforeAll(async () => {
  first = await run('search', 'finetuning language models to diffusion', '--k', '2');
});

describe('paperboy search', () => {
  test('prints the requested number of papers: title, address, snippet; nothing else', () => {
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const papers = first.stdout.matchAll(/^(\d)\. (.+)\n {3}(https:\/\/arxiv\.org\/\S+)\n {3}(\S.+)\n/gm);
    const found = [...papers];
    expect(found.map(([whole]) => whole).join('')).toBe(first.stdout);
    expect(found.map(([, rank]) => rank)).toEqual(['1', '2']);
    expect(found[0]?.[2]).toBe(DIFFUSION);
  });

  test('says when nothing fits, and prints a line of JSON with --json', async () => {
    const [unfit, json] = await Promise.all([
      run('search', 'zzqx vbnk', '--k', '1'),
      run('search', 'finetuning language models to diffusion', '--k', '2', '--json'),
    ]);
    expect(unfit).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Nothing really fits; these come closest:\n1\. /),
    });
    expect(json).toMatchObject({ code: 0, stderr: '' });
    expect(jsonLines(json.stdout)).toEqual([
      {
        confident: true,
        results: [
          expect.objectContaining({
            paperId: expect.any(String),
            title: DIFFUSION,
            score: expect.any(Number),
          }),
          {
            paperId: expect.any(String),
            title: expect.any(String),
            url: expect.stringMatching(/^https:/),
            authors: expect.any(Array),
            sentence: expect.any(String),
            score: expect.any(Number),
          },
        ],
        ms: expect.any(Number),
      },
    ]);
  });

  test('reports corrections, suggested topics, and filters that left nothing', async () => {
    const [corrected, unfit, filtered, theirs] = await Promise.all([
      run('search', 'finetunning langauge models to difusion', '--k', '1'),
      run('search', 'quantum chromodynamics', '--k', '1'),
      run('search', 'diffusion since:2030', '--k', '1'),
      run('search', 'quantum chromodynamics by Sara Hoker'),
    ]);
    expect(theirs.stdout).toMatch(
      /^Searched for “quantum chromodynamics by Sara Hooker”; you typed “.* Hoker”\.\nNothing by Sara Hooker really fits “quantum chromodynamics”; this paper of theirs comes nearest:\n1\. Treasure Hunt/,
    );
    expect(corrected.stdout).toMatch(
      /^Searched for “.*language models to diffusion”; you typed “finetunning langauge models to difusion”\.\n1\. /,
    );
    expect(unfit.stdout).toMatch(/^Nothing really fits; .*\nAsk for: \w[^\n]+\.\n$/s);
    expect(filtered).toMatchObject({
      code: 0,
      stdout:
        'No paper matches these filters. Try widening one. (Papers without a date never match since: or before:.)\n',
    });
  });

  test('answers a file in order through npm, with nothing but JSON lines, and names the lines it can’t read', async () => {
    const file = batch(
      '\ufeff{"id":"b","query":"diffusion models"}',
      { id: 7, query: 'text embeddings' },
      '{"id":"broken","query":',
      '',
      { id: 'empty', query: ' \u{1f600} ' },
      { id: 'no query' },
      { id: 'a', query: '"NEAR( OR * DROP TABLE papers; --' },
    );
    const child = spawn(
      'npm',
      ['run', '--silent', 'paperboy', '--', 'search', '--batch', file, '--k', '10'],
      {
        cwd: PROJECT,
        env: cleanEnv({ ...database, npm_config_update_notifier: 'false' }),
      },
    );
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    const answers = jsonLines(stdout);
    expect(answers.map(({ id }) => id)).toEqual(['b', 7, 'a']);
    for (const answer of answers) {
      expect(Object.keys(answer)).toEqual(['id', 'confident', 'results', 'ms']);
      expect(answer.results).toHaveLength(10);
    }
    expect(stderr).toMatch(
      /line 3: This must be JSON such as \{"id":"1","query":"machine unlearning"\}\nline 5: I need a few words to look for.*\nline 6: This must be JSON such as .*\n$/,
    );
    expect(code).toBe(1);
  });

  test('stops quietly when the reader of its output stops', async () => {
    const file = batch(...Array.from({ length: 200 }, (_, id) => ({ id, query: 'diffusion models' })));
    const child = spawn(process.execPath, [PROGRAM, 'search', '--batch', file, '--k', '100'], {
      env: cleanEnv(database),
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('paperboy similar', () => {
  test('takes an arXiv link or a title, and names the paper', async () => {
    const [byLink, byTitle] = await Promise.all([
      run('similar', 'https://arxiv.org/pdf/2509.20354v2', '--k', '1'),
      run('similar', GEMMA, '--k', '1', '--json'),
    ]);
    expect(byLink).toMatchObject({ code: 0, stderr: '' });
    expect(byLink.stdout).toMatch(
      new RegExp(`^Papers like “${GEMMA}”:\n1\\. .*Embedding.*\n {3}https://arxiv`, 'i'),
    );
    const [{ results, id }] = jsonLines(byTitle.stdout);
    expect(id).toBeUndefined();
    expect(byLink.stdout).toContain(`\n1. ${results[0].title}\n`);
  });

  test('answers a file, and names the line of an unknown paper', async () => {
    const { code, stdout, stderr } = await run(
      'similar',
      '--batch',
      batch(
        { id: 'x', paper: '2509.20354' },
        { id: 'y', paper: '1706.03762' },
        { id: 'z', paper: DIFFUSION },
      ),
      '--k',
      '3',
    );
    expect(jsonLines(stdout)).toEqual(
      ['x', 'z'].map((id) => ({
        id,
        confident: true,
        results: Array(3).fill(expect.objectContaining({ paperId: expect.any(String) })),
        ms: expect.any(Number),
      })),
    );
    expect(stdout).not.toContain(GEMMA);
    expect(stderr).toMatch(/^line 2: I don't have arXiv paper 1706\.03762, and I'm offline.*\n$/);
    expect(code).toBe(1);
  });

  test('says when it has no such paper', async () => {
    expect(await run('similar', 'xyzzyq')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^paperboy: I don't have a paper called “xyzzyq”\..*\n$/),
    });
  });
});

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Keyv from 'keyv';
import { afterEach, expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { parseConfig } from '../../../src/config/config.ts';
import type { SourceSettings } from '../../../src/ingest/sources/create-sources.ts';
import { makePaper } from '../../helpers/papers.ts';
import {
  noneNoticed,
  openSources,
  type SourceServer,
  startSourceServer,
} from '../../helpers/source-server.ts';
import { createWaitlessClock } from '../../helpers/waitless-clock.ts';
import { openTestStores, temporaryFolder } from '../../store/helpers.ts';

const never = new AbortController().signal;
const TODAY = '2025-06-04';
const papers = Array.from({ length: 1_000 }, (_, i) =>
  makePaper({ id: `2506.${String(i).padStart(5, '0')}`, published: '2025-06-02' }),
);
let server: SourceServer;
afterEach(() => server.close());

async function start(settings: Partial<SourceSettings> = {}) {
  server = await startSourceServer({
    dailyPapers: () => papers.slice(0, 100).map((paper, i) => ({ paper, votes: i })),
    submissions: () => papers,
    announcements: () => ({ day: TODAY, papers: papers.slice(0, 5) }),
  });
  const clock = createWaitlessClock();
  const deps = { fetch: clock.fetch, clock, cache: new Keyv() };
  return { clock, sources: openSources({ ...server.settings, ...settings }, deps, noneNoticed) };
}

test('The configured sources are created in their order, each once', async () => {
  const { sources } = await start({ names: ['arxiv', 'hugging-face', 'arxiv'] });
  expect(sources.map(({ name }) => name)).toEqual(['arxiv', 'hugging-face']);
});

test('A day of 100 listed and 1,000 submitted papers is read completely, with 3 s between requests to arXiv', async () => {
  const { clock, sources } = await start();
  const startMs = clock.now();
  const batches = await Promise.all(
    sources.map((source) => source.read(source.parts[0] ?? '', '2025-06-02', never)),
  );
  expect(batches.map((batch) => batch.papers.length)).toEqual([100, 1_000]);
  expect(batches.flatMap(({ skipped }) => skipped)).toEqual([]);
  expect(clock.now() - startMs).toBe(9 * 3_000);
});

test("arXiv's feed and API share the delay of 3 s", async () => {
  const { clock, sources } = await start({ names: ['arxiv'], arxivCategories: ['cs.LG', 'cs.CL'] });
  const startMs = clock.now();
  const [arxiv] = sources;
  await Promise.all([
    arxiv?.read('cs.LG', TODAY, never),
    arxiv?.read('cs.CL', TODAY, never),
    arxiv?.read('cs.LG', '2025-06-02', never),
  ]);
  expect(server.requests).toHaveLength(12);
  expect(clock.now() - startMs).toBe(11 * 3_000);
});

test('An unchanged list is not transferred again', async () => {
  const { sources } = await start({ names: ['hugging-face'] });
  const [huggingFace] = sources;
  const first = await huggingFace?.read('', TODAY, never);
  expect(await huggingFace?.read('', TODAY, never)).toEqual(first);
  expect(server.headers.at(-1)).toHaveProperty('if-none-match');
});

test('Two processes on one database share the cache and the delay of 3 s', async () => {
  const { clock } = await start();
  const path = join(temporaryFolder(), 'catalog.db');
  const [here, there] = [path, path].map((file) => {
    const cache = new Keyv({ store: openTestStores(file).keyValues, namespace: 'sources' });
    return openSources(server.settings, { fetch: clock.fetch, clock, cache }, noneNoticed);
  });
  const startMs = clock.now();
  const read = (daily = here) =>
    Promise.all((daily ?? []).map((source) => source.read(source.parts[0] ?? '', TODAY, never)));
  const first = await read(here);
  expect(first.map((batch) => batch.papers.length)).toEqual([100, 5]);
  expect(await read(there)).toEqual(first);
  expect(clock.now() - startMs).toBe(3_000);
  expect(server.headers.map((headers) => 'if-none-match' in headers)).toEqual([
    ...[false, false, false],
    ...[true, true, true],
  ]);
});

test("The program's own settings are accepted", async () => {
  const { clock } = await start();
  const { sources } = parseConfig({ SOURCES: 'hugging-face,arxiv,semantic-scholar' });
  const made = openSources(sources, { fetch: clock.fetch, clock, cache: new Keyv() }, noneNoticed);
  expect(made.map(({ parts }) => parts)).toEqual([
    [''],
    ['cs.CL', 'cs.LG', 'cs.CV', 'cs.AI', 'stat.ML'],
    [''],
  ]);
});

test.each([
  ['you@example.org', `Paperboy/${packageJson.version} (+you@example.org)`],
  [undefined, `Paperboy/${packageJson.version}`],
])('With the contact %s each host receives %s', async (contact, agent) => {
  const { sources } = await start({ contact });
  for (const source of sources) await source.read(source.parts[0] ?? '', TODAY, never);
  expect(server.headers.map((headers) => headers['user-agent'])).toEqual(server.requests.map(() => agent));
});

test('A command that waits for its turn runs to its end', async () => {
  await start();
  const script = `
    import { systemClock } from './src/lib/clock.ts';
    import { wait } from './src/lib/wait.ts';
    wait(systemClock, 20, new AbortController().signal).then(() => process.stdout.write('waited'));
  `;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { cwd: fileURLToPath(new URL('../../..', import.meta.url)) },
  );
  expect(stdout).toBe('waited');
});

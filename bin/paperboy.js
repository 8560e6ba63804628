#!/usr/bin/env node
/**
 * Runs the program, compiling it first where its source is not what was compiled before: what runs is always what the
 * source says. See docs/decisions/0001-no-build-step.md.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'paperboy');
// A Paperboy of an older version may still run and load parts of it later: none goes that was started this month.
const KEPT_MS = 30 * 86_400_000;
const KEPT_VERSIONS = 5;

const compiled = join(cache, hashOf(['src', 'commands', 'bin', 'package.json', 'tsconfig.json']));
if (!existsSync(compiled)) await compile();
forgetOldVersions();
await import(pathToFileURL(join(compiled, 'cli.js')).href);

/** A hash of all that these files say, and those in these folders. */
function hashOf(names) {
  const hash = createHash('sha256');
  const add = (name) => {
    if (statSync(join(root, name)).isDirectory()) {
      for (const entry of readdirSync(join(root, name)).sort()) add(join(name, entry));
    } else {
      const content = readFileSync(join(root, name));
      hash.update(`${name}\n${content.length}\n`).update(content);
    }
  };
  names.forEach(add);
  return hash.digest('hex').slice(0, 16);
}

async function compile() {
  const { build, stop } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli.ts', 'embedding-worker': 'src/embedding/worker.ts' },
    outdir: cache,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    write: false,
  });
  // Its compiler would else wait beside the bot for as long as that runs.
  stop();
  // Written aside and moved into place, so that another Paperboy that starts right now never reads half a file.
  const aside = `${compiled}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  for (const { path, contents } of outputFiles) writeFileSync(join(aside, basename(path)), contents);
  try {
    renameSync(aside, compiled);
  } catch (error) {
    if (!existsSync(compiled)) throw error;
  }
}

/** A folder's time is when it was last started. */
function forgetOldVersions() {
  try {
    utimesSync(compiled, new Date(), new Date());
    const versions = readdirSync(cache)
      .map((name) => join(cache, name))
      .map((path) => ({ path, usedMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
      .sort((a, b) => b.usedMs - a.usedMs);
    for (const { path, usedMs } of versions.slice(KEPT_VERSIONS)) {
      if (usedMs < Date.now() - KEPT_MS) rmSync(path, { recursive: true, force: true });
    }
  } catch {
    // Where the program may only be read, as in a container, old versions are none of its business.
  }
}

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
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [MIN_MAJOR, MIN_MINOR] = [20, 19];
// A Paperboy of an older version may still run and load parts of it later: none goes that was started this month.
const KEPT_MS = 30 * 86_400_000;
const KEPT_VERSIONS = 5;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < MIN_MAJOR || (major === MIN_MAJOR && minor < MIN_MINOR)) {
  fail(
    `Paperboy needs Node.js ${MIN_MAJOR}.${MIN_MINOR} or newer, and this is ${process.versions.node}. Get it from https://nodejs.org.`,
  );
}
const version = hashOf(['src', 'commands', 'playground', 'bin', 'package.json', 'tsconfig.json']);
const cache = await compiledIn();
const compiled = join(cache, version);
forgetOldVersions();
await import(pathToFileURL(join(compiled, 'cli.js')).href);

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** The folder with this version, which is compiled if it is in none: beside the packages, or else the user's own. */
async function compiledIn() {
  const beside = join(root, 'node_modules', '.cache', 'paperboy');
  if (existsSync(join(beside, version))) return beside;
  try {
    await compile(beside);
    return beside;
  } catch (error) {
    if (!isNotWritable(error)) throw error;
  }
  // Installed by another user, or read-only, as in a container.
  const own = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'paperboy', 'compiled');
  try {
    if (!existsSync(join(own, version))) await compile(own);
    linkProject(own);
    return own;
  } catch (error) {
    if (!isNotWritable(error)) throw error;
    return fail(
      `Paperboy can't write its compiled files to ${beside} or ${own} (${error.code}). Set XDG_CACHE_HOME to a folder that this user may write to.`,
    );
  }
}

function isNotWritable(error) {
  return ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR'].includes(error.code);
}

/** Links to the project's files and packages, which the compiled program looks for above itself. */
function linkProject(folder) {
  const linked = join(folder, version);
  for (const name of ['package.json', 'node_modules', 'data', 'prompts', 'playground', 'src']) {
    try {
      symlinkSync(join(root, name), join(linked, name));
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

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

async function compile(folder) {
  const { build, stop } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli.ts', 'embedding-worker': 'src/embedding/worker.ts' },
    outdir: folder,
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
  const target = join(folder, version);
  const aside = `${target}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  for (const { path, contents } of outputFiles) writeFileSync(join(aside, basename(path)), contents);
  try {
    renameSync(aside, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
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

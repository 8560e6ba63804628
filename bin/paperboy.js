#!/usr/bin/env node
/**
 * Compiles the program and runs it. Compiling takes some 50 ms, so it is done each time: what runs is always what the
 * source says. See docs/decisions/0001-no-build-step.md.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'paperboy');

const { outputFiles } = buildSync({
  absWorkingDir: root,
  entryPoints: ['src/cli.ts'],
  outdir: cache,
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  write: false,
});

const hash = createHash('sha256');
for (const { path, hash: fileHash } of outputFiles) hash.update(path).update(fileHash);
const compiled = join(cache, hash.digest('hex').slice(0, 16));
if (!existsSync(compiled)) {
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
await import(pathToFileURL(join(compiled, 'cli.js')).href);

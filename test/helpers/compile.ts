/** Compiles scripts that tests and benchmarks start as processes or threads, in the launcher's way. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { parse } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { projectPath } from '../../src/lib/package-root.ts';

// The folder of its packages.
const FOLDER = projectPath('node_modules/.cache/paperboy-tests');
const compiled = new Map<string, URL>();

/** The script at a path from the project's root, as a file that Node runs. */
export async function compile(path: string): Promise<URL> {
  const known = compiled.get(path);
  if (known) return known;
  const { outputFiles } = await build({
    entryPoints: [projectPath(path)],
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    write: false,
  });
  const file = `${FOLDER}/${parse(path).name}.mjs`;
  // Written aside and renamed, because another test's process may be reading the same file.
  const aside = `${file}.${process.pid}`;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(aside, outputFiles[0]?.contents ?? '');
  renameSync(aside, file);
  const url = pathToFileURL(file);
  compiled.set(path, url);
  return url;
}

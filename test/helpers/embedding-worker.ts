/** src/embedding/worker.ts for tests and benchmarks that start that thread without the program's launcher, which compiles it. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { projectPath } from '../../src/lib/package-root.ts';

/** A file that Node runs; it goes when this process ends. */
export async function compileEmbeddingWorker(): Promise<URL> {
  // Where its packages are found.
  const folder = projectPath(`node_modules/.cache/paperboy-worker-${process.pid}`);
  await build({
    entryPoints: [projectPath('src/embedding/worker.ts')],
    outdir: folder,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
  });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return pathToFileURL(join(folder, 'worker.js'));
}

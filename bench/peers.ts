/** Compares Paperboy's search with other libraries, which have their own package.json in bench/peers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { projectPath } from '../src/lib/package-root.ts';

export async function run(): Promise<void> {
  const folder = projectPath('bench/peers');
  if (!existsSync(projectPath('bench/peers/node_modules'))) {
    console.log('\npeers: skipped, they are not installed; `cd bench/peers && npm ci` does it');
    return;
  }
  const compare = spawn('npm', ['start'], { cwd: folder, stdio: 'inherit' });
  const [code] = await once(compare, 'exit');
  if (code !== 0) throw new Error(`the comparison ended with ${code}`);
}

/** Paperboy as a separate process, for benchmarks. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { projectPath } from '../src/lib/package-root.ts';

/** The program, once it has printed that it is ready. */
export async function startProgram(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const program = spawn(process.execPath, [projectPath('bin/paperboy.js'), 'start'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await Promise.race([once(createInterface(program.stdout), 'line'), once(program, 'exit')]);
  if (typeof line !== 'string') throw new Error('the program ended before it was ready');
  return program;
}

export async function stop(program: ChildProcess): Promise<void> {
  const ended = once(program, 'exit');
  program.kill('SIGTERM');
  await ended;
}

/** Runs `paperboy …args` until it ends. */
export async function paperboy(env: NodeJS.ProcessEnv, ...args: string[]): Promise<void> {
  const program = spawn(process.execPath, [projectPath('bin/paperboy.js'), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const [code] = await once(program, 'exit');
  if (code !== 0) throw new Error(`paperboy ${args.join(' ')} ended with ${code}`);
}

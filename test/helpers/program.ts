/** The program as people start it: a separate process with a clean environment, in an empty folder. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
export const PROGRAM = join(PROJECT, 'bin/paperboy.js');

type Env = Readonly<Record<string, string>>;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  /** Its output so far. */
  readonly said: { readonly stdout: string; readonly stderr: string };
  readonly exit: Promise<Exit>;
  /** The first match in its output; rejects with the whole output if it ends before. */
  says(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray>;
  signal(signal: NodeJS.Signals): void;
  /** The command lines of its running child processes. */
  children(): string[];
}

const folders: string[] = [];
const running = new Set<ChildProcess>();

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder that is deleted after the test file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-program-'));
  folders.push(folder);
  return folder;
}

export const newDatabase = (): string => `file:${join(newFolder(), 'paperboy.db')}`;

/** Passes on only the variables of the test's environment that a process needs. */
export function cleanEnv(env: Env = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, LOG_LEVEL: 'info', PORT: '0', SOURCES: '', ...env };
}

/** Starts `paperboy …args`. The database is a new one unless `env` names another. */
export function startProgram(args: readonly string[], env: Env = {}, cwd = newFolder()): Program {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd,
    env: cleanEnv({ DATABASE_URL: `file:${join(cwd, 'paperboy.db')}`, ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  }
  const exit = new Promise<Exit>((resolve) => {
    // 'close' comes after all output has been read.
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal, ...said });
    });
  });
  return {
    said,
    exit,
    says: (stream, pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(said[stream]);
          if (match) resolve(match);
        };
        look();
        child[stream].on('data', look);
        void exit.then(({ stdout, stderr }) => reject(new Error(`It ended: ${stdout}\n${stderr}`)));
      }),
    signal: (signal) => child.kill(signal),
    children: () =>
      execFileSync('ps', ['-A', '-o', 'ppid=,args='], { encoding: 'utf8' })
        .split('\n')
        .filter((line) => Number.parseInt(line, 10) === child.pid),
  };
}

/** Runs `paperboy …args` until it ends. */
export function runProgram(args: readonly string[], env?: Env, cwd?: string): Promise<Exit> {
  return startProgram(args, env, cwd).exit;
}

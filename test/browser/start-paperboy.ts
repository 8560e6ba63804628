/** Paperboy as a newcomer starts it: `npm start` without a token, as a separate process on an empty database. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface StartedPaperboy {
  /** The address that it printed. */
  readonly url: string;
  stop(): Promise<void>;
}

export async function startPaperboy(): Promise<StartedPaperboy> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-browser-'));
  const { DISCORD_TOKEN: _, ...env } = process.env;
  const paperboy = spawn(process.execPath, ['bin/paperboy.js', 'start'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: {
      ...env,
      SOURCES: '',
      PORT: '0',
      DATABASE_URL: `file:${join(folder, 'paperboy.db')}`,
      LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(paperboy, 'exit');
  const url = await printedAddress(paperboy.stdout, paperboy.stderr);
  return {
    url,
    async stop() {
      paperboy.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The first address on standard output; throws with the whole output if there is none. */
function printedAddress(stdout: NodeJS.ReadableStream, stderr: NodeJS.ReadableStream): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    stderr.on('data', (chunk) => {
      said += chunk;
    });
    stdout.on('data', (chunk) => {
      said += chunk;
      const address = /https?:\/\/[\w.:[\]-]+/.exec(said)?.[0];
      if (address) resolve(address);
    });
    stdout.on('end', () => reject(new Error(`Paperboy stopped before it said where its page is: ${said}`)));
  });
}

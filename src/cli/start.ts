/** `paperboy start`: runs until told to stop. */
import type { Config } from '../config/config.ts';
import type { Log } from '../lib/log.ts';
import { startPaperboy } from '../main.ts';

/** @throws if it can't start, or can't go on. */
export async function start(config: Config, log: Log): Promise<void> {
  const stopping = new AbortController();
  const stopped = new Promise<undefined>((resolve) =>
    stopping.signal.addEventListener('abort', () => resolve(undefined)),
  );
  const stop = (signal: NodeJS.Signals): void => {
    // A second signal means now.
    if (stopping.signal.aborted) process.exit(1);
    log.info({ signal }, 'stopping');
    stopping.abort();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The log gets the stack: an error after weeks can rarely be reproduced.
  process.prependListener('uncaughtException', (error) => log.fatal({ error }, 'stopped by an error'));

  const paperboy = await startPaperboy(config, log, stopping.signal).catch((error) => {
    if (!stopping.signal.aborted) throw error;
  });
  if (paperboy) {
    process.stdout.write(`${paperboy.greeting}\n`);
    const reason = await Promise.race([paperboy.ended, stopped]);
    await paperboy.close();
    if (reason) throw reason;
  }
  log.info('stopped');
  // An aborted start may still have a request to Discord open, which would keep the process running.
  if (!paperboy) process.exit(0);
}

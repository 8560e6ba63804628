/** `paperboy start`: runs until it is told to stop. */
import type { Config } from '../config.ts';
import type { Log } from '../lib/log.ts';
import { startPaperboy } from '../main.ts';

export async function start(config: Config, log: Log): Promise<void> {
  const paperboy = await startPaperboy(config, log);
  process.stdout.write(`${paperboy.greeting}\n`);

  // The stack belongs into the log: what ends a bot that ran for weeks can seldom be made to happen again.
  process.prependListener('uncaughtException', (error) => log.fatal({ error }, 'stopped by an error'));

  let isStopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    // Whoever asks twice doesn't want to wait.
    if (isStopping) process.exit(1);
    isStopping = true;
    log.info({ signal }, 'stopping');
    await paperboy.close();
    log.info('stopped');
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

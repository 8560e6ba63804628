/** Reports a failure to a person at a terminal, and its exit code to scripts. */
import { inspect } from 'node:util';
import { CommanderError } from 'commander';
import { ConfigError, describeError, ModelError, UserError } from '../domain/errors.ts';
import { redact } from '../lib/redact.ts';

/** The exit code for wrong arguments, settings and files. */
export const MISUSE = 2;

/** Prints the error on standard error, with a stack only at LOG_LEVEL=debug. Returns the exit code. */
export function reportFailure(error: unknown, env: NodeJS.ProcessEnv): number {
  // Commander has printed its own error; asking for help is none.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSE;
  const details = ['debug', 'trace'].includes(env.LOG_LEVEL ?? '') ? `\n${inspect(error)}` : '';
  const text = `paperboy: ${explain(error)}${details}\n`;
  process.stderr.write(
    redact(text, [
      env.DISCORD_TOKEN ?? '',
      env.SMTP_URL ?? '',
      env.MAIL_KEY ?? '',
      env.OPENAI_API_KEY ?? '',
      env.S2_API_KEY ?? '',
    ]),
  );
  return error instanceof ConfigError ? MISUSE : 1;
}

function explain(error: unknown): string {
  for (const known of [ConfigError, ModelError, UserError]) if (error instanceof known) return error.message;
  return `Something went wrong that should not: ${describeError(error)}\nPlease report this, with what it prints at LOG_LEVEL=debug.`;
}

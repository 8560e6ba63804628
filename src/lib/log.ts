/** The program's log: one JSON line per event on stderr, as stdout belongs to results; never a token. */
import { type LevelWithSilent, type Logger, pino } from 'pino';
import { redact } from './redact.ts';

export type Log = Logger;

export interface LogDestination {
  write(line: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/**
 * Writes JSON lines, or short readable ones to a terminal. No line holds any of `secrets`; tokens recognisable by their
 * form are removed in any case.
 */
export function createLog({
  level,
  secrets = [],
  destination = process.stderr,
}: {
  readonly level: LevelWithSilent;
  readonly secrets?: readonly string[];
  readonly destination?: LogDestination;
}): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.err },
      // Discord's errors carry the whole refused message, with the question it quotes.
      redact: { paths: ['err.requestBody', 'error.requestBody'], remove: true },
      hooks: {
        // The finished line is the one place that holds everything: message, nested objects, causes and stacks.
        streamWrite: (line) => {
          const safe = redact(line, secrets);
          return destination.isTTY ? readableLine(safe) : safe;
        },
      },
    },
    destination,
  );
}

/** `14:03:07 warn  Message  key=value …`, in UTC, with an error's stack on the lines below. */
function readableLine(json: string): string {
  const { time, level, msg, err, error, ...rest } = JSON.parse(json) as Record<string, unknown>;
  const pairs = Object.entries(rest).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const failure = (err ?? error) as { stack?: unknown } | undefined;
  const line = [String(time).slice(11, 19), String(level).padEnd(5), msg, ...pairs].filter(Boolean).join(' ');
  return `${withoutControls([line, failure?.stack ?? failure].filter(Boolean).map(String).join('\n'))}\n`;
}

/** Log text can come from anyone, and a terminal obeys control characters. */
function withoutControls(text: string): string {
  return text.replace(/(?!\n)\p{Cc}/gu, ' ');
}

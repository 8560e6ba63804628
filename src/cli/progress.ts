/** Shows progress on standard error: a bar at a terminal, an occasional line in a log. */
import { clearLine, cursorTo } from 'node:readline';
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  update(done: number): void;
  /** Writes a line that stays, above the bar if there is one. */
  say(line: string): void;
  stop(): void;
}

const LINE_EVERY = 5_000;

/**
 * `total` may be unknown. A log gets a line after each `lineEvery`. Work of less than a second or two shows nothing.
 */
export function createProgress(
  label: string,
  total: number | undefined,
  lineEvery: number = LINE_EVERY,
): Progress {
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  if (total !== undefined && total < lineEvery / 10) return { update: () => {}, say, stop: () => {} };
  if (process.stderr.isTTY) return createBar(label, total);
  let said = 0;
  return {
    update(done) {
      if (done - said < lineEvery) return;
      said = done;
      say(`${label} ${done}${total === undefined ? '' : ` of ${total}`}`);
    },
    say,
    stop: () => {},
  };
}

function createBar(label: string, total: number | undefined): Progress {
  const format =
    total === undefined ? `${label} {value}` : `${label} {bar} {value} of {total} · {eta_formatted} left`;
  const bar = new SingleBar({ format, hideCursor: true, stream: process.stderr }, Presets.shades_classic);
  bar.start(total ?? 0, 0);
  return {
    update: (done) => bar.update(done),
    say(line) {
      clearLine(process.stderr, 0);
      cursorTo(process.stderr, 0);
      process.stderr.write(`${line}\n`);
    },
    stop: () => bar.stop(),
  };
}

/** Progress on standard error: a bar for a person at a terminal, a line now and then for a log. */
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  update(done: number): void;
  stop(): void;
}

const LINE_EVERY = 5_000;

/** `total` is undefined where it isn't known. Nothing is shown for less than a second or two of work. */
export function createProgress(label: string, total: number | undefined): Progress {
  if (total !== undefined && total < 500) return { update: () => {}, stop: () => {} };
  if (process.stderr.isTTY) {
    const format =
      total === undefined ? `${label} {value}` : `${label} {bar} {value} of {total} · {eta_formatted} left`;
    const bar = new SingleBar({ format, hideCursor: true, stream: process.stderr }, Presets.shades_classic);
    bar.start(total ?? 0, 0);
    return { update: (done) => bar.update(done), stop: () => bar.stop() };
  }
  let said = 0;
  return {
    update(done) {
      if (done - said < LINE_EVERY) return;
      said = done;
      process.stderr.write(`${label} ${done}${total === undefined ? '' : ` of ${total}`}\n`);
    },
    stop: () => {},
  };
}

import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'playground/test/**/*.test.ts'],
    // Each test file opens its own catalog and ports, so files run side by side; models load once a file.
    pool: 'forks',
    // Many tests wait for processes of their own: with one file more under way, two processors took 146 s instead of 227.
    maxWorkers: availableParallelism() + 1,
    // Not a measure: processes that a test starts take many times as long on a busy machine.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Generous like the two above: the longest wait before something counts as missing.
    expect: { poll: { timeout: 30_000, interval: 10 } },
    // Loading the libraries anew for each file took a third of the whole time; no file changes what another one loads.
    isolate: false,
    // A golden file that is missing fails, as in CI; -u writes it.
    update: 'none',
    env: { LOG_LEVEL: 'silent' },
  },
});

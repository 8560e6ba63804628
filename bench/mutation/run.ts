/**
 * `npm run mutate`, or `npm run mutate -- delivery store` for some rooms. Makes small changes to the sources, one at a
 * time, and counts those that no test notices. docs/mutation.md names the survivors with their reasons.
 */
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { ROOMS } from './rooms.ts';
import { sampleRanges } from './sample.ts';

const { values, positionals } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    size: { type: 'string' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
  allowPositionals: true,
});
const names = positionals.length > 0 ? positionals : Object.keys(ROOMS);
let isEnough = true;
for (const name of names) {
  const room = ROOMS[name];
  if (!room) throw new Error(`There is no room ${name}. There are: ${Object.keys(ROOMS).join(', ')}.`);
  const mutate = await sampleRanges(room.sources, Number(values.size ?? room.size), Number(values.seed));
  process.env.MUTATION_TESTS = JSON.stringify(room.tests);
  const startMs = Date.now();
  const results = await new Stryker({
    mutate,
    testRunner: 'vitest',
    plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/vitest-runner'))],
    vitest: { configFile: 'bench/mutation/vitest.config.ts', related: false },
    coverageAnalysis: 'perTest',
    concurrency: Number(values.threads),
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: `var/mutation/${name}.json` },
    tempDirName: 'var/stryker',
    ignorePatterns: ['var', 'docs/images', 'bench/peers'],
    fileLogLevel: 'off',
    logLevel: 'warn',
    dryRunTimeoutMinutes: 10,
    // A mutant that loops counts as noticed.
    timeoutMS: 20_000,
  }).runMutationTest();
  const survivors = results.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const killed = results.filter(({ status }) => status === 'Killed' || status === 'Timeout');
  const share = killed.length / Math.max(1, killed.length + survivors.length);
  isEnough &&= share >= 0.85;
  console.log(
    `${name}: ${killed.length} of ${killed.length + survivors.length} killed (${Math.round(share * 100)} %), ${Math.round((Date.now() - startMs) / 1000)} s`,
  );
  for (const { fileName, location, mutatorName, replacement, status } of survivors)
    console.log(
      `  ${status} ${relative('.', fileName)}:${location.start.line + 1}:${location.start.column} ${mutatorName}: ${replacement}`,
    );
}
process.exitCode = isEnough ? 0 : 1;

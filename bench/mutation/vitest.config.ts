import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

const tests = JSON.parse(process.env.MUTATION_TESTS ?? '[]');
// Assigned, because merging would join the lists.
const config = mergeConfig(base, {});
config.test.include = tests;
// Modules keep results in caches, which must not outlive a mutant.
config.test.isolate = true;
config.test.globalSetup = [fileURLToPath(new URL('./keep-onnxruntime.ts', import.meta.url))];
export default config;

import { mergeConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

const tests = JSON.parse(process.env.MUTATION_TESTS ?? '[]');
// Assigned, not merged: lists would be joined.
const config = mergeConfig(base, {});
config.test.include = tests;
export default config;

/**
 * The larger set of real records for benchmarks, if it is beside the checkout: JSON lines as `paperboy import` reads
 * them.
 */
import { projectPath } from '../src/lib/package-root.ts';

export const CORPUS = projectPath('../shared/corpus/arxiv-2025-03_2026-07.jsonl.gz');

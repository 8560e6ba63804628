/** The table of sources, and everything derived from it. */
import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { DEFAULT_SOURCES, LIST_SOURCES, SOURCE_NAMES, TRUST } from '../../src/domain/source.ts';

test('No two sources are equally trusted, so that a field never alternates between them', () => {
  const trusted = Object.keys(TRUST).sort((a, b) => Number(TRUST[a as 'file']) - Number(TRUST[b as 'file']));
  expect(trusted).toEqual(['hugging-face', 'semantic-scholar', 'file', 'arxiv']);
  expect(new Set(Object.values(TRUST)).size).toBe(trusted.length);
});

test('The settings know every source, and read the table’s defaults', () => {
  expect(parseConfig({}).sources.names).toEqual(DEFAULT_SOURCES);
  expect(parseConfig({ SOURCES: SOURCE_NAMES.join(',') }).sources.names).toEqual(SOURCE_NAMES);
});

test('Only Hugging Face ranks papers each day', () => expect(LIST_SOURCES).toEqual(['hugging-face']));

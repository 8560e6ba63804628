import { describe, expect, test } from 'vitest';
import { findPreset, PRESETS } from '../../src/embedding/presets.ts';

describe('A preset', () => {
  test.each([
    ['intfloat/e5-small-v2', 'query: ', 'passage: ', 'mean'],
    ['Xenova/multilingual-e5-base', 'query: ', 'passage: ', 'mean'],
    ['intfloat/multilingual-e5-large-instruct', /^Instruct: .*\nQuery: $/s, '', 'mean'],
    ['intfloat/e5-mistral-7b-instruct', /^Instruct: .*\nQuery: $/s, '', 'last_token'],
    ['hkunlp/instructor-large', /^Represent the Science .*: $/, /^Represent the Science .*: $/, 'mean'],
    [
      'onnx-community/embeddinggemma-300m-ONNX',
      'task: search result | query: ',
      'title: none | text: ',
      'mean',
    ],
    ['onnx-community/Qwen3-Embedding-0.6B-ONNX', /^Instruct: .*\nQuery:$/s, '', 'last_token'],
    ['Xenova/bge-small-en-v1.5', 'Represent this sentence for searching relevant passages: ', '', 'cls'],
    ['Xenova/bge-m3', '', '', 'cls'],
    ['Xenova/gte-small', '', '', 'mean'],
    ['Alibaba-NLP/gte-modernbert-base', '', '', 'cls'],
    ['Alibaba-NLP/gte-base-en-v1.5', '', '', 'cls'],
    ['nomic-ai/nomic-embed-text-v1.5', 'search_query: ', 'search_document: ', 'mean'],
    [
      'mixedbread-ai/mxbai-embed-large-v1',
      'Represent this sentence for searching relevant passages: ',
      '',
      'cls',
    ],
    [
      'Snowflake/snowflake-arctic-embed-s',
      'Represent this sentence for searching relevant passages: ',
      '',
      'cls',
    ],
    ['Snowflake/snowflake-arctic-embed-m-v2.0', 'query: ', '', 'cls'],
    ['Xenova/all-MiniLM-L6-v2', '', '', 'mean'],
    ['sentence-transformers/multi-qa-mpnet-base-dot-v1', '', '', 'cls'],
    ['nobody/has-heard-of-it', '', '', 'mean'],
  ])('knows the prompts and pooling of %s', (name, query, passage, pooling) => {
    const preset = findPreset([name]);
    expect(preset.query).toEqual(typeof query === 'string' ? query : expect.stringMatching(query));
    expect(preset.passage).toEqual(typeof passage === 'string' ? passage : expect.stringMatching(passage));
    expect(preset.pooling).toBe(pooling);
  });

  test('is also found by a folder’s name, or else by the name in its config.json', () => {
    const e5 = findPreset(['intfloat/e5-small-v2']);
    expect(findPreset(['e5-small-v2'])).toBe(e5);
    expect(findPreset(['my-model', 'intfloat/e5-small-v2'])).toBe(e5);
    expect(findPreset(['all-MiniLM-L6-v2', 'intfloat/e5-small-v2']).query).toBe('');
  });

  test('doesn’t match its letters inside another word', () => {
    expect(findPreset(['someone/the5-model']).query).toBe('');
    expect(findPreset(['someone/unstructured-instructors']).query).toBe('');
  });

  test('is reachable: none comes after a wider pattern', () => {
    const names = PRESETS.map(({ names }) => names.source);
    expect(new Set(names).size).toBe(names.length);
  });
});

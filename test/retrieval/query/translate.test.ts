/** Translation of queries in other languages into English. */
import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createDictionary } from '../../../src/retrieval/query/dictionary.ts';
import { createQueryTranslator } from '../../../src/retrieval/query/translate.ts';

const translate = createQueryTranslator(createDictionary());

describe('a query in another language is translated into English', () => {
  it.each([
    [
      'German, with inflected words',
      'de',
      'neuronale Netze für medizinische Bilder',
      'neural network medical image',
    ],
    [
      'German, with a compound that no list holds',
      'de',
      'Bildkompressionsverfahren',
      'image compression method',
    ],
    [
      'French, with elided words',
      'fr',
      "l'apprentissage par renforcement hors ligne",
      'reinforcement learning offline',
    ],
    ['French without accents', 'fr', 'segmentation semantique des images', 'semantic segmentation images'],
    ['one inflected word', 'de', 'Halluzinationen', 'hallucination'],
    [
      'Spanish',
      'es',
      'traducción automática de lenguas con pocos recursos',
      'machine translation low-resource languages',
    ],
    [
      'Chinese, by the longest terms',
      'zh',
      '用强化学习微调大语言模型',
      'reinforcement learning fine-tuning large language models',
    ],
    ['Japanese, past its particles', 'ja', '拡散モデルによる音楽生成', 'diffusion models music generation'],
    ['Chinese, with names as they are written', 'zh', 'LoRA微调的方法有哪些', 'LoRA fine-tuning'],
    [
      'with its names and abbreviations left alone',
      'de',
      'Halluzinationen von GPT-4 bei Tabellen',
      'hallucination GPT 4 table',
    ],
  ])('%s', (_how, language, question, english) => {
    expect(translate(question)).toEqual({ language, english, coverage: 1 });
  });

  it('with its coverage', () => {
    const translation = translate('Schmetterlingsflügel im Röntgenbild mit neuronalen Netzen');
    expect(translation?.coverage).toBeLessThan(1);
    expect(translation?.english).toContain('X-ray neural network');
  });
});

describe('a query is left alone', () => {
  it.each([
    ['in English', 'image generation with diffusion models'],
    ['in English, of words that French has too', 'attention segmentation transformer'],
    ['a name', 'Qwen3-Omni'],
    ['with a foreign particle in an English phrase', 'de novo protein design'],
    ['misspelt', 'transfomer quantzation'],
    ['in a language without a lexicon', 'переводы текста'],
    ['without a word', '???'],
  ])('%s', (_how, question) => {
    expect(translate(question)).toBeUndefined();
  });
});

describe('no English query is taken for another language', () => {
  const questions: string[] = [
    ...JSON.parse(readFileSync('test/relevance/questions.json', 'utf8')).questions.map(
      ({ query }: { query: string }) => query,
    ),
    ...readFileSync('data/off-topic-questions.txt', 'utf8').trim().split('\n'),
    ...readFileSync('data/machine-learning-topics.txt', 'utf8').trim().split('\n'),
  ];
  const titles = readFileSync('data/papers.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((line): string => JSON.parse(line).title);

  it('among machine-learning questions, misspelt ones, other fields, and titles', () => {
    expect(questions.length + titles.length).toBeGreaterThan(700);
    expect([...questions, ...titles].filter((text) => translate(text))).toEqual([]);
  });
});

describe('the lexicons', () => {
  const rows = (file: string) =>
    readFileSync(`data/languages/${file}`, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));

  it('have every term in all six languages', () => {
    const [header, ...terms] = rows('terms.tsv');
    expect(header).toEqual(['en', 'de', 'fr', 'es', 'zh', 'ja']);
    expect(terms.filter((row) => row.length !== 6 || row.some((cell) => cell.trim() === ''))).toEqual([]);
  });

  it('have every general word once, and stay within their size limit', () => {
    const words = rows('words.tsv').map(([word]) => word);
    expect(new Set(words).size).toBe(words.length);
    expect(
      statSync('data/languages/words.tsv').size + statSync('data/languages/terms.tsv').size,
    ).toBeLessThan(1_000_000);
  });

  it('translate a word outside the terms of the field', () => {
    expect(translate('Schmetterling und Kleidung erkennen')?.english).toContain('clothing');
    expect(translate('abgeschlossen ist die Aufgabe der Roboter')).toMatchObject({
      english: 'completed task robot',
    });
  });
});

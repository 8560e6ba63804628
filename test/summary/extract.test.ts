import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Paper } from '../../src/domain/paper.ts';
import type { Embedder } from '../../src/embedding/embedder.ts';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { extractSummary } from '../../src/summary/extract.ts';
import { splitSentences } from '../../src/text/sentences.ts';

const ROLES = ['problem', 'method', 'result'] as const;
const ABSTRACT =
  'Retrieval is used everywhere. However, existing retrievers struggle with rare words. We propose RareNet, which ' +
  'learns rare words from their spelling. It has two towers. Experiments on five benchmarks show that RareNet ' +
  'outperforms strong baselines by 12%. Code is available at https://github.com/x/rarenet.';

let embedder: Embedder;
beforeAll(async () => {
  embedder = await loadEmbedder({ kind: 'bundled' });
});

const summarise = async (abstract: string) => (await extractSummary(abstract, embedder)).sentences;

async function readBundled(): Promise<Paper[]> {
  const file = await readFile(new URL('../../data/papers.jsonl', import.meta.url), 'utf8');
  return file
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('extractSummary', () => {
  test('quotes the problem, the method and the result, in reading order and word for word', async () => {
    expect(await summarise(ABSTRACT)).toEqual([
      { role: 'problem', text: 'However, existing retrievers struggle with rare words.' },
      { role: 'method', text: 'We propose RareNet, which learns rare words from their spelling.' },
      {
        role: 'result',
        text: 'Experiments on five benchmarks show that RareNet outperforms strong baselines by 12%.',
      },
    ]);
  });

  test('assigns no problem to an abstract that opens with its method', async () => {
    const sentences = await summarise(
      'We present FastTree, a library for decision trees. It stores trees as arrays. It is written in Rust. Benchmarks show that it is four times faster than others.',
    );
    expect(sentences.map(({ role }) => role)).not.toContain('problem');
    expect(sentences[0]?.text).toBe('We present FastTree, a library for decision trees.');
    expect(sentences.at(-1)?.role).toBe('result');
  });

  test('is empty for an empty abstract', async () => {
    expect(await summarise('')).toEqual([]);
    expect(await summarise(' \n ')).toEqual([]);
  });

  test('one sentence stands alone, with its most likely role', async () => {
    const only = 'We propose a new method for ranking papers.';
    expect(await summarise(only)).toEqual([{ role: 'method', text: only }]);
  });

  test('both of two sentences are shown, in order', async () => {
    const sentences = await summarise('Ranking papers remains difficult. We propose a new method for it.');
    expect(sentences.map(({ role }) => role)).toEqual(['problem', 'method']);
  });

  test.each([
    'Code is available at https://github.com/x/y.',
    'Our code and models are publicly available.',
    'Project page: https://x.github.io/y/',
    'We will release all code, data and checkpoints.',
    'To foster research, we open-source our models.',
    '⭐ Star us on GitHub: https://github.com/x/y',
  ])('a code link is left out unless nothing else is there: %s', async (aside) => {
    const sentences = await summarise(`Ranking is hard. We propose a way to rank papers. ${aside}`);
    expect(sentences.map(({ text }) => text)).toEqual([
      'Ranking is hard.',
      'We propose a way to rank papers.',
    ]);
    expect((await summarise(aside)).map(({ text }) => text)).toEqual([aside]);
  });

  test('an announcement with emoji and links is summarised by its content', async () => {
    const sentences = await summarise(
      '🚀🚀 Introducing TinyVision! 🎉 Existing vision models are far too large for phones 😢. We built TinyVision, which runs on any phone 📱. Check it out: https://tiny.vision! It achieves 91% accuracy, beating models ten times its size 🔥. Follow us @tiny!',
    );
    const told = sentences.map(({ text }) => text).join(' ');
    expect(told).toContain('too large for phones');
    expect(told).toContain('We built TinyVision');
    expect(told).toContain('It achieves 91% accuracy');
    expect(told).not.toMatch(/https:|Follow us/);
  });

  test('a heading stays with its sentence', async () => {
    const sentences = await summarise(
      'Background. Sepsis kills many patients. Methods. A network was trained on 40,000 stays. Results. It reached an AUC of 0.91. Conclusion. It may help nurses.',
    );
    expect(sentences.map(({ text }) => text)).toEqual([
      'Background. Sepsis kills many patients.',
      'Methods. A network was trained on 40,000 stays.',
      'Results. It reached an AUC of 0.91.',
    ]);
  });

  test('an abstract in an unknown language still gives three sentences in order', async () => {
    const abstract = '大语言模型很重要。现有方法成本很高。我们提出了一种新方法。实验表明它更好。代码已公开。';
    const sentences = await summarise(abstract);
    expect(sentences).toHaveLength(3);
    const places = sentences.map(({ text }) => abstract.indexOf(text));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('200 KB of text, in one sentence or in thousands, is summarised in a moment', async () => {
    expect(await summarise('model '.repeat(35_000))).toHaveLength(1);
    expect(await summarise('We propose a model. '.repeat(10_000))).toHaveLength(3);
  });

  test('the same abstract gives the same summary', async () => {
    expect(await summarise(ABSTRACT)).toEqual(await summarise(ABSTRACT));
  });

  test('the examples of roles are embedded once, for any number of summaries', async () => {
    let texts = 0;
    const counting: Embedder = {
      ...embedder,
      embed(given, kind) {
        texts += given.length;
        return embedder.embed(given, kind);
      },
    };
    await extractSummary(ABSTRACT, counting);
    const first = texts;
    await extractSummary(ABSTRACT, counting);
    expect(texts - first).toBeLessThan(first);
    expect(texts - first).toBe(5);
  });

  test('on labelled abstracts it covers at least nine roles in ten, correctly labelled', async () => {
    const labelled: { abstract: string; problem: number[]; method: number[]; result: number[] }[] =
      JSON.parse(await readFile(new URL('./labelled.json', import.meta.url), 'utf8'));
    let asked = 0;
    let told = 0;
    for (const label of labelled) {
      const sentences = splitSentences(label.abstract).map(({ text }) => text);
      const chosen = await summarise(label.abstract);
      for (const role of ROLES.filter((role) => label[role].length > 0)) {
        asked++;
        if (
          chosen.some(
            (sentence) => sentence.role === role && label[role].includes(sentences.indexOf(sentence.text)),
          )
        )
          told++;
      }
    }
    expect(told / asked).toBeGreaterThan(0.9);
  });

  test('summaries of bundled papers are unchanged', async () => {
    const papers = await readBundled();
    for (const at of [0, 1, 40, 80, 118]) {
      const paper = papers[at];
      if (!paper) throw new Error(`data/papers.jsonl has no line ${at + 1}`);
      const sentences = await summarise(paper.abstract);
      const text = [paper.title, ...sentences.map(({ role, text }) => `${role}: ${text}`)].join('\n\n');
      await expect(`${text}\n`).toMatchFileSnapshot(`golden/paper-${at + 1}.txt`);
    }
  });
});

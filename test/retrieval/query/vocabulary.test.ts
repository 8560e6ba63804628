import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAuthorQuestion } from '../../../src/retrieval/author/author-question.ts';
import { expandAbbreviations } from '../../../src/retrieval/query/expand.ts';
import { applyCorrections, correctWords, createSpeller } from '../../../src/retrieval/query/spelling.ts';
import { editDistance } from '../../../src/text/edit-distance.ts';
import { openWords } from '../../helpers/word-indexes.ts';
import { openTestStores, paper } from '../../store/helpers.ts';

const PAPERS = [
  paper('local:1', 'A', {
    abstract: 'Retrieval-augmented generation (RAG) for transformers.',
    authors: ['Yoshua Bengio'],
  }),
  paper('local:2', 'B', {
    abstract: 'Retrieval Augmented Generation (RAG) with language models.',
    authors: ['Long Song'],
  }),
  paper('local:3', 'C', {
    abstract: 'Graphs (GRR) and region adjacency graphs (RAG). A long song, a long way.',
  }),
  paper('local:4', 'D', {
    abstract: 'Few-shot adaptive style transfer (FAST). It is fast. Transformers are long.',
  }),
  paper('local:5', 'E', { abstract: 'A fast transformer that is long and fast. An embedding.' }),
  paper('local:6', 'F', { abstract: 'A fast one, with noise on (NO). No noise, no, long.' }),
  paper('local:7', 'G', { abstract: 'No gain. GPT4 translates.' }),
];

async function withPapers(papers = PAPERS) {
  const stores = openTestStores();
  await stores.papers.add(papers);
  const engine = await openWords(stores);
  return { stores, engine, vocabulary: engine.vocabulary };
}

describe('An abbreviation', () => {
  test('gets its long form, and a long form its abbreviation', async () => {
    const { engine, vocabulary } = await withPapers();
    const rag = { to: 'Retrieval-augmented generation', papers: 2 };
    expect(await expandAbbreviations(engine, vocabulary.speller, 'RAG for code')).toEqual([
      { from: 'RAG', ...rag, words: ['rag'] },
    ]);
    expect(await expandAbbreviations(engine, vocabulary.speller, 'rags')).toEqual([
      { from: 'rags', ...rag, words: ['rags'] },
    ]);
    expect(
      await expandAbbreviations(engine, vocabulary.speller, 'the retrieval-augmented generations of text'),
    ).toEqual([
      {
        from: 'retrieval augmented generation',
        to: 'RAG',
        papers: 2,
        words: ['retrieval', 'augmented', 'generation'],
      },
    ]);
  });

  test('adds nothing that the query says already', async () => {
    const { engine, vocabulary } = await withPapers();
    expect(
      await expandAbbreviations(engine, vocabulary.speller, 'retrieval augmented generation (RAG)'),
    ).toEqual([]);
  });

  test('that is mostly a word counts only in capitals, and is never added', async () => {
    const { engine, vocabulary } = await withPapers();
    const expand = async (text: string) =>
      (await expandAbbreviations(engine, vocabulary.speller, text)).map(({ to }) => to);
    expect(await expand('fast models')).toEqual([]);
    expect(await expand('FAST models')).toEqual(['Few-shot adaptive style transfer']);
    expect(await expand('FAST MODELS')).toEqual([]);
    expect(await expand('noise on')).toEqual([]);
  });
});

describe('An abbreviation that no paper defines', () => {
  const expand = async (text: string, ...abstracts: string[]) => {
    const { engine, vocabulary } = await withPapers(
      abstracts.map((abstract, i) => paper(`local:${i}`, `T${i}`, { abstract })),
    );
    return (await expandAbbreviations(engine, vocabulary.speller, text)).map(({ to }) => to);
  };

  test('has its usual long form, if papers contain that', async () => {
    const held = 'A sparse mixture of experts learns.';
    expect(await expand('MoE', held)).toEqual(['Mixture-of-Experts']);
    expect(await expand('MoEs for translation', held)).toEqual(['Mixture-of-Experts']);
    expect(await expand('MOE for translation', held)).toEqual(['Mixture-of-Experts']);
    expect(await expand('MoE', 'A mixture of several experts.')).toEqual([]);
    expect(await expand('XQJ', held)).toEqual([]);
  });

  test('but only in capitals, because in lower case it is usually a word', async () => {
    const held = 'A mixture of experts, multi-agent systems and in-distribution data.';
    for (const typed of ['moe', 'Mas que nada', 'id cards', 'ids', 'Id cards'])
      expect([typed, await expand(typed, held)]).toEqual([typed, []]);
    expect(await expand('MAS', held)).toEqual(['Multi-agent systems']);
    expect(await expand('ID data', held)).toEqual(['in-distribution']);
  });

  test('but not if papers define it otherwise, or use it as a word', async () => {
    const explained = 'Mixture of experts. Models of emotion (MoE) are known.';
    expect(await expand('MoE', explained)).toEqual(['Models of emotion']);
    const word = 'We clip the gradient, in contrastive language-image pretraining.';
    expect(await expand('clip the gradient', word)).toEqual([]);
    expect(await expand('CLIP', word)).toEqual(['contrastive language-image pretraining']);
  });
});

describe('A misspelt word', () => {
  test.each([
    ['transfomer', 'transformer'],
    ['Embeding', undefined],
    ['embeddign', 'embedding'],
    ['retreival', 'retrieval'],
    ['augmetned', 'augmented'],
    ['langauge', 'language'],
    ['gneraton', 'generation'],
    ['transformer', undefined],
    ['fsat', 'fast'],
    // Written as an abbreviation that the papers don't have.
    ['FSAT', undefined],
    ['FSaT', undefined],
    ['FSAT OF THE MODEL', 'fast'],
    ['fsat, Fsat', 'fast'],
    ['fa5t', undefined],
    ['fas', undefined],
    ['gpt5', undefined],
    ['qwertyuiop', undefined],
    ['変換', undefined],
    // English words that no paper contains: another subject.
    ['retrieved', undefined],
    ['languages', undefined],
    ['fist', undefined],
    ['transforming', undefined],
    // Two edits, the first letter among them: another word.
    ['benerataon', undefined],
  ])('%s is corrected to %s', async (typed, right) => {
    const { engine, vocabulary } = await withPapers();
    expect(await correctWords(engine, vocabulary.speller, typed)).toEqual(
      right ? [{ from: expect.any(String), to: right, isSure: true }] : [],
    );
  });

  test('that is an abbreviation is left alone, even if no paper has it any more', async () => {
    const { stores, engine, vocabulary } = await withPapers();
    await stores.papers.add([paper('local:9', 'H', { abstract: 'Few augmented style tokens (FASTT).' })]);
    await engine.refresh();
    await stores.papers.remove('local:9');
    expect(vocabulary.speller.nearest('fastt')).toMatchObject({ word: 'fast' });
    expect(await correctWords(engine, vocabulary.speller, 'fastt')).toEqual([]);
  });

  test('that is an author’s name is left alone', async () => {
    const { stores, engine, vocabulary } = await withPapers();
    expect(await correctWords(engine, vocabulary.speller, 'papers by Fsat Zhao')).toHaveLength(1);
    await stores.papers.add([paper('local:9', 'H', { authors: ['Fsat Sun'] })]);
    expect(await correctWords(engine, vocabulary.speller, 'papers by Fsat Zhao')).toEqual([]);
  });

  test('becomes the most frequent of the nearest words', () => {
    const speller = createSpeller(
      [
        { word: 'translation', papers: 9 },
        { word: 'modes', papers: 5 },
        { word: 'model', papers: 4 },
      ],
      () => false,
    );
    expect(speller.nearest('mode')).toMatchObject({ word: 'modes', edits: 1 });
    expect(speller.nearest('trnaslatoin')).toMatchObject({ word: 'translation', edits: 2 });
    expect(speller.nearest('moedll')).toBeUndefined();
  });

  test('that some papers contain is searched together with the correct one', async () => {
    const stores = openTestStores();
    await stores.papers.add(
      Array.from({ length: 1_001 }, (_, i) =>
        paper(`local:${i}`, `Diffusion ${i}`, { abstract: i === 0 ? 'A difusion model.' : '' }),
      ),
    );
    const engine = await openWords(stores);
    const { vocabulary } = engine;
    const corrections = await correctWords(engine, vocabulary.speller, 'difusion');
    expect(corrections).toEqual([{ from: 'difusion', to: 'diffusion', isSure: false }]);
    expect(applyCorrections('Difusion models', corrections)).toBe('diffusion models');
  });

  test('is replaced wherever it is a word, and nowhere else', () => {
    const corrections = [{ from: 'modle', to: 'model', isSure: true }];
    expect(applyCorrections('A Modle, modle-free; modles', corrections)).toBe('A model, model-free; modles');
  });

  test('is learned from new papers at the next refresh', async () => {
    const { stores, engine, vocabulary } = await withPapers();
    expect(await correctWords(engine, vocabulary.speller, 'quantm')).toEqual([]);
    await stores.papers.add([paper('local:8', 'Quantum')]);
    await engine.refresh();
    expect(await correctWords(engine, vocabulary.speller, 'quantm')).toHaveLength(1);
  });
});

test('edit distance follows Damerau and Levenshtein’s table, up to the limit', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
  fc.assert(
    fc.property(letters, letters, (a, b) => {
      const edits = alignment(a, b);
      expect(Math.min(3, editDistance(a, b, 2))).toBe(Math.min(3, edits));
      expect(Math.min(2, editDistance(a, b, 1))).toBe(Math.min(2, edits));
    }),
  );
});

/** Optimal string alignment by its definition. */
function alignment(a: string, b: string): number {
  if (!a || !b) return a.length + b.length;
  const [restA, restB] = [a.slice(1), b.slice(1)];
  const swapped = a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0];
  return Math.min(
    alignment(restA, restB) + (a[0] === b[0] ? 0 : 1),
    alignment(restA, b) + 1,
    alignment(a, restB) + 1,
    swapped ? alignment(a.slice(2), b.slice(2)) + 1 : Number.POSITIVE_INFINITY,
  );
}

test.each([
  ['Yoshua Bengio', 'Yoshua Bengio'],
  [' bengio ', 'bengio'],
  ['BENGIO, Y.', 'BENGIO, Y.'],
  ['long song', 'long song'],
  ['papers by Yoshua Bengio', 'Yoshua Bengio'],
  ['the latest work of bengio', 'bengio'],
  ['Bengio’s papers', 'Bengio'],
  ['Yoshua Bengio papers', 'Yoshua Bengio'],
  ['Bengio et al.', 'Bengio'],
  ['papers by Bengio et al', 'Bengio'],
  ['author: Bengio', 'Bengio'],
  ['transformers papers', undefined],
  ['long', undefined],
  ['bengio models', undefined],
  ['papers by transformers', undefined],
  ['transformers', undefined],
  ['by', undefined],
  ['b', undefined],
  ['', undefined],
  ['Yoshua Bengio 2025', undefined],
])('in “%s” sees the author %s', async (text, name) => {
  const { engine, vocabulary } = await withPapers();
  const found = await readAuthorQuestion(engine, vocabulary.speller, text);
  expect(found?.topic === undefined ? found?.author : undefined).toBe(name);
});

test('accepts any query', async () => {
  const { engine, vocabulary } = await withPapers();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
      await readAuthorQuestion(engine, vocabulary.speller, text);
      await expandAbbreviations(engine, vocabulary.speller, text);
      applyCorrections(text, await correctWords(engine, vocabulary.speller, text));
    }),
    { numRuns: 150 },
  );
});

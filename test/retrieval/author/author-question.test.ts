/** Detects queries for an author's papers, with or without a topic; topics are never mistaken for names. */
import { describe, expect, test } from 'vitest';
import { readAuthorQuestion } from '../../../src/retrieval/author/author-question.ts';
import { correctAuthors } from '../../../src/retrieval/author/name-correction.ts';
import { openWords } from '../../helpers/word-indexes.ts';
import { openTestStores, paper } from '../../store/helpers.ts';

const PAPERS = [
  paper('local:1', 'Attention', { authors: ['Yoshua Bengio', 'Yann LeCun'] }),
  paper('local:2', 'Diffusion models', { authors: ['Yang Song', 'Jürgen Schmidhuber'] }),
  paper('local:3', 'Long songs', { authors: ['Long Song'], abstract: 'A long song by example.' }),
  paper('local:4', 'Images', { abstract: 'Images by doing; step by step. Gaussian things.' }),
  paper('local:5', 'Quantization', { authors: ['Tim Dettmers', 'Deepak Pathak', 'Tim Demers'] }),
];

async function open() {
  const stores = openTestStores();
  await stores.papers.add(PAPERS);
  const engine = await openWords(stores);
  return { stores, engine, speller: engine.vocabulary.speller };
}

async function read(question: string) {
  const { engine, speller } = await open();
  return readAuthorQuestion(engine, speller, question);
}

describe('A misspelt name is corrected', () => {
  test.each([
    ['Bengoi', 'Bengio'],
    ['bengoi', 'Bengio'],
    ['Schmidhubr', 'Schmidhuber'],
    ['Yoshua Bengoi', 'Yoshua Bengio'],
    ['Yoshua Bengip', 'Yoshua Bengio'],
    ['Jurgen Schmdhubr', 'Jurgen Schmidhuber'],
    ['Yosua Bengio', 'Yoshua Bengio'],
    ['papers by Yoshua Bengoi', 'papers by Yoshua Bengio'],
    ['Bengoi papers', 'Bengio papers'],
    ['author: Bengoi', 'author: Bengio'],
    ['papers by Yann Lecn', 'papers by Yann LeCun'],
    // Between two equally near and frequent names the longer one wins: people omit letters more often than they add
    // them.
    ['papers by Detmers', 'papers by Dettmers'],
    ['Jurgen Schmidhubr', 'Jurgen Schmidhuber'],
    ['attention by Yoshua Bengoi', 'attention by Yoshua Bengio'],
  ])('in “%s”: “%s”', async (typed, corrected) => {
    expect(await read(typed)).toMatchObject({ corrected });
  });

  test('in a filter', async () => {
    const { engine, speller } = await open();
    const filter = { categories: ['cs.CL'], authors: ['bengoi', 'Yann LeCun', 'nobody here'] };
    expect(await correctAuthors(engine, speller, filter)).toEqual({
      ...filter,
      authors: ['Bengio', 'Yann LeCun', 'nobody here'],
    });
    const right = { categories: [], authors: ['bengio'] };
    expect(await correctAuthors(engine, speller, right)).toBe(right);
  });

  test.each([
    ['more than two unknown ones', 'author', 90],
    ['one of four unknown words', 'wanglongxuz zhanglongxuz linglongxuz chenlongxuz', 1],
  ])('with few store calls for any text: %s', async (_what, name, count) => {
    const { stores, engine, speller } = await open();
    const surnames = ['wanglongxu', 'zhanglongxu', 'linglongxu', 'chenlongxu'].map((each) =>
      Array.from({ length: 10 }, (_, i) => `${each}${'abcdefghij'.at(i)}`),
    );
    const authors = surnames.flat().map((surname) => `X ${surname}`);
    await stores.papers.add([paper('local:many', 'Many', { authors })]);
    let calls = 0;
    const counted = new Proxy(stores, {
      get(target, key, receiver) {
        calls++;
        return Reflect.get(target, key, receiver);
      },
    });
    const names = Array.from({ length: count }, (_, i) =>
      count > 1 ? `${name} szhan${'x'.repeat(i)}` : name,
    );
    const filter = { categories: [], authors: names };
    expect(await correctAuthors({ ...engine, stores: counted }, speller, filter)).toBe(filter);
    expect(calls).toBeLessThan(35);
  });

  test.each([
    // One edit from a name and from a word, or a word itself.
    ['imgaes'],
    ['gaussain papers'],
    ['papers by imgaes'],
    ['songs'],
    ['longs song'],
    // Too short to be sure, too far, or of another first letter.
    ['Lecn'],
    ['deepfake'],
    ['Gengio'],
    ['Bnegoi'],
    ['quantization Bengoi'],
    // A single name that is short, has another letter than somebody's, or is somebody's middle name.
    ['papers by Lecn'],
    ['papers by Bengip'],
    ['papers by Schmidhuver'],
    ['papers by Schmdhubr'],
    ['Yang Sung'],
    ['papers by Yoshuaa'],
    // Each word is somebody's name.
    ['papers by Yann Demers'],
    ['Yann Song'],
    // A place or a company.
    ['papers from Bengoi'],
    ['papers from Bengio about attention'],
  ])('but a topic is left alone: %s', async (typed) => {
    expect(await read(typed)).toBeUndefined();
  });
});

describe('An author with a topic', () => {
  test.each([
    ['attention by Yoshua Bengio', 'Yoshua Bengio', 'attention'],
    ['papers on attention by bengio', 'bengio', 'attention'],
    ['diffusion models by Yang Song', 'Yang Song', 'diffusion models'],
    ['step by step attention by Bengio et al.', 'Bengio', 'step by step attention'],
    ['recent work of Dettmers on quantization', 'Dettmers', 'quantization'],
    ['papers by Bengio about attention on images', 'Bengio', 'attention on images'],
    ['Yoshua Bengio on attention', 'Yoshua Bengio', 'attention'],
    ['Yann LeCun papers on attention', 'Yann LeCun', 'attention'],
    ['Bengio et al. on attention', 'Bengio', 'attention'],
    ['Bengio and colleagues on attention', 'Bengio', 'attention'],
    ["Bengio's work on attention", 'Bengio', 'attention'],
    ['Dettmers’ recent papers on attention', 'Dettmers', 'attention'],
    ['Long Song on attention', 'Long Song', 'attention'],
    // No topic: all of their papers.
    ['the best papers by Bengio', 'Bengio', undefined],
  ])('%s', async (typed, author, topic) => {
    expect(await read(typed)).toEqual({ author, topic, corrected: undefined });
  });

  test.each([
    ['attention by example'],
    ['learning by doing'],
    ['step by step reasoning'],
    ['search by image'],
    ['images by long song'],
    ['a survey on attention'],
    ['long on attention'],
    // A model may share a person's name.
    ['Bengio on attention'],
    ['Bengio papers on attention'],
    ['Bengio attention'],
    ['attention by'],
    ['by on about'],
  ])('but a topic stays a topic: %s', async (typed) => {
    expect(await read(typed)).toBeUndefined();
  });
});

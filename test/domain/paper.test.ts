import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArxivId } from '../../src/domain/arxiv-id.ts';
import { paperUrl } from '../../src/domain/paper.ts';
import { localPaperId, titleKey } from '../../src/text/title-key.ts';

describe('an arXiv id is understood in every usual form', () => {
  it.each([
    '2509.20354',
    ' 2509.20354v2 ',
    'arXiv:2509.20354',
    'arxiv: 2509.20354v1',
    'https://arxiv.org/abs/2509.20354',
    'http://www.arxiv.org/abs/2509.20354v3',
    'arxiv.org/pdf/2509.20354.pdf',
    'https://arxiv.org/pdf/2509.20354v2.pdf',
    'https://arxiv.org/html/2509.20354v1#S3',
    'https://export.arxiv.org/abs/2509.20354?context=cs',
    '<https://arxiv.org/abs/2509.20354>',
    'https://huggingface.co/papers/2509.20354',
    'https://www.alphaxiv.org/abs/2509.20354',
    'https://doi.org/10.48550/arXiv.2509.20354',
    '10.48550/arXiv.2509.20354',
    'doi:10.48550/arXiv.2509.20354',
    'arXiv:2509.20354 [cs.CL]',
    'arXiv:2509.20354v1 [cs.CL] 24 Sep 2025',
    '2509.20354 [stat]',
    'https://ar5iv.labs.arxiv.org/html/2509.20354',
    'https://ar5iv.org/abs/2509.20354',
    'https://www.alphaxiv.org/overview/2509.20354v1',
    '`2509.20354`',
    '**arXiv:2509.20354**',
  ])('%s', (text) => {
    expect(parseArxivId(text)).toBe('2509.20354');
  });

  it.each([
    ['cs/0112017', 'cs/0112017'],
    ['https://arxiv.org/abs/math.GT/0309136v1', 'math/0309136'],
    ['https://arxiv.org/pdf/0704.0001', '0704.0001'],
  ])('an old one: %s', (text, id) => {
    expect(parseArxivId(text)).toBe(id);
  });

  it.each([
    '',
    'EmbeddingGemma',
    '2509.203',
    '12509.20354',
    '2509.20354 and more',
    '2509.20354 [cs.CL] and more',
    '10.1145/2509.20354',
  ])('anything else is none: %j', (text) => {
    expect(parseArxivId(text)).toBeUndefined();
  });
});

describe('a paper without an arXiv id', () => {
  it('is named by the slug of its title', () => {
    expect(localPaperId('Contrast Is All You Need')).toBe('local:contrast-is-all-you-need');
    expect(localPaperId('Naïve Bayes')).toBe('local:naive-bayes');
  });

  it('gets a hash if its title is long or foreign', () => {
    const long = 'A very long title that goes on and on until nobody can remember how it began';
    expect(localPaperId(`${long} one`)).not.toBe(localPaperId(`${long} two`));
    expect(localPaperId('深度学习')).toMatch(/^local:[0-9a-f]{8}$/);
    expect(localPaperId('深度学习')).not.toBe(localPaperId('强化学习'));
  });

  it('has an id that fits into a button, whatever its title', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (title) => localPaperId(title).length <= 72));
  });

  it('links to a search for its title, and any other to its abstract', () => {
    expect(paperUrl({ id: 'local:a-b', title: 'A & B' })).toBe(
      'https://arxiv.org/search/?searchtype=title&query=A%20%26%20B',
    );
    expect(paperUrl({ id: '2509.20354', title: 'x' })).toBe('https://arxiv.org/abs/2509.20354');
  });
});

it('titles that differ only in case, accents, space and punctuation have one key', () => {
  expect(titleKey('Naïve  Bayes: revisited!')).toBe(titleKey('naive bayes revisited'));
  expect(titleKey('A')).not.toBe(titleKey('B'));
});

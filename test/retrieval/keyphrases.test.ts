/** Keyphrases of the nearest papers, offered as topics. */
import { expect, it } from 'vitest';
import { keyphrasesOf } from '../../src/retrieval/keyphrases.ts';

it('names phrases that several titles share, the most frequent first, and the longer of a phrase and its part', () => {
  const topics = keyphrasesOf([
    'Machine Unlearning of LLMs: A Survey',
    'Towards Certified Machine Unlearning',
    'Rethinking Machine Unlearning',
    'Low-Rank Adaptation Dynamics of LLMs',
    'AFLoRA: Low-Rank Adaptation Dynamics, Revisited',
  ]);
  expect(topics).toEqual(['machine unlearning', 'low-rank adaptation dynamics']);
});

it('keeps the spelling of names, and crosses no colon', () => {
  expect(keyphrasesOf(['Fast 3D Scenes: GAN Training', 'More 3D Scenes: GAN Training'])).toEqual([
    '3D scenes',
    'GAN training',
  ]);
});

it('is empty if titles share only common words', () => {
  expect(keyphrasesOf(['A Study of Frogs', 'A Study of Ponds', ''])).toEqual([]);
});

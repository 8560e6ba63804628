/** Papers for tests, with every field set unless told otherwise. */
import type { Paper } from '../../src/domain/paper.ts';

export function makePaper(given: Partial<Paper> = {}): Paper {
  return {
    id: '2509.20354',
    title: 'EmbeddingGemma: Powerful and Lightweight Text Representations',
    abstract: 'We introduce EmbeddingGemma, a new lightweight text embedding model. It is small and good.',
    authors: ['Henrique Schechter Vera', 'Sahil Dua', 'Biao Zhang'],
    categories: ['cs.CL', 'cs.AI'],
    published: '2025-09-25',
    ...given,
  };
}

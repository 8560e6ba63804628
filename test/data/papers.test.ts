import { describe, expect, test } from 'vitest';
import { parseArxivId } from '../../src/domain/arxiv-id.ts';
import { paperSchema } from '../../src/domain/paper.ts';
import { openLines, readPapers } from '../../src/ingest/sources/file.ts';
import { titleKey } from '../../src/text/title-key.ts';
import { collect } from '../collect.ts';

const lines = await collect(openLines('data/papers.jsonl'));
const papers = lines.map((line) => paperSchema.parse(JSON.parse(line)));

describe('The bundled papers', () => {
  test('are 119, in the page’s order', () => {
    expect(papers).toHaveLength(119);
    expect(papers[0]?.title).toBe('Query Rewriting for Retrieval-Augmented Large Language Models');
    expect(papers.at(-1)?.abstract).toMatch(/Code, data, and models are available online\.$/);
  });

  test('each have their own id and title, and an abstract', () => {
    expect(new Set(papers.map((paper) => paper.id)).size).toBe(119);
    expect(new Set(papers.map((paper) => titleKey(paper.title))).size).toBe(119);
    expect(papers.filter((paper) => paper.abstract.length < 600)).toEqual([]);
  });

  test('include arXiv id, authors, categories and date of the nine known ones', () => {
    const known = papers.filter((paper) => parseArxivId(paper.id));
    expect(known).toHaveLength(9);
    expect(
      known.filter((paper) => !paper.authors.length || !paper.categories.length || !paper.published),
    ).toEqual([]);
    expect(papers.find((paper) => paper.title.startsWith('EmbeddingGemma'))?.id).toBe('2509.20354');
  });

  test('contain none of the surrounding page’s text', () => {
    expect(JSON.stringify(papers)).not.toMatch(/Subscribe|trending papers/);
  });

  test('parse from the file exactly as they are stored', async () => {
    const read = await collect(readPapers(openLines('data/papers.jsonl')));
    expect(read.map((line) => 'paper' in line && line.paper)).toEqual(papers);
  });
});

/** One-line summaries by several methods, for comparison at the same length. */
import type { Embedder } from '../../src/embedding/embedder.ts';
import { extractSummary } from '../../src/summary/extract.ts';
import { oneSentence, SENTENCE_ROOM } from '../../src/summary/one-sentence.ts';
import { truncate } from '../../src/text/display.ts';
import { splitSentences } from '../../src/text/sentences.ts';
import { textRank } from './summarisers.ts';

export interface Abstract {
  readonly title: string;
  /** Plain text. */
  readonly abstract: string;
}

export interface OneLineSummariser {
  /** UTF-16 units. */
  readonly room: number;
  readonly summarise: (paper: Abstract, embedder: Embedder) => Promise<string | undefined>;
}

/** The daily post's limit when it showed the method's sentence unchanged. */
const FORMER_ROOM = 160;

export const ONE_LINE_SUMMARISERS: Readonly<Record<string, OneLineSummariser>> = {
  'one sentence': { room: SENTENCE_ROOM, summarise: (paper, embedder) => oneSentence(paper, embedder) },
  'method sentence, cut': {
    room: FORMER_ROOM,
    async summarise({ abstract }, embedder) {
      const { sentences } = await extractSummary(abstract, embedder);
      const chosen = sentences.find(({ role }) => role === 'method') ?? sentences[0];
      return chosen && truncate(chosen.text, FORMER_ROOM);
    },
  },
  'first sentence, cut': {
    room: SENTENCE_ROOM,
    summarise: async ({ abstract }) => truncate(splitSentences(abstract)[0]?.text ?? '', SENTENCE_ROOM),
  },
  'TextRank, cut': {
    room: SENTENCE_ROOM,
    async summarise({ abstract }, embedder) {
      const sentences = splitSentences(abstract).map(({ text }) => text);
      const ranks = textRank(await embedder.embed(sentences, 'passage'));
      return truncate(sentences[ranks.indexOf(Math.max(...ranks))] ?? '', SENTENCE_ROOM);
    },
  },
};

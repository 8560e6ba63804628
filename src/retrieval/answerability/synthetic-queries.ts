/** Synthetic queries from the catalog's own papers: as short, incomplete and vague as people's. */

import type { Paper } from '../../domain/paper.ts';
import { splitSentences } from '../../text/sentences.ts';
import { isStopWord } from '../../text/stop-words.ts';
import { queryTerms } from '../lexical.ts';
import type { SearchEngine } from '../search-engine.ts';
import type { SearchedWords } from '../searched-words.ts';

const TITLE_WORDS = 3;
const SPAN_WORDS = 6;

/** Six queries for each of at most `maxPapers`, sampled evenly, so that the same catalog always gives the same. */
export async function syntheticQueries(engine: SearchEngine, maxPapers: number): Promise<string[]> {
  const { vectors, stores } = engine;
  const count = Math.min(maxPapers, vectors.size);
  const sampled = Array.from({ length: count }, (_, i) =>
    vectors.paperAt(Math.floor(((i + 0.5) * vectors.size) / count)),
  );
  const questions: string[] = [];
  for (const [i, paper] of (await stores.papers.getMany(sampled)).entries())
    questions.push(...(await questionsOf(engine, paper, i)));
  return questions.filter((question) => queryTerms(question).length > 0);
}

/** `turn` varies the chosen part from paper to paper. */
async function questionsOf(
  engine: SearchedWords,
  { title, abstract }: Paper,
  turn: number,
): Promise<string[]> {
  const titleWords = title.split(/\s+/);
  const sentences = splitSentences(abstract);
  const sentence = sentences[turn % Math.max(1, sentences.length)]?.text ?? title;
  const sentenceWords = sentence.split(/\s+/);
  const titleStart = turn % Math.max(1, titleWords.length - TITLE_WORDS + 1);
  const spanStart = (turn * SPAN_WORDS) % Math.max(1, sentenceWords.length - SPAN_WORDS + 1);
  const quarter = Math.floor(titleWords.length / 4);
  return [
    titleWords.slice(titleStart, titleStart + TITLE_WORDS).join(' '),
    titleWords.slice(quarter, quarter + Math.ceil(titleWords.length / 2)).join(' '),
    sentence,
    sentenceWords.filter((_, place) => place % 3 !== turn % 3).join(' '),
    sentenceWords.slice(spanStart, spanStart + SPAN_WORDS).join(' '),
    await withoutRarest(engine, sentenceWords),
  ];
}

/** A person who doesn't know the paper uses more frequent words: without the rarest third. */
async function withoutRarest(engine: SearchedWords, sentenceWords: readonly string[]): Promise<string> {
  const telling = queryTerms(sentenceWords.join(' ')).filter((word) => !isStopWord(word));
  const counts = await engine.lexical.documentFrequencies(telling);
  const rare = [...counts].sort((a, b) => a - b)[Math.floor(counts.length / 3)] ?? 0;
  const dropped = new Set(telling.filter((_, i) => (counts[i] ?? 0) <= rare));
  return sentenceWords.filter((word) => !queryTerms(word).some((part) => dropped.has(part))).join(' ');
}

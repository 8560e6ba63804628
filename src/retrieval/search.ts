/** From a question to a page of papers: words and meaning, fused, each with the sentence that fits. */

import { UserError } from '../domain/errors.ts';
import type { PaperFilter } from '../domain/filter.ts';
import type { Paper } from '../domain/paper.ts';
import type { Scored } from '../store/lexical.ts';
import { splitSentences } from '../text/sentences.ts';
import { type Answerability, judgeAnswerability } from './answerability/judge.ts';
import { readAuthorQuestion } from './author/author-question.ts';
import { correctAuthors } from './author/name-correction.ts';
import { findPaper } from './find-paper.ts';
import { keyphrasesOf } from './keyphrases.ts';
import { queryTerms } from './lexical.ts';
import { loadPage } from './load-page.ts';
import { MAX_RANKED, type Page, type SearchResult } from './match.ts';
import { hasNoContentWords } from './query/no-content-words.ts';
import { type ParsedQuery, parseQuestion, withFilter } from './query/parse.ts';
import { understandText } from './query/understand.ts';
import { rankTopic } from './rank.ts';
import type { SearchEngine } from './search-engine.ts';
import { similarPapers } from './similar.ts';
import { selectSnippets } from './snippet.ts';
import { papersWithSubstring, withFirst } from './substring-match.ts';

// Enough that some of their titles share a phrase, few enough to be about something near the question.
const NEAREST_PAPERS = 30;
const FITS: Answerability = { kind: 'fits' };

/**
 * Searches the whole catalog for what was typed: a topic, a question, a title, an arXiv id, papers like one, an author's
 * name, with or without filters such as `since:2025`.
 * @throws UserError where no word says what to look for, a filter can't be understood, or the one paper asked for is not there.
 */
export async function searchPapers(engine: SearchEngine, typed: string, page: Page): Promise<SearchResult> {
  const question = parseQuestion(typed);
  await engine.refresh();
  if (question.kind === 'id') {
    const paper = await findPaper(engine, question.paperId);
    return listed(engine, [paper.id], page, 'shown');
  }
  if (question.kind === 'like') return similarPapers(engine, await findPaper(engine, question.paperId), page);
  const { stores, vocabulary } = engine;
  const filter = question.filter && (await correctAuthors(stores, vocabulary.speller, question.filter));
  const result =
    question.kind === 'filter'
      ? await newest(engine, filter ?? question.filter, page)
      : await searchText(engine, { ...question, filter }, page);
  if (filter === question.filter) return result;
  const text = question.kind === 'text' ? question.text : '';
  return { ...result, corrected: withFilter(result.corrected ?? text, filter) };
}

type TextQuestion = Pick<ParsedQuery & { readonly kind: 'text' }, 'text' | 'isLong' | 'filter'>;

async function searchText(engine: SearchEngine, question: TextQuestion, page: Page): Promise<SearchResult> {
  const { stores, vocabulary } = engine;
  const { text, isLong, filter } = question;
  const titled = await stores.papers.findByTitle(text);
  if (hasNoContentWords(text) && !titled) {
    throw new UserError('I need a few words to look for, such as “prompt compression”.');
  }
  const asked = titled || isLong ? undefined : await readAuthorQuestion(stores, vocabulary.speller, text);
  if (!asked) return searchTopic(engine, question, titled, page);

  const { author, topic, corrected } = asked;
  const theirs = { categories: [], ...filter, authors: [...(filter?.authors ?? []), author] };
  if (topic === undefined) return { ...(await newest(engine, theirs, page)), corrected };
  const result = await searchTopic(engine, { text: topic, isLong, filter: theirs }, undefined, page);
  const whole = corrected ?? text;
  // What passes can be listed at once, and be searched by topic when it was embedded.
  const isUnready =
    page.from === 0 && result.matches.length === 0 && (await stores.papers.newest(theirs, 1)).length > 0;
  return {
    ...result,
    // They lead away from whose papers were asked for.
    topics: undefined,
    by: { author, topic: result.corrected ?? topic, isUnready },
    corrected:
      result.corrected === undefined ? corrected : whole.replace(topic, () => result.corrected ?? ''),
  };
}

/** By words and meaning; `titled` is the paper whose whole title the text is. */
async function searchTopic(
  engine: SearchEngine,
  { text, isLong, filter }: TextQuestion,
  titled: Paper | undefined,
  page: Page,
): Promise<SearchResult> {
  const { stores, embedder, vectors, vocabulary, titles, ranking } = engine;
  // In a pasted text hardly any single word matters, and there are too many to look each of them up.
  const isExact = isLong || titled !== undefined;
  const understood = await understandText({ stores, vocabulary }, text, isExact, ranking);
  const weights = isLong ? ranking.longQuery : ranking.query;
  const ranker = { stores, embedder, vectors, titles, ranking };
  const fused = await rankTopic(ranker, understood, weights, filter);
  const { retrieved, ranked: nearest } = fused;
  // A paper that was asked for by its whole title goes first, where the filter lets it pass.
  const isTitled = nearest.some(({ paperId }) => paperId === titled?.id);
  const named = titled && isTitled ? [titled.id] : await papersWithSubstring(engine, text, filter);
  const ranked = withFirst(named, nearest);
  const { papers, hasMore } = await loadPage(engine, ranked, page);
  const { words, synonyms } = understood;
  const sentences = await selectSnippets(
    embedder,
    retrieved.query,
    words,
    papers.map(({ paper }) => paper),
  );
  const answerability =
    named.length > 0 ? FITS : await judgeAnswerability(engine, understood, { ...fused, ranked });
  const confident = papers.length > 0 && answerability.kind === 'fits';
  return {
    confident,
    missing: answerability.kind === 'partly' ? answerability.missing : undefined,
    topics: confident ? undefined : await nearestTopics(engine, ranked),
    corrected: understood.corrected,
    words: [...words, ...synonyms.flatMap(({ term }) => queryTerms(term))],
    matches: papers.map(({ paper, score }, i) => ({ paper, score, snippet: sentences[i] })),
    hasMore,
  };
}

async function nearestTopics({ stores }: SearchEngine, ranked: readonly Scored[]): Promise<string[]> {
  const nearest = await stores.papers.getMany(ranked.slice(0, NEAREST_PAPERS).map(({ paperId }) => paperId));
  return keyphrasesOf(nearest.map(({ title }) => title));
}

async function newest(engine: SearchEngine, filter: PaperFilter, page: Page): Promise<SearchResult> {
  return listed(engine, await engine.stores.papers.newest(filter, MAX_RANKED), page);
}

/** Papers that were asked for by name, in the order given, each with what it is about. */
async function listed(
  engine: SearchEngine,
  paperIds: readonly string[],
  page: Page,
  withdrawn?: 'hidden' | 'shown',
): Promise<SearchResult> {
  const ranked = paperIds.map((paperId) => ({ paperId, score: 1 }));
  const { papers, hasMore } = await loadPage(engine, ranked, page, withdrawn);
  const matches = papers.map(({ paper, score }) => ({
    paper,
    score,
    sentence: splitSentences(paper.abstract)[0]?.text,
  }));
  return { confident: ranked.length > 0, words: [], matches, hasMore };
}

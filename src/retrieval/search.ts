/** From a question to a page of papers: words and meaning, fused, each with the sentence that fits. */

import { UserError } from '../domain/errors.ts';
import type { Paper } from '../domain/paper.ts';
import type { PaperFilter, Scored } from '../store/catalog.ts';
import { splitSentences } from '../text/sentences.ts';
import { isAnswerable, signsOf } from './answerability/features.ts';
import { readAuthorQuestion } from './author/author-question.ts';
import { correctAuthors } from './author/name-correction.ts';
import { findPaper } from './find-paper.ts';
import { topicsOf } from './keyphrases.ts';
import { wordsOf } from './lexical.ts';
import { papersOnPage } from './load-page.ts';
import { MAX_RANKED, type Page, type SearchResult } from './match.ts';
import { rankByNeighbours } from './proximity.ts';
import { expandAbbreviations } from './query/expand.ts';
import { saysNothing } from './query/no-content-words.ts';
import { parseQuestion, type Question, withFilter } from './query/parse.ts';
import { applyCorrections, correctWords } from './query/spelling.ts';
import { rankByFeedback } from './relevance-feedback.ts';
import { retrieve } from './retrieve.ts';
import type { Library } from './search-engine.ts';
import { similarPapers } from './similar.ts';
import { bestSentences } from './snippet.ts';
import { papersHolding, withFirst } from './substring-match.ts';
import { fuse } from './weighted-fusion.ts';

// What else was tried on the questions of test/relevance and on known items: docs/search.md.
const DENSE_SHARE = 0.4;
// A pasted text is found by its rare words; all its words together mean a little of everything.
const DENSE_SHARE_OF_LONG = 0.07;
// More words say themselves what is meant: of known titles, other names for them cost two in a hundred.
const MAX_WORDS_EXPANDED = 7;
// Enough that some of their titles share a phrase, few enough to be about something near the question.
const NEAREST_PAPERS = 30;

/**
 * Searches the whole catalog for what was typed: a topic, a question, a title, an arXiv id, papers like one, an author's
 * name, with or without filters such as `since:2025`.
 * @throws UserError where no word says what to look for, a filter can't be understood, or the one paper asked for is not there.
 */
export async function searchPapers(library: Library, typed: string, page: Page): Promise<SearchResult> {
  const question = parseQuestion(typed);
  await library.refresh();
  if (question.kind === 'id') {
    const paper = await findPaper(library, question.paperId);
    return listed(library, [paper.id], page);
  }
  if (question.kind === 'like')
    return similarPapers(library, await findPaper(library, question.paperId), page);
  const { catalog, lexicon } = library;
  const filter = question.filter && (await correctAuthors(catalog, lexicon.speller, question.filter));
  const result =
    question.kind === 'filter'
      ? await newest(library, filter ?? question.filter, page)
      : await searchText(library, { ...question, filter }, page);
  if (filter === question.filter) return result;
  const text = question.kind === 'text' ? question.text : '';
  return { ...result, corrected: withFilter(result.corrected ?? text, filter) };
}

type TextQuestion = Pick<Question & { readonly kind: 'text' }, 'text' | 'isLong' | 'filter'>;

async function searchText(library: Library, question: TextQuestion, page: Page): Promise<SearchResult> {
  const { catalog, lexicon } = library;
  const { text, isLong, filter } = question;
  const titled = await catalog.findByTitle(text);
  if (saysNothing(text) && !titled) {
    throw new UserError('I need a few words to look for, such as “prompt compression”.');
  }
  const asked = titled || isLong ? undefined : await readAuthorQuestion(catalog, lexicon.speller, text);
  if (!asked) return searchTopic(library, question, titled, page);

  const { author, topic, corrected } = asked;
  const theirs = { categories: [], ...filter, authors: [...(filter?.authors ?? []), author] };
  if (topic === undefined) return { ...(await newest(library, theirs, page)), corrected };
  const result = await searchTopic(library, { text: topic, isLong, filter: theirs }, undefined, page);
  const whole = corrected ?? text;
  // What passes can be listed at once, and be searched by topic when it was embedded.
  const isUnready =
    page.from === 0 && result.matches.length === 0 && (await catalog.newestPapers(theirs, 1)).length > 0;
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
  library: Library,
  { text, isLong, filter }: TextQuestion,
  titled: Paper | undefined,
  page: Page,
): Promise<SearchResult> {
  const { embedder, vectors, catalog, lexicon } = library;
  // In a pasted text hardly any single word matters, and there are too many to look each of them up.
  const corrections = isLong || titled ? [] : await correctWords(catalog, lexicon.speller, text);
  const sure = corrections.filter(({ isSure }) => isSure);
  const meant = applyCorrections(text, corrections);
  const isShort = wordsOf(text).length <= MAX_WORDS_EXPANDED;
  const expansions = isShort ? await expandAbbreviations(catalog, lexicon.speller, meant) : [];
  const phrases = expansions.map(({ to }) => to);
  const retrieved = await retrieve({ catalog, embedder, vectors }, meant, phrases, filter);
  const { words, query, lexical, dense } = retrieved;
  const fused = fuse(lexical, dense, isLong ? DENSE_SHARE_OF_LONG : DENSE_SHARE);
  const nearest = rankByFeedback(vectors, await rankByNeighbours(catalog, meant, fused));
  // A paper that was asked for by its whole title goes first, where the filter lets it pass.
  const isTitled = nearest.some(({ paperId }) => paperId === titled?.id);
  const named = titled && isTitled ? [titled.id] : await papersHolding(library, text, filter);
  const ranked = withFirst(named, nearest);
  const { papers, hasMore } = await papersOnPage(library, ranked, page);
  const sentences = await bestSentences(
    embedder,
    query,
    words,
    papers.map(({ paper }) => paper),
  );
  const confident =
    papers.length > 0 &&
    (named.length > 0 || isAnswerable(await library.calibration(), signsOf(retrieved, vectors)));
  return {
    confident,
    topics: confident ? undefined : await nearestTopics(library, ranked),
    corrected: sure.length > 0 ? applyCorrections(text, sure) : undefined,
    words: [...words, ...phrases.flatMap(wordsOf)],
    matches: papers.map(({ paper, score }, i) => ({ paper, score, sentence: sentences[i] })),
    hasMore,
  };
}

async function nearestTopics({ catalog }: Library, ranked: readonly Scored[]): Promise<string[]> {
  const nearest = await catalog.getPapers(ranked.slice(0, NEAREST_PAPERS).map(({ paperId }) => paperId));
  return topicsOf(nearest.map(({ title }) => title));
}

async function newest(library: Library, filter: PaperFilter, page: Page): Promise<SearchResult> {
  return listed(library, await library.catalog.newestPapers(filter, MAX_RANKED), page);
}

/** Papers that were asked for by name, in the order given, each with what it is about. */
async function listed(library: Library, paperIds: readonly string[], page: Page): Promise<SearchResult> {
  const ranked = paperIds.map((paperId) => ({ paperId, score: 1 }));
  const { papers, hasMore } = await papersOnPage(library, ranked, page);
  const matches = papers.map(({ paper, score }) => ({
    paper,
    score,
    sentence: splitSentences(paper.abstract)[0]?.text,
  }));
  return { confident: ranked.length > 0, words: [], matches, hasMore };
}

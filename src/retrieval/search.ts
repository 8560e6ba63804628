/** From a query to a page of papers: words and vectors, fused, each with a snippet. */

import { findArxivIds } from '../domain/arxiv-id.ts';
import { UserError } from '../domain/errors.ts';
import type { PaperFilter } from '../domain/filter.ts';
import type { Paper } from '../domain/paper.ts';
import type { Scored } from '../index/scored.ts';
import { guessLanguage, type QueryLanguage } from '../text/language-guess.ts';
import { splitSentences } from '../text/sentences.ts';
import { type Answerability, judgeAnswerability } from './answerability/judge.ts';
import { readAuthorQuestion } from './author/author-question.ts';
import { correctAuthors } from './author/name-correction.ts';
import { findPaper } from './find-paper.ts';
import { keyphrasesOf } from './keyphrases.ts';
import { findKnownTitle, type KnownTitle } from './known-titles.ts';
import { queryTerms } from './lexical.ts';
import { loadPage } from './load-page.ts';
import { MAX_RANKED, type Match, type Page, type QueryResult, type SearchResult } from './match.ts';
import { isTopicWithout, newestFirst, withoutExcluded } from './narrow.ts';
import { dropWithout } from './query/forms.ts';
import { hasNoContentWords } from './query/no-content-words.ts';
import { type Query, withFilter } from './query/query.ts';
import { contentWords, understandText } from './query/understand.ts';
import { rankTopic } from './rank.ts';
import type { SearchEngine } from './search-engine.ts';
import { similarPapers } from './similar.ts';
import { selectSnippets } from './snippet.ts';
import { papersWithSubstring, withFirst } from './substring-match.ts';

// Enough that some titles share a phrase, few enough to be close to the query.
const NEAREST_PAPERS = 30;
const FITS: Answerability = { kind: 'fits' };

/**
 * Searches for a topic, a question, a title, an arXiv id, similar papers, or an author's name, with or without filters.
 * @throws UserError if no word names a topic, or the one requested paper is missing.
 */
export async function searchPapers(engine: SearchEngine, query: Query, page: Page): Promise<QueryResult> {
  await engine.refresh();
  return { ...(await searchQuery(engine, await readAsTitle(engine, query), page)), query };
}

async function searchQuery(engine: SearchEngine, query: Query, page: Page): Promise<SearchResult> {
  if (query.kind === 'id') {
    const { id } = await findPaper(engine, query.paperId);
    return withSnippetFor(engine, query.typed, await listed(engine, [id], page, 'shown'));
  }
  if (query.kind === 'like') return similarPapers(engine, await findPaper(engine, query.paperId), page);
  const filter = query.filter && (await correctAuthors(engine, engine.vocabulary.speller, query.filter));
  const result =
    query.kind === 'filter'
      ? await newest(engine, filter ?? query.filter, page)
      : await searchText(engine, { ...query, filter }, page);
  if (filter === query.filter) return result;
  const text = query.kind === 'text' ? query.text : '';
  return { ...result, corrected: withFilter(result.corrected ?? text, filter) };
}

type TextQuery = Query & { readonly kind: 'text' };

/** Keeps a title with a year or “without …” whole. */
async function readAsTitle({ stores }: SearchEngine, query: Query): Promise<Query> {
  if (query.kind !== 'text' || !query.asTitle) return query;
  const { typed, isLong, asTitle } = query;
  const isTitle = (await stores.papers.findByTitle(asTitle.text)) !== undefined;
  return isTitle ? { kind: 'text', typed, isLong, ...asTitle } : query;
}

async function searchText(engine: SearchEngine, question: TextQuery, page: Page): Promise<SearchResult> {
  const { stores, vocabulary } = engine;
  const { text, isLong, filter } = question;
  const titled = await stores.papers.findByTitle(text);
  if (hasNoContentWords(text) && !titled) {
    throw new UserError('I need a few words to look for, such as “machine unlearning”.');
  }
  const isTopic = titled !== undefined || isLong || (filter?.authors.length ?? 0) > 0;
  const asked = isTopic ? undefined : await readAuthorQuestion(engine, vocabulary.speller, text);
  if (!asked) return searchInEnglish(engine, await readWithout(engine, question), titled, page);

  const { author, topic, corrected } = asked;
  const theirs = { categories: [], ...filter, authors: [...(filter?.authors ?? []), author] };
  if (topic === undefined) return { ...(await newest(engine, theirs, page)), corrected };
  const result = await searchTopic(engine, { ...question, text: topic, filter: theirs }, undefined, page);
  const whole = corrected ?? text;
  // New papers are listed at once, but can be searched by topic only once they are embedded.
  const isUnsearchable =
    page.from === 0 && result.matches.length === 0 && (await stores.papers.newest(theirs, 1)).length > 0;
  return {
    ...result,
    // Topics would lead away from the requested author.
    topics: undefined,
    by: { author, topic: result.corrected ?? topic, isUnsearchable },
    corrected:
      result.corrected === undefined ? corrected : whole.replace(topic, () => result.corrected ?? ''),
  };
}

/** Treats “without X” as an exclusion, unless papers use the phrase themselves. */
async function readWithout({ lexical }: SearchEngine, question: TextQuery): Promise<TextQuery> {
  const { without, excluded = [] } = question;
  if (without === undefined || (await isTopicWithout(lexical, without))) return question;
  const text = dropWithout(question.text);
  return hasNoContentWords(text) ? question : { ...question, text, excluded: [...excluded, without] };
}

/** Searches the English translation of a foreign query; an unsupported language has no answer. */
async function searchInEnglish(
  engine: SearchEngine,
  question: TextQuery,
  titled: Paper | undefined,
  page: Page,
): Promise<SearchResult> {
  const { text, isLong, filter } = question;
  const isPlain =
    titled !== undefined ||
    isLong ||
    (await isHeldName(engine, text)) ||
    (await papersWithSubstring(engine, text, filter)).length > 0;
  const translated = isPlain ? undefined : engine.translate(text);
  if (translated && translated.coverage >= MIN_COVERAGE) {
    const english = { ...question, text: translated.english };
    return { ...(await searchTopic(engine, english, undefined, page)), translated };
  }
  const result = await searchTopic(engine, question, titled, page);
  const unread = isPlain ? undefined : (translated?.language ?? unreadLanguageOf(engine, text));
  // A title in another language is found verbatim.
  if (unread === undefined || result.isTitleFound) return result;
  return { ...result, confident: false, corrected: undefined, unreadLanguage: unread };
}

const MIN_COVERAGE = 0.6;
const WITH_LEXICON: readonly string[] = ['de', 'fr', 'es', 'zh', 'ja'];

/** A language without a lexicon; the translator detects the others better. */
function unreadLanguageOf({ vocabulary }: SearchEngine, text: string): QueryLanguage | undefined {
  const language = guessLanguage(text, vocabulary.speller.isEnglish);
  return language !== undefined && !WITH_LEXICON.includes(language) ? language : undefined;
}

/** A single word that papers have is a name or a term, whatever language it resembles. */
async function isHeldName({ lexical }: SearchEngine, text: string): Promise<boolean> {
  const words = queryTerms(text);
  if (words.length !== 1) return false;
  return ((await lexical.documentFrequencies(words))[0] ?? 0) > 0;
}

/** Lexical and dense search; `titled` is the paper with exactly this title. */
async function searchTopic(
  engine: SearchEngine,
  { text, isLong, filter, excluded = [], isNewestFirst }: TextQuery,
  titled: Paper | undefined,
  page: Page,
): Promise<SearchResult> {
  const { stores, lexical, embedder, vectors, vocabulary, titles, ranking } = engine;
  // In a pasted text hardly any single word matters, and there are too many to look up each.
  const isExact = isLong || titled !== undefined;
  const understood = await understandText({ stores, lexical, titles, vocabulary }, text, isExact, ranking);
  const weights = isLong ? ranking.longQuery : ranking.query;
  const ranker = { stores, lexical, embedder, vectors, titles, ranking };
  const fused = await rankTopic(ranker, understood, weights, filter);
  const { retrieved, ranked: nearest } = fused;
  // A paper requested by its whole title goes first, if it passes the filter.
  const isTitled = nearest.some(({ paperId }) => paperId === titled?.id);
  const named = titled && isTitled ? [titled.id] : await papersWithSubstring(engine, text, filter);
  const allowed = await withoutExcluded(lexical, withFirst(named, nearest), excluded);
  const ranked = isNewestFirst ? await newestFirst(stores, allowed) : allowed;
  const absent = titled ? undefined : await absentTitle(engine, text);
  const { papers, hasMore } = await loadPage(engine, ranked, page);
  const { words, synonyms } = understood;
  const sentences = await selectSnippets(
    embedder,
    retrieved.query,
    words,
    papers.map(({ paper }) => paper),
  );
  const answerability =
    named.length > 0 ? FITS : await judgeAnswerability(engine, understood, { ...fused, ranked: allowed });
  const confident = papers.length > 0 && answerability.kind === 'fits' && !absent;
  return {
    confident,
    absent,
    excluded: excluded.length > 0 ? excluded : undefined,
    isTitleFound: named.length > 0 || undefined,
    missing: answerability.kind === 'partly' ? answerability.missing : undefined,
    topics: confident ? undefined : nearestTopics(engine, ranked),
    corrected: understood.corrected,
    words: [...words, ...synonyms.flatMap(({ term }) => queryTerms(term))],
    matches: papers.map(({ paper, score }, i) => ({ paper, score, snippet: sentences[i] })),
    hasMore,
  };
}

/** The well-known paper with this title that the store lacks. */
async function absentTitle({ stores }: SearchEngine, text: string): Promise<KnownTitle | undefined> {
  const known = findKnownTitle(text);
  if (!known || (await stores.papers.get(known.arxivId))) return undefined;
  return (await stores.papers.findByTitle(known.title)) ? undefined : known;
}

const nearestTopics = ({ titles }: SearchEngine, ranked: readonly Scored[]): string[] =>
  keyphrasesOf(ranked.slice(0, NEAREST_PAPERS).map(({ paperId }) => titles.titleOf(paperId) ?? ''));

/** The result with the sentences nearest to a question about the paper, such as “what does 2509.20354 say about size?”. */
async function withSnippetFor(
  { embedder }: SearchEngine,
  typed: string,
  result: SearchResult,
): Promise<SearchResult> {
  const question = typed
    .split(/\s+/)
    .filter((word) => findArxivIds(word).length === 0)
    .join(' ');
  if (hasNoContentWords(question)) return result;
  const [vector = new Float32Array(embedder.dims)] = await embedder.embed([question], 'query');
  const words = contentWords(question);
  const papers = result.matches.map(({ paper }) => paper);
  const snippets = await selectSnippets(embedder, vector, words, papers);
  return {
    ...result,
    words,
    matches: result.matches.map((match, i) => ({ ...match, snippet: snippets[i] })),
  };
}

async function newest(engine: SearchEngine, filter: PaperFilter, page: Page): Promise<SearchResult> {
  return listed(engine, await engine.stores.papers.newest(filter, MAX_RANKED), page);
}

/** Requested papers in the given order, each with its first sentence. */
async function listed(
  engine: SearchEngine,
  paperIds: readonly string[],
  page: Page,
  withdrawn?: 'hidden' | 'shown',
): Promise<SearchResult> {
  const ranked = paperIds.map((paperId) => ({ paperId, score: 1 }));
  const { papers, hasMore } = await loadPage(engine, ranked, page, withdrawn);
  const matches: Match[] = papers.map(({ paper, score }) => ({
    paper,
    score,
    snippet: splitSentences(paper.abstract)[0]?.text,
  }));
  return { confident: ranked.length > 0, words: [], matches, hasMore };
}

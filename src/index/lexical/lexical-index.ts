/** BM25 over every paper's words: tokens and stems in an inverted index that follows the change feed. */
import type { PaperFilter } from '../../domain/filter.ts';
import type { PaperText } from '../../store/papers.ts';
import { stem } from '../../text/stem.ts';
import { forEachToken, tokenize } from '../../text/tokenize.ts';
import type { Scored } from '../scored.ts';
import type { Content, SavedContent } from '../snapshot/content.ts';
import { encodeTerms } from './encoded-terms.ts';
import { createInvertedIndex } from './inverted-index.ts';
import { createTermDictionary } from './term-dictionary.ts';

export interface LexicalIndex {
  /** The number of papers. */
  readonly size: number;
  /** Document frequencies after stemming. A word that splits, such as `gpt-4`, counts as its rarest part. */
  documentFrequencies(words: readonly string[]): Promise<number[]>;
  /** Papers that contain any of the words, best BM25 first (higher is better); titles weigh more than abstracts. */
  search(words: readonly string[], limit: number, options?: SearchOptions): Promise<Scored[]>;
  /** The positions of each word in each paper, title and abstract as one text: [papers x words], ascending from 0. */
  positions(
    words: readonly string[],
    paperIds: readonly string[],
  ): Promise<readonly (readonly (readonly number[])[])[]>;
}

export interface SearchOptions {
  /** Its authors are ignored. */
  readonly filter?: PaperFilter | undefined;
  /** If given, no other papers are found. */
  readonly only?: readonly string[] | undefined;
  /** Papers to score beyond the limit, if they pass the filter. */
  readonly also?: readonly string[] | undefined;
  readonly synonyms?: readonly Synonym[] | undefined;
}

/** A synonym of some query words. A paper with either or both scores as with the better one. */
export interface Synonym {
  /** Words of the query. */
  readonly of: readonly string[];
  /** A word, or words that must be adjacent. */
  readonly term: string;
  /** Its weight relative to the words themselves, from 0 to 1. */
  readonly weight: number;
}

/** The index with its update methods. */
export interface UpdatableLexicalIndex extends LexicalIndex {
  /** True once most rows are tombstones; the index must then be rebuilt. */
  readonly needsCompaction: boolean;
  add(papers: readonly PaperText[]): void;
  remove(paperIds: readonly string[]): void;
  save(): Content;
}

const NO_STEM = -1;
// The cache is emptied beyond this; 75,000 papers have half as many.
const MAX_CACHED_TOKENS = 400_000;

export function createLexicalIndex(saved?: SavedContent): UpdatableLexicalIndex {
  const stems = createTermDictionary(saved?.part('stems'));
  const index = createInvertedIndex(saved?.part('papers'));
  // For indexed papers: the stem's number by token.
  let tokens = createTermDictionary();
  let stemOfToken: number[] = [];

  function encode(text: string): number[] {
    const numbers: number[] = [];
    forEachToken(text, (folded, start, end) => {
      const token = tokens.number(folded, start, end);
      let number = stemOfToken[token];
      if (number === undefined) {
        const itsStem = stem(folded.slice(start, end));
        number = stems.number(itsStem, 0, itsStem.length);
        stemOfToken[token] = number;
      }
      numbers.push(number);
    });
    return numbers;
  }

  function forgetTokens(): void {
    tokens = createTermDictionary();
    stemOfToken = [];
  }

  /** The stems of a word; NO_STEM for one that no paper has. */
  function find(word: string): number[] {
    return tokenize(word).map((token) => {
      const itsStem = stem(token);
      return stems.find(itsStem, 0, itsStem.length) ?? NO_STEM;
    });
  }

  return {
    get size() {
      return index.size;
    },
    get needsCompaction() {
      return index.needsCompaction;
    },
    add(papers) {
      if (tokens.size > MAX_CACHED_TOKENS) forgetTokens();
      index.add(
        papers.map(({ paperId, title, abstract, categories, published }) => ({
          paperId,
          text: encodeTerms(encode(title), encode(abstract)),
          categories,
          published,
        })),
      );
    },
    remove: index.remove,
    save: () => ({ stems: stems.save(), papers: index.save() }),

    async documentFrequencies(words) {
      return words.map((word) => {
        const counts = find(word).map(index.count);
        return counts.length > 0 ? Math.min(...counts) : 0;
      });
    },
    async search(words, limit, { filter, only, also, synonyms = [] } = {}) {
      const asked = [...new Set(words)].map(find);
      return index.match(asked, limit, {
        filter,
        only,
        also,
        synonyms: synonyms.map(({ of, term, weight }) => ({ of: of.map(find), term: find(term), weight })),
      });
    },
    async positions(words, paperIds) {
      const asked = words.map((word) => find(word)[0] ?? NO_STEM);
      return paperIds.map((paperId) => index.positions(paperId, asked));
    },
  };
}

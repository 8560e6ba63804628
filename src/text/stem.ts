/** Porter's stemmer, as SQLite's index has it too: https://tartarus.org/martin/PorterStemmer/. */
import { stemmer } from 'stemmer';

/** The stem of an English word, in small letters. */
export const stem = (word: string): string => stemmer(word);

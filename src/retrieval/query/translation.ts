/** What a question in another language says in English. */
export type LexiconLanguage = 'de' | 'fr' | 'es' | 'zh' | 'ja';

export interface Translation {
  readonly language: LexiconLanguage;
  readonly english: string;
  /** Share of the content words, or of the letters where there are no spaces, that were understood. */
  readonly coverage: number;
}

/** `ownWords` are the language's and not English: they decide between languages that look alike. */
export type Reading = Translation & { readonly ownWords: number };

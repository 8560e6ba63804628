/** A query's English translation. */
export type LexiconLanguage = 'de' | 'fr' | 'es' | 'zh' | 'ja';

export interface Translation {
  readonly language: LexiconLanguage;
  readonly english: string;
  /** Share of the content words, or of the letters without spaces, that were understood. */
  readonly coverage: number;
}

/** `ownWords` belong to the language and not to English: they decide between similar languages. */
export type Reading = Translation & { readonly ownWords: number };

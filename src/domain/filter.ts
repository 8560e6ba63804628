/** The papers that a search, a list or a subscription is about. */

/** Keeps the papers for which all of this holds. */
export interface PaperFilter {
  /** ISO day: published on it or later. A paper without a day, and without a month in its id, passes neither this nor `before`. */
  readonly since?: string | undefined;
  /** ISO day: published earlier. */
  readonly before?: string | undefined;
  /** At least one of them, whatever its case; `cs` stands for every `cs.*`. Empty for any. */
  readonly categories: readonly string[];
  /** All of them: whole words of one author's name in any order, accents aside; a single letter may begin a word. */
  readonly authors: readonly string[];
}

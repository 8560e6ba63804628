/** Words as a person wrote them: abbreviations apart from ordinary words. */

// RAG, LoRA and LLMs are abbreviations, ImageNet is a word.
const MAX_ABBREVIATION_CHARS = 5;

/** True of a short word with two capitals, such as RAG and LoRA. */
export const isAbbreviation = (word: string): boolean =>
  word.length <= MAX_ABBREVIATION_CHARS && /[A-Z].*[A-Z]/.test(word);

/** All-caps text: capitals carry no information, except in a single word, which may be an abbreviation. */
export const isAllCaps = (text: string): boolean => !/\p{Ll}/u.test(text) && /\s/.test(text.trim());

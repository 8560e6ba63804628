/** Whether a question is nothing but a person's name. */
import type { Catalog } from '../catalog/catalog.ts';

const MAX_NAME_WORDS = 4;
// A single word is a name rather than a topic where it names this many times more authors' papers than hold it as a word
// ("wang", but not "song"), or hardly any hold it at all ("bengio").
const TIMES_MORE = 100;
const FEW = 10;

/**
 * Whether `text` names an author of the catalog and says nothing else: "Yoshua Bengio", "bengio". Their papers are then
 * `catalog.newestPapers({ categories: [], authors: [text] }, limit)`.
 */
export async function isAuthorName(catalog: Catalog, text: string): Promise<boolean> {
  const words = text.match(/[\p{L}\p{M}]+(?:[’'-][\p{L}\p{M}]+)*/gu) ?? [];
  if (words.length === 0 || words.length > MAX_NAME_WORDS || /[^\p{L}\p{M}\s.,’'-]/u.test(text)) return false;
  // A letter alone begins half of all names.
  if (words.every((word) => word.length === 1)) return false;
  const filter = { categories: [], authors: [text] };
  const [single] = words;
  if (words.length > 1 || single === undefined) return (await catalog.newestPapers(filter, 1)).length > 0;
  const [holding = 0] = await catalog.countWords([single]);
  const few = Math.max(1, holding);
  const needed = holding <= FEW ? few : few * TIMES_MORE;
  // More papers than any name has.
  if (needed > (await catalog.countPapers())) return false;
  return (await catalog.newestPapers(filter, needed)).length === needed;
}

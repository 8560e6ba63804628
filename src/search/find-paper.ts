/** The paper a person means: by id, by link, or by title. */
import { UserError } from '../errors.ts';
import { type Paper, parseArxivId } from '../paper.ts';
import type { Library } from './library.ts';

const MAX_SHOWN_CHARS = 100;

/**
 * Finds a paper by its id, an arXiv or Hugging Face link in any usual form, its exact title, or the nearest title.
 * @throws UserError that says what to do where there is none.
 */
export async function findPaper(library: Library, text: string): Promise<Paper> {
  const asked = text.trim();
  if (!asked)
    throw new UserError('Which paper? Start typing its title and pick one, or paste an arXiv link.');
  const arxivId = parseArxivId(asked);
  const exact =
    (await library.catalog.getPaper(arxivId ?? asked)) ?? (await library.catalog.findByTitle(asked));
  if (exact) return exact;
  if (arxivId) {
    throw new UserError(
      `I don't have arXiv paper ${arxivId}. Look for one like it with /papers and a few words of its title.`,
    );
  }
  await library.refresh();
  const [nearest] = library.titles.find(asked, 1);
  const paper = nearest && (await library.catalog.getPaper(nearest.paperId));
  if (paper) return paper;
  const shown = asked.length > MAX_SHOWN_CHARS ? `${asked.slice(0, MAX_SHOWN_CHARS)}…` : asked;
  throw new UserError(
    `I don't have a paper called “${shown}”. Pick one of the suggestions as you type, or paste an arXiv link.`,
  );
}

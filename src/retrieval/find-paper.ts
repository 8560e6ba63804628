/** Finds a single paper by id, link or title. */

import { findArxivIds, unreadableLink, unreadableLinkError } from '../domain/arxiv-id.ts';
import { UserError } from '../domain/errors.ts';
import type { Paper } from '../domain/paper.ts';
import { collapseSpace, truncate } from '../text/display.ts';
import { findKnownTitle } from './known-titles.ts';
import type { SearchEngine } from './search-engine.ts';

const MAX_SHOWN_CHARS = 100;

/**
 * Finds a paper by its id, an arXiv or Hugging Face link in any usual form, its exact title, or the nearest title.
 * @throws UserError that says what to do if there is none.
 */
export async function findPaper(engine: SearchEngine, text: string): Promise<Paper> {
  const asked = text.trim();
  if (!asked)
    throw new UserError('Which paper? Start typing its title and pick one, or paste an arXiv link.');
  const [arxivId] = findArxivIds(asked);
  const exact =
    (await engine.stores.papers.get(arxivId ?? asked)) ?? (await engine.stores.papers.findByTitle(asked));
  if (exact) return exact;
  if (arxivId) return await fetchPaper(engine, arxivId);
  if (unreadableLink(asked)) throw unreadableLinkError();
  const known = findKnownTitle(asked);
  if (known) {
    const held =
      (await engine.stores.papers.get(known.arxivId)) ??
      (await engine.stores.papers.findByTitle(known.title));
    return held ?? (await fetchPaper(engine, known.arxivId));
  }
  await engine.refresh();
  const [nearest] = engine.titles.find(asked, 1);
  const paper = nearest && (await engine.stores.papers.get(nearest.paperId));
  if (paper) return paper;
  const shown = truncate(collapseSpace(asked), MAX_SHOWN_CHARS);
  throw new UserError(`I don't have a paper called “${shown}”. Try more of its title, or its arXiv link.`);
}

/**
 * The first paper that a message links, cites or names by id, and the ids of the others.
 * @throws UserError that says what to do if there is none.
 */
export async function findLinkedPaper(
  engine: SearchEngine,
  texts: readonly string[],
): Promise<{ readonly paper: Paper; readonly otherIds: readonly string[] }> {
  const [id, ...otherIds] = new Set(texts.flatMap(findArxivIds));
  if (id === undefined) {
    if (texts.some(unreadableLink)) throw unreadableLinkError();
    throw new UserError(
      'I see no arXiv link, arXiv id or DOI in that message. “Find papers about this”, in the same menu, searches for its words.',
    );
  }
  return { paper: (await engine.stores.papers.get(id)) ?? (await fetchPaper(engine, id)), otherIds };
}

async function fetchPaper(engine: SearchEngine, arxivId: string): Promise<Paper> {
  const fetched = await engine.fetchPaper?.(arxivId);
  switch (fetched?.kind) {
    case 'found':
      return fetched.paper;
    case 'missing':
      throw new UserError(`arXiv has no paper ${arxivId}. Check the id, or try a few words of its title.`);
    case 'unreachable':
      throw new UserError(
        `I don't have arXiv paper ${arxivId} yet, and I can't reach arXiv right now. Try again in a minute.`,
      );
    default:
      throw new UserError(
        `I don't have arXiv paper ${arxivId}, and I'm offline, so I can't fetch it. A few words of its title may find one like it.`,
      );
  }
}

/**
 * The paper behind a button, by its id alone: the nearest title would be another paper.
 * @throws UserError that says what to do if it is gone.
 */
export async function findPaperById({ stores }: SearchEngine, id: string): Promise<Paper> {
  const paper = await stores.papers.get(id);
  if (paper) return paper;
  throw new UserError("I don't have that paper any more. A few words of its title may find one like it.");
}

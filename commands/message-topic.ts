/** The words of a message to search for, when its menu is used. */
import { findArxivIds } from '../src/domain/arxiv-id.ts';
import { UserError } from '../src/domain/errors.ts';
import { collapseSpace, truncate } from '../src/text/display.ts';
import type { MenuTarget } from './command.ts';

// The limit of the query option.
const MAX_CHARS = 2_000;
/** Mentions, custom emoji, timestamps and code fences. */
const DISCORD_MARKUP =
  /<(?:@[!&]?|#|a?:\w+:|t:)-?\d+(?::\w)?>|<\/[^>]+:\d+>|```\w*|[`*_~|]{1,3}|^>+ |^-# |^#{1,3} /gm;
const NAMED_LINK = /\[([^\]]*)\]\(<?[^)\s]*>?\)/g;
const ADDRESS = /<?https?:\/\/[^\s>]+>?/g;

/**
 * The message's own words, else those of its preview, else the arXiv id that it links.
 * @throws UserError if it has none of these, as a picture has.
 */
export function topicOf({ content, attached }: MenuTarget): string {
  const topic = [content, ...attached].map(wordsOf).find((words) => /\p{L}{2}/u.test(words));
  if (topic) return truncate(topic, MAX_CHARS);
  const [id] = [content, ...attached].flatMap(findArxivIds);
  if (id) return id;
  throw new UserError('That message has no words to search for. Pick one with text, or use /papers.');
}

const wordsOf = (text: string): string =>
  collapseSpace(text.replace(NAMED_LINK, ' $1 ').replace(ADDRESS, ' ').replace(DISCORD_MARKUP, ' '));

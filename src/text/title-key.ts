/** Keys under which titles are equal, and the title-based id of a paper without another one. */
import { createHash } from 'node:crypto';
import { fold } from './fold.ts';

const SLUG_CHARS = 56;

/** The same text for titles that differ only in case, accents, letters' forms, spacing or punctuation. */
export function titleKey(title: string): string {
  return fold(title).replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The id of a paper without an arXiv id: a slug of its title, with a short hash where the slug does not tell all of it. */
export function localPaperId(title: string): string {
  const lower = title.normalize('NFKD').toLowerCase();
  const slug = lower
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  // Not `titleKey`: the ids of papers that are stored already must not change with it.
  const key = lower.replace(/[^\p{L}\p{N}]+/gu, '');
  const told = slug.replaceAll('-', '') === key;
  if (slug && told && slug.length <= SLUG_CHARS) return `local:${slug}`;
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return `local:${[slug.slice(0, SLUG_CHARS).replace(/-$/, ''), hash].filter(Boolean).join('-')}`;
}

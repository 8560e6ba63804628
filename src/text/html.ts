/** Reads the little HTML, JATS and MathML that titles and abstracts hold. All else in <…> is a token of a paper and stays. */
import { decodeHTMLStrict } from 'entities';
import { subscript, superscript } from './scripts.ts';

/** Formatting that is left out where it is closed: `<b>` alone may be a token of some model's vocabulary. */
const PAIRED =
  'a|i|b|u|em|strong|tt|small|big|font|span|sub|sup|abbr|cite|italic|bold|sc|scp|monospace|underline|inline-formula|' +
  'tex-math|alternatives|named-content|ext-link|xref|div|p|ul|ol|li|title|h[1-6]|blockquote|' +
  'math|mrow|mi|mn|mo|msub|msup|msubsup|mfrac|msqrt|mtext|mstyle|mover|munder|semantics|annotation';
const TAG = new RegExp(
  String.raw`<(?<close>/?)(?:[a-z]{1,8}:)?(?<name>${PAIRED}|br|hr|wbr)(?<attributes>\s[^<>]{0,1000})?(?<empty>/?)>|<!--[^<>]{0,1000}-->`,
  'gi',
);
/** Elements that start a new line on a page. */
const BLOCK = /^(?:br|hr|div|p|ul|ol|li|title|h[1-6]|blockquote)$/;
const ENTITY = /&(?:[a-z][a-z\d]{1,31}|#\d{1,7}|#x[\da-f]{1,6});/i;
const ENTITIES = new RegExp(ENTITY, 'gi');
/** `&amp;amp;lt;` has been escaped three times; more happens to nobody. */
const MAX_ESCAPES = 3;

interface Tag {
  readonly at: number;
  readonly end: number;
  readonly name: string;
  readonly isClosing: boolean;
  readonly href: string | undefined;
  /** For an opening tag: the index of the tag that closes it. */
  partner: number;
}

/** A number that no character has stays as it stands. */
function decodeEntity(entity: string): string {
  const decoded = decodeHTMLStrict(entity);
  return decoded === '\ufffd' ? entity : decoded;
}

/** The text without its tags and entities. A closed link is followed by its address, in brackets. */
export function htmlToText(text: string): string {
  let decoded = text;
  for (let times = 0; times < MAX_ESCAPES && ENTITY.test(decoded); times++)
    decoded = decoded.replace(ENTITIES, decodeEntity);
  return decoded.includes('<') ? withoutTags(decoded) : decoded;
}

function withoutTags(text: string): string {
  const tags = pairTags(text);
  if (tags.length === 0) return text;
  const pieces: string[] = [];
  /** Indexes into `pieces` of the text of each open <sub>, <sup> or <a>. */
  const open = new Map<number, number>();
  let from = 0;
  for (const [index, tag] of tags.entries()) {
    const isAlone = tag.partner === -1 && !BLOCK.test(tag.name) && tag.name !== 'wbr' && tag.name !== '!';
    if (isAlone) continue;
    pieces.push(text.slice(from, tag.at));
    from = tag.end;
    if (BLOCK.test(tag.name)) pieces.push(' ');
    if (!tag.isClosing) open.set(index, pieces.length);
    else if (tag.name === 'sup' || tag.name === 'sub' || tag.name === 'a') {
      const inner = pieces.splice(open.get(tag.partner) ?? pieces.length).join('');
      if (tag.name === 'a') pieces.push(linkText(tags[tag.partner]?.href ?? '', inner));
      else if (tag.name === 'sup') pieces.push(superscript(inner.trim()));
      else pieces.push(subscript(pieces.findLast(Boolean) ?? '', inner.trim()));
    }
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

/** All tags in order; `partner` is -1 for those that nothing opens or closes. */
function pairTags(text: string): Tag[] {
  const tags: Tag[] = [];
  const openByName = new Map<string, number[]>();
  for (const match of text.matchAll(TAG)) {
    const { close, name = '!', attributes = '' } = match.groups ?? {};
    const tag: Tag = {
      at: match.index,
      end: match.index + match[0].length,
      name: name.toLowerCase(),
      isClosing: close === '/',
      href: /\shref\s*=\s*["']?([^"'\s>]+)/i.exec(attributes)?.[1],
      partner: -1,
    };
    const open = openByName.get(tag.name) ?? [];
    openByName.set(tag.name, open);
    if (tag.isClosing) {
      const opening = open.pop();
      if (opening !== undefined) {
        tag.partner = opening;
        (tags[opening] as Tag).partner = tags.length;
      }
    } else open.push(tags.length);
    tags.push(tag);
  }
  return tags;
}

const withoutScheme = (url: string): string =>
  url
    .trim()
    .replace(/^(?:https?:\/\/|mailto:)/i, '')
    .replace(/\/$/, '');

/** The words of a link, with its address where they don't hold it. */
export function linkText(address: string, words: string): string {
  const [url, shown] = [address.trim(), words.trim()];
  if (!shown || /^this (?:https?|ftp) URL$/i.test(shown)) return url;
  if (!/^(?:https?:\/\/|www\.)/i.test(url)) return words;
  if (withoutScheme(shown) === withoutScheme(url)) return url;
  return `${shown} (${url})`;
}

/** Makes text fit for a person to read on Discord: cut to a length, harmless as Markdown, on one line. */

const ZERO_WIDTH_SPACE = '\u200b';

/**
 * `text` cut to at most `maxChars` UTF-16 units, which is how Discord counts, ending in '…' where something was left
 * out. Cuts between words where that keeps at least half of the room, else between graphemes, so that no emoji, accent
 * or surrogate pair is torn; nor is a backslash left behind that escaped what was cut off.
 */
export function truncate(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const room = maxChars - 1;
  if (room < 0) return '';
  const grapheme = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text).containing(room);
  const wordEnd = text.slice(0, room + 1).search(/\s\S*$/);
  const cut = text.slice(0, wordEnd >= room / 2 ? wordEnd : (grapheme?.index ?? room));
  const kept = cut.replace(/[\s,;:([{–—-]+$/u, '');
  const backslashes = kept.length - kept.replace(/\\+$/, '').length;
  return `${backslashes % 2 ? kept.slice(0, -1) : kept}…`;
}

// One pass, so that nothing is escaped twice. In order: web addresses, which stay as they are, bare or in <…>; what
// would mention someone or turn into a channel, a time, a command or an emoji; marks that format anywhere; marks that
// format at the start of a line. https://support.discord.com/hc/en-us/articles/210298617 lists Discord's Markdown and
// https://docs.discord.com/developers/reference#message-formatting the <…> forms.
const SPECIAL =
  /(?<url><https?:\/\/[^\s<>]+>|https?:\/\/[^\s<>`|\\"]+)|(?<opening>@(?=everyone|here)|<(?=[@#:/]|(?:a|t|id):))|[\\*_~`|[]|[#>+-](?<=^[^\S\n]*.)|\.(?=\s)(?<=^[^\S\n]*\d{1,9}.)/gm;

/**
 * `text` such that Discord shows it as it stands: Markdown is escaped with backslashes, and mentions and other <…> forms
 * get a zero-width space, which leaves them readable and mentions nobody. Web addresses stay whole and clickable.
 * For message contents, embed descriptions, titles and field values; author names, footers, buttons and autocomplete
 * choices aren't Markdown and don't want it. The result may be longer: cut with `truncate` afterwards.
 */
export function escapeMarkdown(text: string): string {
  return text.replace(SPECIAL, (...match) => {
    const [whole] = match as [string];
    const groups = match.at(-1) as { url?: string; opening?: string };
    if (groups.url) return groups.url.replace(/@(?=everyone|here)/g, '%40');
    return groups.opening ? whole + ZERO_WIDTH_SPACE : `\\${whole}`;
  });
}

/**
 * `text` on one line: runs of white space become single spaces, ends are trimmed, and control characters, halves of
 * surrogate pairs, zero-width spaces and marks that turn the direction of what follows are left out.
 */
export function collapseSpace(text: string): string {
  return text
    .replace(/(?!\s)[\p{Cc}\p{Cs}\u200b\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The inline half of Discord's Markdown: bold, links, code and the like. */

export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: Emphasis; readonly children: readonly Inline[] }
  /** The address is always http or https. */
  | { readonly type: 'link'; readonly url: string; readonly children: readonly Inline[] }
  /** Seconds since 1970 and Discord's style letter. */
  | { readonly type: 'timestamp'; readonly seconds: number; readonly style: string }
  /** A channel, by its id: <#123>. */
  | { readonly type: 'channel'; readonly id: string }
  /** A clickable command such as </papers:123>. */
  | { readonly type: 'command'; readonly name: string };

export type Emphasis = 'bold' | 'italic' | 'underline' | 'strikethrough' | 'spoiler';

const EMPHASIS: readonly (readonly [delimiter: string, type: Emphasis])[] = [
  ['**', 'bold'],
  ['__', 'underline'],
  ['~~', 'strikethrough'],
  ['||', 'spoiler'],
  ['*', 'italic'],
  ['_', 'italic'],
];

const ESCAPED = /^\\([!-/:-@[-`{-~])/;
const TIMESTAMP = /^<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/;
const COMMAND = /^<\/([-\w]{1,32}(?: [-\w]{1,32}){0,2}):\d+>/;
const CHANNEL = /^<#(\d{1,20})>/;
const EMOJI = /^<a?(:\w{2,32}:)\d+>/;
const MASKED_LINK =
  /^\[((?:\\.|[^\\[\]]){1,512})\]\(<?(https?:\/\/(?:[^\s()<>]|\([^\s()<>]*\))+)>?(?: +"[^"]*")?\)/i;
const BARE_LINK = /^<?(https?:\/\/[^\s<>]+)>?/i;
const WORD = /[\p{L}\p{N}]/u;

// Deeper nesting stays text, so that hostile input can't exhaust the stack.
const MAX_DEPTH = 12;

/** Parses one stretch of text, which may span lines. */
export function parseInline(text: string, depth = 0): Inline[] {
  const inlines: Inline[] = [];
  let plain = '';
  const push = (inline: Inline) => {
    if (plain) inlines.push({ type: 'text', text: plain });
    plain = '';
    inlines.push(inline);
  };

  for (let at = 0; at < text.length; ) {
    const found = depth < MAX_DEPTH ? inlineAt(text, at, depth) : undefined;
    if (found?.inline.type === 'text') plain += found.inline.text;
    else if (found) push(found.inline);
    else plain += text[at];
    at += found?.length ?? 1;
  }
  if (plain) inlines.push({ type: 'text', text: plain });
  return inlines;
}

interface Found {
  readonly inline: Inline;
  /** The number of source characters consumed. */
  readonly length: number;
}

function inlineAt(text: string, at: number, depth: number): Found | undefined {
  switch (text[at]) {
    case '\\': {
      const escaped = ESCAPED.exec(text.slice(at, at + 2));
      return escaped ? { inline: { type: 'text', text: escaped[1] ?? '' }, length: 2 } : undefined;
    }
    case '`':
      return codeAt(text, at);
    case '[': {
      const link = MASKED_LINK.exec(text.slice(at));
      if (!link) return undefined;
      const children = parseInline(link[1] ?? '', depth + 1).map(withoutLink);
      return { inline: { type: 'link', url: link[2] ?? '', children }, length: link[0].length };
    }
    case '<':
      return angleAt(text.slice(at, at + 2048));
    case 'h':
    case 'H':
      return WORD.test(text[at - 1] ?? '') ? undefined : bareLink(text.slice(at, at + 2048));
    case '*':
    case '_':
    case '~':
    case '|':
      return emphasisAt(text, at, depth);
    default:
      return undefined;
  }
}

function angleAt(text: string): Found | undefined {
  const timestamp = TIMESTAMP.exec(text);
  // ECMAScript's time range ends 8.64e12 seconds either side of 1970; beyond it the text stays as it is.
  if (timestamp && Math.abs(Number(timestamp[1])) <= 8.64e12) {
    const inline = { type: 'timestamp', seconds: Number(timestamp[1]), style: timestamp[2] ?? 'f' } as const;
    return { inline, length: timestamp[0].length };
  }
  const command = COMMAND.exec(text);
  if (command) return { inline: { type: 'command', name: command[1] ?? '' }, length: command[0].length };
  const channel = CHANNEL.exec(text);
  if (channel) return { inline: { type: 'channel', id: channel[1] ?? '' }, length: channel[0].length };
  const emoji = EMOJI.exec(text);
  if (emoji) return { inline: { type: 'text', text: emoji[1] ?? '' }, length: emoji[0].length };
  return bareLink(text);
}

function bareLink(text: string): Found | undefined {
  const link = BARE_LINK.exec(text);
  if (!link?.[1]) return undefined;
  if (text.startsWith('<')) {
    if (!link[0].endsWith('>')) return undefined;
    return { inline: linkTo(link[1]), length: link[0].length };
  }
  // Trailing punctuation belongs to the sentence, and so does a bracket that the address didn't open.
  let url = link[1].replace(/[.,:;"'!?*_~|]+$/, '');
  while (url.endsWith(')') && url.split(')').length > url.split('(').length) url = url.slice(0, -1);
  return /^https?:\/\/./i.test(url) ? { inline: linkTo(url), length: url.length } : undefined;
}

function linkTo(url: string): Inline {
  return { type: 'link', url, children: [{ type: 'text', text: url }] };
}

/** A link inside a link's label becomes its text: one click has one target. */
function withoutLink(inline: Inline): Inline {
  if (inline.type !== 'link') return inline;
  return { type: 'text', text: inline.children.map((child) => ('text' in child ? child.text : '')).join('') };
}

function emphasisAt(text: string, at: number, depth: number): Found | undefined {
  const [delimiter, type] = EMPHASIS.find(([mark]) => text.startsWith(mark, at)) ?? [];
  if (!delimiter || !type) return undefined;
  const from = at + delimiter.length;
  const isUnderscore = delimiter === '_';
  // `2 * 3 * 4` and snake_case are no emphasis.
  if (delimiter.length === 1 && /\s/.test(text[from] ?? ' ')) return undefined;
  if (isUnderscore && WORD.test(text[at - 1] ?? '')) return undefined;
  const end = closingAt(text, from, delimiter);
  if (end === undefined || (isUnderscore && WORD.test(text[end + 1] ?? ''))) return undefined;
  const inner = text.slice(from, end);
  if (!inner.trim()) return undefined;
  return { inline: { type, children: parseInline(inner, depth + 1) }, length: end + delimiter.length - at };
}

/** The end of an emphasis: the next delimiter that isn't escaped, in code, or part of a longer one. */
function closingAt(text: string, from: number, delimiter: string): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '`') at += (codeAt(text, at)?.length ?? runAt(text, at)) - 1;
    else if (text.startsWith(delimiter, at)) {
      const run = runAt(text, at);
      // In "***", the last opened closes first.
      if (delimiter.length === 2 || run % 2 === 1) return at + run - delimiter.length;
      at += run - 1;
    }
  }
  return undefined;
}

/** Code ends at the next run of backticks of the same length. */
function codeAt(text: string, at: number): Found | undefined {
  const ticks = runAt(text, at);
  let end = text.indexOf('`', at + ticks);
  while (end >= 0 && runAt(text, end) !== ticks) end = text.indexOf('`', end + runAt(text, end));
  const code = text.slice(at + ticks, end).trim();
  return end < 0 || !code ? undefined : { inline: { type: 'code', text: code }, length: end + ticks - at };
}

/** The length of the run of this character. */
function runAt(text: string, at: number): number {
  let end = at + 1;
  while (text[end] === text[at]) end++;
  return end - at;
}

/**
 * Discord's Markdown as a tree, so that the page can show it without ever touching HTML. Blocks here, inlines in
 * markdown-inline.ts. Facts: https://support.discord.com/hc/en-us/articles/210298617 and
 * https://discord.com/developers/docs/reference#message-formatting
 */
import { type Inline, parseInline } from './markdown-inline.ts';

export type Block =
  /** Lines of text; children hold line breaks as "\n". */
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly type: 'heading'; readonly level: 1 | 2 | 3; readonly children: readonly Inline[] }
  | { readonly type: 'subtext'; readonly children: readonly Inline[] }
  | { readonly type: 'quote'; readonly children: readonly Block[] }
  | { readonly type: 'codeBlock'; readonly text: string }
  | List;

export interface List {
  readonly type: 'list';
  /** The first number of a numbered list; undefined for bullets. */
  readonly start: number | undefined;
  readonly items: readonly ListItem[];
}

export interface ListItem {
  readonly children: readonly Inline[];
  readonly lists: readonly List[];
}

const HEADING = /^(#{1,3}) +(\S.*)$/;
const SUBTEXT = /^-# +(\S.*)$/;
const LIST_ITEM = /^( *)([-*]|\d{1,9}\.) +(\S.*)$/;
const QUOTE = /^> (.*)$/;
const FENCE = /^```(?:[\w+#.-]*\n)?([\s\S]*?\S[\s\S]*?)```/;
const FENCE_START = /(?<!\\)```/;

/** Parses a message, an embed's description or a field. Never throws: anything else stays text. */
export function parseMarkdown(text: string): Block[] {
  return parseBlocks(text.replace(/\r\n?/g, '\n'), true);
}

function parseBlocks(text: string, mayQuote: boolean): Block[] {
  const fence = FENCE_START.exec(text);
  const code = fence && FENCE.exec(text.slice(fence.index));
  if (!fence || !code) return parseLines(text.split('\n'), mayQuote);
  return [
    ...parseBlocks(text.slice(0, fence.index).replace(/\n$/, ''), mayQuote),
    { type: 'codeBlock', text: (code[1] ?? '').replace(/\n$/, '') },
    ...parseBlocks(text.slice(fence.index + code[0].length).replace(/^\n/, ''), mayQuote),
  ];
}

function parseLines(lines: readonly string[], mayQuote: boolean): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const endParagraph = () => {
    const text = paragraph.join('\n');
    if (text.trim()) blocks.push({ type: 'paragraph', children: parseInline(text) });
    paragraph = [];
  };

  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const heading = HEADING.exec(line);
    const subtext = SUBTEXT.exec(line);
    if (heading || subtext) {
      endParagraph();
      blocks.push(
        heading ? headingOf(heading) : { type: 'subtext', children: parseInline(subtext?.[1] ?? '') },
      );
      at++;
    } else if (mayQuote && (line.startsWith('>>> ') || QUOTE.test(line))) {
      endParagraph();
      const quoted = quotedLines(lines.slice(at));
      // Discord does not nest quotes: a ">" inside one is text.
      blocks.push({ type: 'quote', children: parseBlocks(quoted.join('\n'), false) });
      at += quoted.length;
    } else if (LIST_ITEM.test(line)) {
      endParagraph();
      const end = lines.findIndex((later, index) => index > at && !LIST_ITEM.test(later));
      const items = lines.slice(at, end < 0 ? lines.length : end);
      blocks.push(...parseLists(items));
      at += items.length;
    } else {
      paragraph.push(line);
      at++;
    }
  }
  endParagraph();
  return blocks;
}

function headingOf(match: RegExpExecArray): Block {
  const level = match[1]?.length;
  return {
    type: 'heading',
    level: level === 1 || level === 2 ? level : 3,
    children: parseInline(match[2] ?? ''),
  };
}

/** ">>> " quotes everything that follows, "> " only its line. */
function quotedLines(lines: readonly string[]): string[] {
  if (lines[0]?.startsWith('>>> ')) return [lines[0].slice(4), ...lines.slice(1)];
  const end = lines.findIndex((line) => !QUOTE.test(line));
  return lines.slice(0, end < 0 ? lines.length : end).map((line) => line.slice(2));
}

/** Builds lists from consecutive item lines; deeper indentation nests a list in the item above. */
function parseLists(lines: readonly string[]): List[] {
  const items = lines.map((line) => {
    const [, indent = '', marker = '', text = ''] = LIST_ITEM.exec(line) ?? [];
    return {
      indent: indent.length,
      number: marker.endsWith('.') ? Number.parseInt(marker, 10) : undefined,
      text,
    };
  });
  const listsFrom = (from: number, to: number): List[] => {
    const lists: { type: 'list'; start: number | undefined; items: ListItem[] }[] = [];
    const base = items[from]?.indent ?? 0;
    for (let at = from; at < to; ) {
      const item = items[at];
      if (!item) break;
      let next = at + 1;
      while (next < to && (items[next]?.indent ?? 0) > base) next++;
      const current = lists.at(-1);
      const entry = { children: parseInline(item.text), lists: listsFrom(at + 1, next) };
      if (current && (current.start === undefined) === (item.number === undefined)) current.items.push(entry);
      else lists.push({ type: 'list', start: item.number, items: [entry] });
      at = next;
    }
    return lists;
  };
  return listsFrom(0, items.length);
}

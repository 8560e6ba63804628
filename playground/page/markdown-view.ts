/** Draws a Markdown tree. The template escapes every text; no string becomes HTML. */
import { html, type TemplateResult } from 'lit-html';
import type { WorldSnapshot } from '../protocol.ts';
import { type Block, type List, parseMarkdown } from './markdown.ts';
import { type Inline, parseInline } from './markdown-inline.ts';
import { timestampText } from './time.ts';

type Channels = WorldSnapshot['channels'];

/** Message contents, descriptions and field values. */
export function markdownView(text: string, channels: Channels): TemplateResult {
  return html`<div class="markdown">${parseMarkdown(text).map((block) => blockView(channels, block))}</div>`;
}

/** Titles and names, which are a single line. */
export function inlineMarkdownView(text: string, channels: Channels): unknown {
  return inlinesView(channels, parseInline(text));
}

function blockView(channels: Channels, block: Block): unknown {
  switch (block.type) {
    case 'paragraph':
      return html`<p>${inlinesView(channels, block.children)}</p>`;
    case 'heading':
      // The page's own headings take levels 1 and 2.
      return html`<p class="heading-${block.level}" role="heading" aria-level=${block.level + 2}>${inlinesView(channels, block.children)}</p>`;
    case 'subtext':
      return html`<p class="subtext">${inlinesView(channels, block.children)}</p>`;
    case 'quote':
      return html`<blockquote>${block.children.map((block) => blockView(channels, block))}</blockquote>`;
    case 'codeBlock':
      return html`<pre tabindex="0"><code>${block.text}</code></pre>`;
    case 'list':
      return listView(channels, block);
  }
}

function listView(channels: Channels, list: List): TemplateResult {
  const items = list.items.map(
    (item) =>
      html`<li>${inlinesView(channels, item.children)}${item.lists.map((inner) => listView(channels, inner))}</li>`,
  );
  return list.start === undefined ? html`<ul>${items}</ul>` : html`<ol start=${list.start}>${items}</ol>`;
}

function inlinesView(channels: Channels, inlines: readonly Inline[]): unknown {
  return inlines.map((inline) => inlineView(channels, inline));
}

function inlineView(channels: Channels, inline: Inline): unknown {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'code':
      return html`<code>${inline.text}</code>`;
    case 'bold':
      return html`<strong>${inlinesView(channels, inline.children)}</strong>`;
    case 'italic':
      return html`<em>${inlinesView(channels, inline.children)}</em>`;
    case 'underline':
      return html`<u>${inlinesView(channels, inline.children)}</u>`;
    case 'strikethrough':
      return html`<s>${inlinesView(channels, inline.children)}</s>`;
    case 'spoiler':
      return html`<details class="spoiler"><summary>Spoiler</summary>${inlinesView(channels, inline.children)}</details>`;
    case 'link':
      return html`<a href=${inline.url} target="_blank" rel="noopener noreferrer">${inlinesView(channels, inline.children)}</a>`;
    case 'timestamp': {
      const at = new Date(inline.seconds * 1000);
      return html`<time datetime=${at.toISOString()} title=${at.toLocaleString()}>${timestampText(inline.seconds, inline.style, Date.now())}</time>`;
    }
    case 'channel':
      return html`<span class="command-name">#${channels.find(({ id }) => id === inline.id)?.name ?? 'unknown'}</span>`;
    case 'command':
      return html`<span class="command-name">/${inline.name}</span>`;
  }
}

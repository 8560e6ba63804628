/** Shows a Markdown tree. Every text goes through the template's own escaping; no string ever becomes HTML. */
import { html, type TemplateResult } from 'lit-html';
import { type Block, type List, parseMarkdown } from './markdown.ts';
import { type Inline, parseInline } from './markdown-inline.ts';
import { timestampText } from './time.ts';

/** Message contents, descriptions and field values. */
export function markdownView(text: string): TemplateResult {
  return html`<div class="markdown">${parseMarkdown(text).map(blockView)}</div>`;
}

/** Titles and names, which are a single line. */
export function inlineMarkdownView(text: string): unknown {
  return inlinesView(parseInline(text));
}

function blockView(block: Block): unknown {
  switch (block.type) {
    case 'paragraph':
      return html`<p>${inlinesView(block.children)}</p>`;
    case 'heading':
      // The page's own headings are levels 1 and 2.
      return html`<p class="heading-${block.level}" role="heading" aria-level=${block.level + 2}>${inlinesView(block.children)}</p>`;
    case 'subtext':
      return html`<p class="subtext">${inlinesView(block.children)}</p>`;
    case 'quote':
      return html`<blockquote>${block.children.map(blockView)}</blockquote>`;
    case 'codeBlock':
      return html`<pre tabindex="0"><code>${block.text}</code></pre>`;
    case 'list':
      return listView(block);
  }
}

function listView(list: List): TemplateResult {
  const items = list.items.map(
    (item) => html`<li>${inlinesView(item.children)}${item.lists.map(listView)}</li>`,
  );
  return list.start === undefined ? html`<ul>${items}</ul>` : html`<ol start=${list.start}>${items}</ol>`;
}

function inlinesView(inlines: readonly Inline[]): unknown {
  return inlines.map(inlineView);
}

function inlineView(inline: Inline): unknown {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'code':
      return html`<code>${inline.text}</code>`;
    case 'bold':
      return html`<strong>${inlinesView(inline.children)}</strong>`;
    case 'italic':
      return html`<em>${inlinesView(inline.children)}</em>`;
    case 'underline':
      return html`<u>${inlinesView(inline.children)}</u>`;
    case 'strikethrough':
      return html`<s>${inlinesView(inline.children)}</s>`;
    case 'spoiler':
      return html`<details class="spoiler"><summary>Spoiler</summary>${inlinesView(inline.children)}</details>`;
    case 'link':
      return html`<a href=${inline.url} target="_blank" rel="noopener noreferrer">${inlinesView(inline.children)}</a>`;
    case 'timestamp': {
      const at = new Date(inline.seconds * 1000);
      return html`<time datetime=${at.toISOString()} title=${at.toLocaleString()}>${timestampText(inline.seconds, inline.style, Date.now())}</time>`;
    }
    case 'command':
      return html`<span class="command-name">/${inline.name}</span>`;
  }
}

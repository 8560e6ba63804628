/** Draws an embed without pictures: the page loads nothing from other hosts. */
import type { APIEmbed } from 'discord-api-types/v10';
import { html, nothing, type TemplateResult } from 'lit-html';
import type { WorldSnapshot } from '../protocol.ts';
import { inlineMarkdownView, markdownView } from './markdown-view.ts';
import { messageTimeText } from './time.ts';

export function embedView(embed: APIEmbed, channels: WorldSnapshot['channels']): TemplateResult {
  const colour = embed.color ? `#${embed.color.toString(16).padStart(6, '0')}` : '';
  return html`<section class="embed" style=${colour ? `border-left-color:${colour}` : ''}>
    ${embed.author ? html`<p class="embed-author">${linked(embed.author.url, embed.author.name)}</p>` : nothing}
    ${embed.title ? html`<h3 class="embed-title">${linked(embed.url, inlineMarkdownView(embed.title, channels))}</h3>` : nothing}
    ${embed.description ? markdownView(embed.description, channels) : nothing}
    ${
      embed.fields?.length
        ? html`<dl class="fields">
            ${embed.fields.map(
              (field) => html`<div class=${field.inline ? 'inline' : ''}>
                <dt>${inlineMarkdownView(field.name, channels)}</dt>
                <dd>${markdownView(field.value, channels)}</dd>
              </div>`,
            )}
          </dl>`
        : nothing
    }
    ${footerView(embed)}
  </section>`;
}

function footerView(embed: APIEmbed): unknown {
  const time = embed.timestamp && messageTimeText(new Date(embed.timestamp), new Date());
  const text = [embed.footer?.text, time].filter(Boolean).join(' • ');
  return text ? html`<footer class="embed-footer">${text}</footer>` : nothing;
}

function linked(url: string | undefined, content: unknown): unknown {
  if (!url || !/^https?:\/\//i.test(url)) return content;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer">${content}</a>`;
}

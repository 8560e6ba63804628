/** A message's components: rows of buttons, and Components V2. Pictures become links: the page loads nothing from other hosts. */
import type {
  APIActionRowComponent,
  APIComponentInContainer,
  APIComponentInMessageActionRow,
  APIContainerComponent,
  APIMediaGalleryComponent,
  APIMessage,
  APIMessageTopLevelComponent,
  APISectionComponent,
  APISeparatorComponent,
  APITextDisplayComponent,
  APIThumbnailComponent,
} from 'discord-api-types/v10';
import { html, nothing, type TemplateResult } from 'lit-html';
import type { WorldSnapshot } from '../protocol.ts';
import { buttonView, type PressActions, rowView } from './button-view.ts';
import {
  ACTION_ROW,
  CONTAINER,
  MEDIA_GALLERY,
  SECTION,
  SEPARATOR,
  TEXT_DISPLAY,
  THUMBNAIL,
} from './discord-values.ts';
import { markdownView } from './markdown-view.ts';
import { pictureIcon } from './pictures.ts';
import type { Waiting } from './state.ts';

interface Shown {
  readonly messageId: string;
  readonly channels: WorldSnapshot['channels'];
  readonly waiting: readonly Waiting[];
  readonly actions: PressActions;
}

export function componentsView(message: APIMessage, shown: Omit<Shown, 'messageId'>): unknown {
  return (message.components ?? []).map((component) =>
    componentView(component, { ...shown, messageId: message.id }),
  );
}

/** The types are the page's own numbers, which tell them apart as Discord's enums would. */
function componentView(
  component: APIMessageTopLevelComponent | APIComponentInContainer,
  shown: Shown,
): unknown {
  switch (Number(component.type)) {
    case ACTION_ROW: {
      const row = component as APIActionRowComponent<APIComponentInMessageActionRow>;
      return rowView(row, shown.messageId, shown.waiting, shown.actions);
    }
    case TEXT_DISPLAY:
      return markdownView((component as APITextDisplayComponent).content, shown.channels);
    case SECTION:
      return sectionView(component as APISectionComponent, shown);
    case SEPARATOR:
      return separatorView(component as APISeparatorComponent);
    case MEDIA_GALLERY:
      return html`<div class="gallery">${(component as APIMediaGalleryComponent).items.map(pictureView)}</div>`;
    case CONTAINER:
      return containerView(component as APIContainerComponent, shown);
    default:
      return nothing;
  }
}

function containerView({ accent_color, components }: APIContainerComponent, shown: Shown): TemplateResult {
  const colour =
    typeof accent_color === 'number' ? `#${accent_color.toString(16).padStart(6, '0')}` : undefined;
  return html`<section class="container" style=${colour ? `border-left-color:${colour}` : ''}>
    ${components.map((component) => componentView(component, shown))}
  </section>`;
}

function sectionView({ components, accessory }: APISectionComponent, shown: Shown): TemplateResult {
  return html`<div class="section">
    <div class="section-texts">
      ${components.map(({ content }) => markdownView(content, shown.channels))}
    </div>
    ${
      Number(accessory.type) === THUMBNAIL
        ? pictureView(accessory as APIThumbnailComponent)
        : buttonView(
            accessory as Exclude<typeof accessory, APIThumbnailComponent>,
            shown.messageId,
            shown.waiting,
            shown.actions,
            aboutOf(components),
          )
    }
  </div>`;
}

/** The first line that a button stands beside, without its Markdown. */
function aboutOf([first]: readonly APITextDisplayComponent[]): string {
  const [line = ''] = (first?.content ?? '').split('\n').filter((one) => !one.startsWith('#'));
  return line
    .replace(/\[((?:\\.|[^\]\\])*)\]\([^)]*\)/g, '$1')
    .replace(/\\(.)|[*_`]/g, '$1')
    .replace(/^\d+\. /, '');
}

const separatorView = ({ divider = true, spacing = 1 }: APISeparatorComponent): TemplateResult =>
  html`<hr class="separator ${divider ? '' : 'blank'} ${Number(spacing) === 2 ? 'wide' : ''}" />`;

function pictureView({
  media,
  description,
}: Pick<APIThumbnailComponent, 'media' | 'description'>): TemplateResult {
  const name = description || 'Picture';
  return /^https?:\/\//i.test(media.url)
    ? html`<a class="picture" href=${media.url} target="_blank" rel="noopener noreferrer" aria-label=${name} title=${name}>${pictureIcon}</a>`
    : html`<span class="picture" role="img" aria-label=${name}>${pictureIcon}</span>`;
}

/** Rows of buttons under a reply. */
import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import { type Paper, paperUrl } from '../domain/paper.ts';
import { truncate } from '../text/display.ts';
import { type ButtonId, formatButtonId } from './custom-id.ts';

type Row = APIActionRowComponent<APIButtonComponent>;
// Discord takes 80; three of these fit side by side on a wide screen.
const MAX_LABEL_CHARS = 40;

/** The row under a list: turns the page, and searches `again` in other words. */
export function listRows(
  pages: { readonly previous?: ButtonId | undefined; readonly next?: ButtonId | undefined },
  again?: ButtonId,
): Row[] {
  const buttons = [
    ...(pages.previous || pages.next
      ? [turnButton('◀ Previous', pages.previous, 'first'), turnButton('Next ▶', pages.next, 'last')]
      : []),
    ...(again ? [reformulateButton(again)] : []),
  ];
  return buttons.length > 0 ? [row(buttons)] : [];
}

/** Under a search without results: related topics. */
export function topicRows(topics: readonly { readonly label: string; readonly to: ButtonId }[]): Row[] {
  if (topics.length === 0) return [];
  const buttons = topics.map(
    ({ label, to }): APIButtonComponent => ({
      type: ComponentType.Button,
      style: ButtonStyle.Primary,
      label: truncate(label, MAX_LABEL_CHARS),
      custom_id: formatButtonId(to),
    }),
  );
  return [row(buttons)];
}

/** Under a search without results, while reformulating is still possible. */
export const reformulateRow = (to: ButtonId): Row => row([reformulateButton(to)]);

const reformulateButton = (to: ButtonId): APIButtonComponent => ({
  type: ComponentType.Button,
  style: ButtonStyle.Secondary,
  label: 'Search in other words',
  custom_id: formatButtonId(to),
});

/** Under one paper: similar papers, and the paper itself. */
export function paperRow(paper: Paper): Row {
  return row([
    {
      type: ComponentType.Button,
      style: ButtonStyle.Secondary,
      label: 'Similar',
      custom_id: formatButtonId({ kind: 'open', command: 'similar', args: [paper.id] }),
    },
    {
      type: ComponentType.Button,
      style: ButtonStyle.Link,
      label: paper.id.startsWith('local:') ? 'Find on arXiv' : 'Read on arXiv',
      url: paperUrl(paper),
    },
  ]);
}

/** The button beside a paper of a list. It opens the summary, which leads to similar papers. */
export function openButton(paper: Paper, rank: number): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: `Open ${rank}`,
    custom_id: formatButtonId({ kind: 'open', command: 'summary', args: [paper.id] }),
  };
}

function turnButton(label: string, to: ButtonId | undefined, end: 'first' | 'last'): APIButtonComponent {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Primary,
    label,
    // Discord requires unique ids within a message, even on disabled buttons.
    custom_id: to ? formatButtonId(to) : formatButtonId({ kind: 'turn', command: 'none', args: [end] }),
    disabled: to === undefined,
  };
}

const row = (components: APIButtonComponent[]): Row => ({ type: ComponentType.ActionRow, components });

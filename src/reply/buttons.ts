/** Rows of buttons under a reply. */
import {
  type APIActionRowComponent,
  type APIButtonComponent,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import { type Paper, paperUrl } from '../domain/paper.ts';
import { truncate } from '../text/display.ts';
import { type ButtonId, formatButtonId } from './custom-id.ts';

type Row = APIActionRowComponent<APIButtonComponent>;
const ROW_BUTTONS = 5;
// Discord takes 80; three of these fit side by side on a wide screen.
const MAX_LABEL_CHARS = 40;

/**
 * Under a list: a row to summarise a paper, a row for similar papers, and a row to turn the page and to search `again`
 * in other words. Ten papers with all of these make five rows, the most that a message may have.
 */
export function listRows(
  cards: readonly { readonly paper: Paper; readonly rank: number }[],
  pages: { readonly previous?: ButtonId | undefined; readonly next?: ButtonId | undefined },
  again?: ButtonId,
): Row[] {
  const last = [
    ...(pages.previous || pages.next
      ? [turnButton('◀ Previous', pages.previous, 'first'), turnButton('Next ▶', pages.next, 'last')]
      : []),
    ...(again ? [reformulateButton(again)] : []),
  ];
  return [
    ...paperRows('Summarise', 'summary', cards),
    ...paperRows('Similar', 'similar', cards),
    ...(last.length > 0 ? [row(last)] : []),
  ];
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
    openButton('Similar', 'similar', paper),
    {
      type: ComponentType.Button,
      style: ButtonStyle.Link,
      label: paper.id.startsWith('local:') ? 'Find on arXiv' : 'Read on arXiv',
      url: paperUrl(paper),
    },
  ]);
}

/** "Summarise 1", "2", "3": the verb appears once, so that five fit side by side on a phone. */
function paperRows(
  verb: string,
  command: string,
  cards: readonly { readonly paper: Paper; readonly rank: number }[],
): Row[] {
  const label = (rank: number, place: number): string => {
    if (cards.length === 1) return verb;
    return place % ROW_BUTTONS === 0 ? `${verb} ${rank}` : `${rank}`;
  };
  const buttons = cards.map(({ paper, rank }, i) => openButton(label(rank, i), command, paper));
  const rows: Row[] = [];
  for (let start = 0; start < buttons.length; start += ROW_BUTTONS) {
    rows.push(row(buttons.slice(start, start + ROW_BUTTONS)));
  }
  return rows;
}

function openButton(label: string, command: string, paper: Paper): APIButtonComponent {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label,
    custom_id: formatButtonId({ kind: 'open', command, args: [paper.id] }),
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

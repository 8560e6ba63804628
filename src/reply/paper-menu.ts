/** One menu of everything to read about a few papers: rows of buttons would take more room than the list. */
import {
  type APIActionRowComponent,
  type APISelectMenuOption,
  type APIStringSelectComponent,
  ComponentType,
} from 'discord-api-types/v10';
import { type Paper, paperUrl } from '../domain/paper.ts';
import { collapseSpace, truncate } from '../text/display.ts';
import { formatButtonId } from './custom-id.ts';
import { escapedWithin } from './escaped.ts';

// https://discord.com/developers/docs/components/reference#string-select-select-option-structure
const MAX_OPTION_CHARS = 100;

/** `marker` is the menu's own id, which `parseButtonId` drops. */
export function paperMenuRow(
  marker: string,
  papers: readonly { readonly paper: Paper; readonly rank: number }[],
): APIActionRowComponent<APIStringSelectComponent> {
  const option = (
    verb: string,
    command: string,
    { paper, rank }: (typeof papers)[number],
  ): APISelectMenuOption => ({
    label: truncate(`${verb} ${rank}. ${collapseSpace(paper.title) || 'Untitled'}`, MAX_OPTION_CHARS),
    value: formatButtonId({ kind: 'open', command, args: [paper.id] }),
  });
  const menu: APIStringSelectComponent = {
    type: ComponentType.StringSelect,
    custom_id: marker,
    placeholder: 'Read a summary or find similar papers',
    options: [
      ...papers.map((ranked) => option('Summary of', 'summary', ranked)),
      ...papers.map((ranked) => option('Similar to', 'similar', ranked)),
    ],
  };
  return { type: ComponentType.ActionRow, components: [menu] };
}

const MAX_TITLE_CHARS = 110;
const MAX_URL_CHARS = 130;
const MAX_QUERY_CHARS = 50;

/** The title as a link to the paper, or alone if the address is too long. */
export function linkedTitle(paper: Paper): string {
  const title = escapedWithin(asLinkText(paper.title), MAX_TITLE_CHARS) || 'Untitled';
  const short = [...collapseSpace(paper.title)].slice(0, MAX_QUERY_CHARS).join('');
  const url = asLinkTarget(paperUrl({ id: paper.id, title: short }));
  return url.length > MAX_URL_CHARS ? title : `[${title}](${url})`;
}

/** Discord makes no link of text that holds a web address or a lone bracket. */
export const asLinkText = (title: string): string =>
  collapseSpace(title)
    .replace(/[[\]]/g, (bracket) => (bracket === '[' ? '(' : ')'))
    .replaceAll('://', ': //');
export const asLinkTarget = (url: string): string => url.replaceAll('(', '%28').replaceAll(')', '%29');

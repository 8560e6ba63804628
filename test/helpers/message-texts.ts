/** A message's texts, whatever components it has. */
import {
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APIMessage,
  type APIMessageTopLevelComponent,
  type APISectionAccessoryComponent,
  ComponentType,
} from 'discord-api-types/v10';
import { customIdsIn } from '../../src/discord/message-body.ts';

/** Its content, and the texts of its embeds and components. */
export const textOf = ({ content, embeds, components = [] }: APIMessage): string =>
  [
    content,
    ...embeds.flatMap(({ title, description }) => [title, description]),
    ...components.flatMap(textsIn),
  ]
    .filter(Boolean)
    .join('\n');

/** The content, or the heading of a list. */
export const headingOf = ({ content, components = [] }: APIMessage): string =>
  content || (components.flatMap(textsIn)[0] ?? '');

export const customIdsOf = ({ components = [] }: APIMessage): string[] => components.flatMap(customIdsIn);

/** The papers of a list: number, title, and the lines below it. */
export const listed = ({ components = [] }: APIMessage): { rank: number; title: string; text: string }[] =>
  components
    .flatMap((part) => (part.type === ComponentType.Container ? part.components : []))
    .flatMap((part) => (part.type === ComponentType.Section ? [part.components[0]?.content ?? ''] : []))
    .map((content) => {
      const [heading = '', ...lines] = content.split('\n');
      const [, rank, title = ''] = /^\*\*(\d+)\. (.*)\*\*$/.exec(heading) ?? [];
      return {
        rank: Number(rank),
        title: title.replace(/^\[(.*)\]\([^)]*\)$/, '$1'),
        text: lines.join('\n'),
      };
    });

/** The buttons of a message that do something, however deep. */
export const buttonsOf = ({ components = [] }: APIMessage): APIButtonComponentWithCustomId[] =>
  components.flatMap(buttonsIn);

function buttonsIn(component: APIMessageTopLevelComponent): APIButtonComponentWithCustomId[] {
  switch (component.type) {
    case ComponentType.ActionRow:
      return component.components.filter(isPressable);
    case ComponentType.Section:
      return [component.accessory].filter(isPressable);
    case ComponentType.Container:
      return component.components.flatMap(buttonsIn);
    default:
      return [];
  }
}

const isPressable = (
  part: APIComponentInMessageActionRow | APISectionAccessoryComponent,
): part is APIButtonComponentWithCustomId => part.type === ComponentType.Button && 'custom_id' in part;

function textsIn(component: APIMessageTopLevelComponent): string[] {
  switch (component.type) {
    case ComponentType.TextDisplay:
      return [component.content];
    case ComponentType.Section:
      return component.components.map(({ content }) => content);
    case ComponentType.Container:
      return component.components.flatMap(textsIn);
    default:
      return [];
  }
}

export const titlesOf = (message: APIMessage): string[] => listed(message).map(({ title }) => title);
export const ranksOf = (message: APIMessage): number[] => listed(message).map(({ rank }) => rank);

/** The id of the enabled button with this label. Throws if there is none. */
export function buttonId(message: APIMessage, label: string): string {
  const found = buttonsOf(message).find((button) => button.label === label);
  if (!found || found.disabled) throw new Error(`no button "${label}" to press`);
  return found.custom_id;
}

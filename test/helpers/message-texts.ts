/** A message's texts, whatever components it has. */
import { type APIMessage, type APIMessageTopLevelComponent, ComponentType } from 'discord-api-types/v10';
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

export const customIdsOf = ({ components = [] }: APIMessage): string[] => components.flatMap(customIdsIn);

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

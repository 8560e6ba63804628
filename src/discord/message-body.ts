/** From a reply to the body of a message, and back to what its buttons and menus carry. */
import { type APIMessageTopLevelComponent, ComponentType, MessageFlags } from 'discord.js';
import type { Reply } from '../reply/reply.ts';

/** Mentions nobody but the role that the reply names. */
export function messageBody({ content = '', embeds = [], components = [], layout, mentionedRole }: Reply) {
  const allowed_mentions = { parse: [], ...(mentionedRole !== undefined && { roles: [mentionedRole] }) };
  return layout
    ? { flags: MessageFlags.IsComponentsV2, components: layout, allowed_mentions }
    : { content, embeds, components, allowed_mentions };
}

/** The ids of the buttons and menus in a component, however deep. */
export function customIdsIn(component: APIMessageTopLevelComponent): string[] {
  switch (component.type) {
    case ComponentType.ActionRow:
      return component.components.flatMap((part) => ('custom_id' in part ? [part.custom_id] : []));
    case ComponentType.Section:
      return 'custom_id' in component.accessory ? [component.accessory.custom_id] : [];
    case ComponentType.Container:
      return component.components.flatMap(customIdsIn);
    default:
      return [];
  }
}

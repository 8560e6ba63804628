/**
 * Turns a pressed button or a menu's choice into the data that the bot receives, checked as Discord's own client would.
 */
import type {
  APIComponentInMessageActionRow,
  APIMessage,
  APIMessageComponentInteractionData,
  APIMessageTopLevelComponent,
} from 'discord-api-types/v10';
import { ComponentType } from 'discord-api-types/v10';
import { ActionError } from './command-data.ts';
import type { PageAction } from './protocol.ts';
import type { Person, World } from './world.ts';

type Press = Extract<PageAction, { type: 'button' | 'select' }>;

/** @throws ActionError if the message, button or menu doesn't exist, or the choice isn't in the menu. */
export function pressData(
  world: World,
  person: Person,
  press: Press,
): { message: APIMessage; data: APIMessageComponentInteractionData } {
  const stored = world.find(press.messageId);
  if (stored === undefined || (stored.audience ?? person.user.id) !== person.user.id) {
    throw new ActionError('That message is gone. Please ask again.');
  }
  const what = press.type === 'button' ? 'button' : 'menu';
  const found = (stored.message.components ?? [])
    .flatMap(pressableIn)
    .find((part) => 'custom_id' in part && part.custom_id === press.customId);
  if (found?.disabled === true) throw new ActionError(`That ${what} is switched off.`);
  const { message } = stored;
  if (press.type === 'button' && found?.type === ComponentType.Button && 'custom_id' in found) {
    const { custom_id, id } = found;
    return { message, data: { component_type: found.type, custom_id, ...(id !== undefined && { id }) } };
  }
  if (press.type === 'select' && found?.type === ComponentType.StringSelect) {
    const { custom_id, id, min_values = 1, max_values = 1, options } = found;
    const values = [...new Set(press.values)];
    if (!values.every((value) => options.some((option) => option.value === value))) {
      throw new ActionError('That menu has no such choice.');
    }
    if (values.length < min_values || values.length > max_values) {
      throw new ActionError(`That menu takes from ${min_values} to ${max_values} choices.`);
    }
    return {
      message,
      data: { component_type: found.type, custom_id, values, ...(id !== undefined && { id }) },
    };
  }
  throw new ActionError(`That ${what} is gone. Please ask again.`);
}

/** The buttons and menus in a component, however deep. */
function pressableIn(component: APIMessageTopLevelComponent): APIComponentInMessageActionRow[] {
  switch (component.type) {
    case ComponentType.ActionRow:
      return component.components;
    case ComponentType.Section:
      return component.accessory.type === ComponentType.Button ? [component.accessory] : [];
    case ComponentType.Container:
      return component.components.flatMap(pressableIn);
    default:
      return [];
  }
}

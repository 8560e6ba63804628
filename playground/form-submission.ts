/** A filled-in form as the bot receives it. */
import {
  type APIInteractionDataResolvedChannel,
  type APIModalSubmission,
  ComponentType,
} from 'discord-api-types/v10';
import { ActionError } from './command-data.ts';
import type { PlaygroundForm } from './form-limits.ts';
import { describeChannel } from './guild.ts';
import type { World } from './world.ts';

/**
 * What the bot receives of a filled-in form.
 * @throws ActionError if Discord's own client would not send it.
 */
export function submissionOf(
  world: World,
  form: PlaygroundForm,
  values: Readonly<Record<string, readonly string[]>>,
): APIModalSubmission {
  const channels = new Map<string, APIInteractionDataResolvedChannel>();
  const components = form.components.map(({ label: title, component }, i) => {
    const { custom_id, type } = component;
    const given = values[custom_id] ?? [];
    if ((component.required ?? true) && !given.some(Boolean))
      throw new ActionError(`Please fill in “${title}”.`);
    if (component.type === ComponentType.TextInput) {
      const [value = ''] = given;
      if (value.length > (component.max_length ?? 4_000))
        throw new ActionError(`“${title}” takes ${component.max_length ?? 4_000} characters at most.`);
      return wrapped(i, { type, id: 2 * i + 2, custom_id, value });
    }
    for (const value of given) {
      if (component.type === ComponentType.StringSelect) {
        if (!component.options.some((option) => option.value === value))
          throw new ActionError(`“${title}” has no such choice.`);
        continue;
      }
      const channel = world.channels.find(({ id }) => id === value);
      if (!channel) throw new ActionError(`“${title}” has no such channel.`);
      channels.set(value, { ...describeChannel(world, channel), permissions: '0' });
    }
    return wrapped(i, { type, id: 2 * i + 2, custom_id, values: given });
  });
  return {
    custom_id: form.custom_id,
    components: components as unknown as APIModalSubmission['components'],
    ...(channels.size > 0 && { resolved: { channels: Object.fromEntries(channels) } }),
  };
}

const wrapped = (at: number, component: object) => ({ type: ComponentType.Label, id: 2 * at + 1, component });

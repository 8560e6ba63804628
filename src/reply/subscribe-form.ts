/** The form of `/digest subscribe`, and its values as the command's options. */
import {
  type APIModalInteractionResponseCallbackData,
  ChannelType,
  ComponentType,
  TextInputStyle,
} from 'discord-api-types/v10';
import { nativeId } from '../domain/person.ts';
import type { ChannelId } from '../domain/place.ts';
import { formatButtonId } from './custom-id.ts';

/** The days and the period that each choice stands for. */
const RHYTHMS = [
  { value: 'weekdays', label: 'On weekdays', days: 'weekdays', period: 'daily' },
  { value: 'daily', label: 'Every day', days: 'daily', period: 'daily' },
  { value: 'weekly', label: 'On Mondays, the best of the week', days: 'mon', period: 'weekly' },
] as const;

const label = (title: string, description: string, component: object) =>
  ({ type: ComponentType.Label, label: title, description, component }) as const;

/** Filled in with what most servers choose. */
export const subscribeForm = (
  channelId: ChannelId,
  timeZone: string,
): APIModalInteractionResponseCallbackData =>
  ({
    custom_id: formatButtonId({ kind: 'open', command: 'digest', args: ['subscribe'] }),
    title: 'Trending papers in a channel',
    components: [
      label('Channel', 'Where to post', {
        type: ComponentType.ChannelSelect,
        custom_id: 'channel',
        channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
        default_values: [{ id: nativeId('discord', channelId), type: 'channel' }],
      }),
      label('Topics', 'In your own words, separated by ; or empty for all that is trending', {
        type: ComponentType.TextInput,
        custom_id: 'topics',
        style: TextInputStyle.Paragraph,
        required: false,
        max_length: 2_000,
        placeholder: 'machine unlearning; text embeddings',
      }),
      label('How often', 'Papers that the channel has had do not come again', {
        type: ComponentType.StringSelect,
        custom_id: 'rhythm',
        options: RHYTHMS.map(({ value, label: name }, i) => ({ value, label: name, default: i === 0 })),
      }),
      label('Time', 'Such as 09:00 or 9am', {
        type: ComponentType.TextInput,
        custom_id: 'time',
        style: TextInputStyle.Short,
        max_length: 20,
        value: '09:00',
      }),
      label('Time zone', 'A city or region, such as Europe/Berlin', {
        type: ComponentType.TextInput,
        custom_id: 'timezone',
        style: TextInputStyle.Short,
        max_length: 60,
        value: timeZone,
      }),
    ],
  }) as APIModalInteractionResponseCallbackData;

/** The options of `/digest subscribe` that a submitted form stands for. */
export function readSubscribeForm(
  values: Readonly<Record<string, readonly string[]>>,
): Record<string, string> {
  const rhythm = RHYTHMS.find(({ value }) => value === values.rhythm?.[0]) ?? RHYTHMS[0];
  const typed = ['channel', 'topics', 'time', 'timezone'].flatMap((name) => {
    const value = values[name]?.[0];
    return value ? [[name, value]] : [];
  });
  return { ...Object.fromEntries(typed), days: rhythm.days, period: rhythm.period };
}

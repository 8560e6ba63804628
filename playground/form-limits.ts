/**
 * Discord's rules for forms ("modals").
 * https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal
 */
import { ComponentType, TextInputStyle } from 'discord-api-types/v10';
import { z } from 'zod';
import { parseForm, withoutNulls } from './form.ts';

const customId = z.string().min(1).max(100);
const required = z.boolean().exactOptional();

const textInput = z.object({
  type: z.literal(ComponentType.TextInput),
  id: z.int().exactOptional(),
  custom_id: customId,
  style: z.enum(TextInputStyle),
  required,
  min_length: z.int().min(0).max(4_000).exactOptional(),
  max_length: z.int().min(1).max(4_000).exactOptional(),
  value: z.string().max(4_000).exactOptional(),
  placeholder: z.string().max(100).exactOptional(),
});
const stringSelect = z.object({
  type: z.literal(ComponentType.StringSelect),
  id: z.int().exactOptional(),
  custom_id: customId,
  required,
  placeholder: z.string().max(150).exactOptional(),
  options: z
    .array(
      z.object({
        label: z.string().min(1).max(100),
        value: z.string().min(1).max(100),
        description: z.string().max(100).exactOptional(),
        default: z.boolean().exactOptional(),
      }),
    )
    .min(1)
    .max(25),
});
const channelSelect = z.object({
  type: z.literal(ComponentType.ChannelSelect),
  id: z.int().exactOptional(),
  custom_id: customId,
  required,
  placeholder: z.string().max(150).exactOptional(),
  channel_types: z.array(z.int()).exactOptional(),
  default_values: z
    .array(z.object({ id: z.string(), type: z.literal('channel') }))
    .max(25)
    .exactOptional(),
});
const label = z.object({
  type: z.literal(ComponentType.Label),
  id: z.int().exactOptional(),
  label: z.string().min(1).max(45),
  description: z.string().max(100).exactOptional(),
  component: z.discriminatedUnion('type', [textInput, stringSelect, channelSelect]),
});
const formSchema = z.object({
  custom_id: customId,
  title: z.string().min(1).max(45),
  components: z.array(label).min(1).max(5),
});

export type PlaygroundForm = z.infer<typeof formSchema>;
export type FormField = PlaygroundForm['components'][number]['component'];

/** @throws RestError if Discord would refuse the form. */
export const parseModal = (body: unknown): PlaygroundForm => parseForm(formSchema, withoutNulls(body));

/**
 * Discord's published limits on what a bot sends, so that what works in the playground works on Discord.
 * https://docs.discord.com/developers/resources/message#embed-object-embed-limits and .../components/reference
 *
 * Lengths count code points after trimming, as Discord does (https://github.com/discord/discord-api-docs/issues/1315) and
 * zod too. Fields that are not listed are ignored, as Discord does.
 */
import { ButtonStyle, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import { formIssue, parseForm, withoutNulls } from './form.ts';
import { RestError } from './rest-error.ts';

const EMBEDS_TOTAL_CHARS = 6_000;

const trimmed = (maxChars: number) => z.string().trim().max(maxChars);
const required = (maxChars: number) => trimmed(maxChars).min(1);

const WRONG_SCHEME = {
  params: { code: 'URL_TYPE_INVALID_SCHEME' },
  message: 'The scheme of this URL is not supported.',
};
const webUrl = z
  .url()
  .max(2_048)
  .refine(hasScheme(['http', 'https', 'attachment']), WRONG_SCHEME);
const media = z.object({ url: webUrl });

const embedSchema = z
  .object({
    title: trimmed(256).exactOptional(),
    description: trimmed(4_096).exactOptional(),
    url: webUrl.exactOptional(),
    timestamp: z.iso.datetime({ offset: true }).exactOptional(),
    color: z.int().min(0).max(0xffffff).exactOptional(),
    footer: z.object({ text: required(2_048), icon_url: webUrl.exactOptional() }).exactOptional(),
    image: media.exactOptional(),
    thumbnail: media.exactOptional(),
    author: z
      .object({ name: required(256), url: webUrl.exactOptional(), icon_url: webUrl.exactOptional() })
      .exactOptional(),
    fields: z
      .array(z.object({ name: required(256), value: required(1_024), inline: z.boolean().exactOptional() }))
      .max(25)
      .exactOptional(),
  })
  .superRefine((embed, context) => {
    const isEmpty =
      !embed.title &&
      !embed.description &&
      !embed.fields?.length &&
      !(embed.image ?? embed.thumbnail ?? embed.author ?? embed.footer);
    if (isEmpty) context.addIssue(formIssue('BASE_TYPE_REQUIRED', 'This field is required', ['description']));
  });

const emojiSchema = z.object({
  id: z.string().exactOptional(),
  name: z.string().min(1).exactOptional(),
  animated: z.boolean().exactOptional(),
});
const customId = z.string().min(1).max(100);
const pressable = {
  type: z.literal(ComponentType.Button),
  id: z.int().exactOptional(),
  label: trimmed(80).exactOptional(),
  emoji: emojiSchema.exactOptional(),
  disabled: z.boolean().exactOptional(),
};

const actionButtonSchema = z.object({
  ...pressable,
  style: z.literal([ButtonStyle.Primary, ButtonStyle.Secondary, ButtonStyle.Success, ButtonStyle.Danger]),
  custom_id: customId,
});
const BOTH_ID_AND_URL = {
  params: { code: 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE' },
  message: 'A custom id and url cannot both be specified',
};
const linkButtonSchema = z.object({
  ...pressable,
  style: z.literal(ButtonStyle.Link),
  custom_id: z.custom<never>(() => false, BOTH_ID_AND_URL).exactOptional(),
  url: z
    .url()
    .max(512)
    .refine(hasScheme(['http', 'https', 'discord']), WRONG_SCHEME),
});
const buttonSchema = z
  .discriminatedUnion('style', [actionButtonSchema, linkButtonSchema])
  .superRefine((button, context) => {
    if (!button.label && button.emoji === undefined) {
      context.addIssue(formIssue('BASE_TYPE_REQUIRED', 'A button needs a label or an emoji.', ['label']));
    }
  });

const selectSchema = z.object({
  type: z.literal(ComponentType.StringSelect),
  id: z.int().exactOptional(),
  custom_id: customId,
  placeholder: z.string().max(150).exactOptional(),
  min_values: z.int().min(0).max(25).exactOptional(),
  max_values: z.int().min(1).max(25).exactOptional(),
  disabled: z.boolean().exactOptional(),
  options: z
    .array(
      z.object({
        label: required(100),
        value: z.string().min(1).max(100),
        description: z.string().max(100).exactOptional(),
        emoji: emojiSchema.exactOptional(),
        default: z.boolean().exactOptional(),
      }),
    )
    .min(1)
    .max(25),
});

const rowSchema = z
  .object({
    type: z.literal(ComponentType.ActionRow),
    id: z.int().exactOptional(),
    components: z
      .array(z.discriminatedUnion('type', [buttonSchema, selectSchema]))
      .min(1)
      .max(5),
  })
  .superRefine(({ components }, context) => {
    if (
      components.length > 1 &&
      components.some((component) => component.type === ComponentType.StringSelect)
    ) {
      const tooWide = 'The specified component exceeds the maximum width';
      context.addIssue(formIssue('COMPONENT_LAYOUT_WIDTH_EXCEEDED', tooWide, ['components']));
    }
  });

const messageSchema = z
  .object({
    content: trimmed(2_000).exactOptional(),
    tts: z.boolean().exactOptional(),
    flags: z.int().exactOptional(),
    nonce: z.union([z.string().max(25), z.int()]).exactOptional(),
    enforce_nonce: z.boolean().exactOptional(),
    embeds: z.array(embedSchema).max(10).exactOptional(),
    components: z.array(rowSchema).max(5).exactOptional(),
    message_reference: z
      .object({ message_id: z.string(), fail_if_not_exists: z.boolean().default(true) })
      .exactOptional(),
    allowed_mentions: z
      .object({
        parse: z.array(z.enum(['roles', 'users', 'everyone'])).exactOptional(),
        users: z.array(z.string()).max(100).exactOptional(),
        roles: z.array(z.string()).max(100).exactOptional(),
        replied_user: z.boolean().exactOptional(),
      })
      .exactOptional(),
  })
  .superRefine(({ embeds = [], components = [] }, context) => {
    if (embeds.reduce((sum, embed) => sum + embedChars(embed), 0) > EMBEDS_TOTAL_CHARS) {
      const tooLarge = `Embed size exceeds maximum size of ${EMBEDS_TOTAL_CHARS}`;
      context.addIssue(formIssue('MAX_EMBED_SIZE_EXCEEDED', tooLarge, ['embeds']));
    }
    const seen = new Set<string>();
    for (const [row, { components: inRow }] of components.entries()) {
      for (const [column, component] of inRow.entries()) {
        if (component.custom_id === undefined) continue;
        if (seen.has(component.custom_id)) {
          const path = ['components', row, 'components', column, 'custom_id'];
          const duplicate = 'Component custom id cannot be duplicated';
          context.addIssue(formIssue('COMPONENT_CUSTOM_ID_DUPLICATED', duplicate, path));
        }
        seen.add(component.custom_id);
      }
    }
  });

/** The parts of a message that a bot may set. On an edit, omitted parts stay. */
export type MessageBody = z.infer<typeof messageSchema>;

/** A new message's body. Refuses other flags, and a message with nothing to see. */
export function parseNewMessage(body: unknown, allowedFlags: number): MessageBody {
  const message = parseForm(flagsWithin(allowedFlags), withoutNulls(body));
  if (isEmptyMessage(message)) throw emptyMessage();
  return message;
}

/** An edit's body; null clears a part. */
export function parseEdit(body: unknown): MessageBody {
  const cleared =
    typeof body === 'object' && body !== null
      ? Object.fromEntries(Object.entries(body).map(([name, field]) => [name, field ?? EMPTY[name]]))
      : body;
  return parseForm(flagsWithin(MessageFlags.SuppressEmbeds), withoutNulls(cleared));
}
const EMPTY: Record<string, unknown> = { content: '', embeds: [], components: [] };

/** True if nobody would see anything. */
export function isEmptyMessage(message: {
  readonly content?: string;
  readonly embeds?: readonly unknown[];
  readonly components?: readonly unknown[];
}): boolean {
  return !message.content && !message.embeds?.length && !message.components?.length;
}

export const emptyMessage = () => new RestError(400, 50006, 'Cannot send an empty message');

function flagsWithin(allowedFlags: number) {
  return messageSchema.superRefine(({ flags = 0 }, context) => {
    const wrong = flags & ~allowedFlags;
    if (wrong === 0) return;
    const names = Object.entries(MessageFlags)
      .filter(([, bit]) => typeof bit === 'number' && (wrong & bit) !== 0)
      .map(([name]) => name);
    context.addIssue(
      formIssue('BASE_TYPE_CHOICES', `Not allowed on this message: ${names.join(', ') || wrong}.`, ['flags']),
    );
  });
}

function embedChars(embed: z.infer<typeof embedSchema>): number {
  const parts = [embed.title, embed.description, embed.footer?.text, embed.author?.name];
  for (const field of embed.fields ?? []) parts.push(field.name, field.value);
  return parts.reduce((sum, part) => sum + [...(part ?? '')].length, 0);
}

function hasScheme(schemes: readonly string[]) {
  return (url: string) => schemes.some((scheme) => url.toLowerCase().startsWith(`${scheme}:`));
}

/**
 * Discord's published limits on what a bot sends, so that what works in the playground works on Discord.
 * https://docs.discord.com/developers/resources/message#embed-object-embed-limits and .../components/reference
 *
 * Lengths count code points after trimming, as Discord does (https://github.com/discord/discord-api-docs/issues/1315) and
 * zod too. Fields that are not listed are ignored, as Discord does.
 */
import { type ComponentType, MessageFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import { checkLayout, componentSchema, isLayout } from './component-limits.ts';
import { formIssue, parseForm, withoutNulls } from './form.ts';
import { required, trimmed, webUrl } from './limited-fields.ts';
import { RestError } from './rest-error.ts';

const EMBEDS_TOTAL_CHARS = 6_000;

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

/** A file as `jsonBody` adds it. */
const fileSchema = z.object({ name: z.string(), type: z.string(), base64: z.string(), bytes: z.int() });

const messageSchema = z
  .object({
    content: trimmed(2_000).exactOptional(),
    tts: z.boolean().exactOptional(),
    flags: z.int().exactOptional(),
    nonce: z.union([z.string().max(25), z.int()]).exactOptional(),
    enforce_nonce: z.boolean().exactOptional(),
    embeds: z.array(embedSchema).max(10).exactOptional(),
    components: z.array(componentSchema).exactOptional(),
    files: z.array(fileSchema).max(10).exactOptional(),
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
    checkLayout(components, context);
  });

/** The parts of a message that a bot may set. On an edit, omitted parts stay. */
export type MessageBody = z.infer<typeof messageSchema>;

/** A new message's body. Refuses other flags, and a message with nothing to see. */
export function parseNewMessage(body: unknown, allowedFlags: number): MessageBody {
  const message = parseForm(flagsWithin(allowedFlags), withoutNulls(body));
  if (isEmptyMessage(message)) throw emptyMessage();
  refuseMixture(message, message.flags ?? 0);
  return message;
}

/** An edit's body; null clears a part. */
export function parseEdit(body: unknown): MessageBody {
  const cleared =
    typeof body === 'object' && body !== null
      ? Object.fromEntries(Object.entries(body).map(([name, field]) => [name, field ?? EMPTY[name]]))
      : body;
  return parseForm(
    flagsWithin(MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2),
    withoutNulls(cleared),
  );
}
const EMPTY: Record<string, unknown> = { content: '', embeds: [], components: [] };

interface MessageParts {
  readonly content?: string | undefined;
  readonly embeds?: readonly unknown[] | undefined;
  readonly components?: readonly { readonly type: ComponentType }[] | undefined;
  readonly files?: readonly unknown[] | undefined;
  readonly attachments?: readonly unknown[] | undefined;
}

/** True if nobody would see anything. */
export function isEmptyMessage(message: MessageParts): boolean {
  const { content, embeds, components, files, attachments } = message;
  return !content && ![embeds, components, files, attachments].some((parts) => parts?.length);
}

/**
 * Throws unless a message has either Components V2 and nothing else, or rows of buttons beside a content and embeds.
 * https://docs.discord.com/developers/components/reference
 */
export function refuseMixture(message: MessageParts, flags: number): void {
  const { content, embeds = [], components = [] } = message;
  if ((flags & MessageFlags.IsComponentsV2) !== 0) {
    if (!content && embeds.length === 0) return;
    const text = 'The content and embeds fields cannot be used with the IS_COMPONENTS_V2 flag';
    throw new RestError(400, 50035, text);
  }
  if (isLayout(components))
    throw new RestError(400, 50035, 'These components need the IS_COMPONENTS_V2 flag');
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

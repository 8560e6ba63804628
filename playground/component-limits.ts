/**
 * Discord's published limits on components: rows of buttons and menus, and Components V2.
 * https://docs.discord.com/developers/components/reference
 */
import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import { formIssue } from './form.ts';
import { hasScheme, required, trimmed, WRONG_SCHEME, webUrl } from './limited-fields.ts';

const MAX_ROWS = 5;
/** Limits of a message with Components V2: all components, nested ones included, and characters of all texts. */
const MAX_COMPONENTS = 40;
const MAX_TEXT_CHARS = 4_000;

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

const id = z.int().exactOptional();
const mediaSchema = z.object({ url: webUrl });
const pictureText = trimmed(1_024).exactOptional();
const textSchema = z.object({
  type: z.literal(ComponentType.TextDisplay),
  id,
  content: required(MAX_TEXT_CHARS),
});
const thumbnailSchema = z.object({
  type: z.literal(ComponentType.Thumbnail),
  id,
  media: mediaSchema,
  description: pictureText,
  spoiler: z.boolean().exactOptional(),
});
const sectionSchema = z.object({
  type: z.literal(ComponentType.Section),
  id,
  components: z.array(textSchema).min(1).max(3),
  accessory: z.discriminatedUnion('type', [buttonSchema, thumbnailSchema]),
});
const separatorSchema = z.object({
  type: z.literal(ComponentType.Separator),
  id,
  divider: z.boolean().exactOptional(),
  spacing: z.literal([1, 2]).exactOptional(),
});
const gallerySchema = z.object({
  type: z.literal(ComponentType.MediaGallery),
  id,
  items: z
    .array(z.object({ media: mediaSchema, description: pictureText, spoiler: z.boolean().exactOptional() }))
    .min(1)
    .max(10),
});
const inContainer = [rowSchema, textSchema, sectionSchema, separatorSchema, gallerySchema] as const;
const containerSchema = z.object({
  type: z.literal(ComponentType.Container),
  id,
  accent_color: z.int().min(0).max(0xffffff).exactOptional(),
  spoiler: z.boolean().exactOptional(),
  components: z.array(z.discriminatedUnion('type', inContainer)).min(1),
});

export const componentSchema = z.discriminatedUnion('type', [...inContainer, containerSchema]);
export type MessageComponent = z.infer<typeof componentSchema>;

/** True if any of them needs the flag IS_COMPONENTS_V2. */
export const isLayout = (components: readonly { readonly type: ComponentType }[]): boolean =>
  components.some(({ type }) => type !== ComponentType.ActionRow);

/** Adds an issue for what no single component shows: too many of them, too much text, or one custom id twice. */
export function checkLayout(components: readonly MessageComponent[], context: z.RefinementCtx): void {
  const all = [...walk(components, ['components'])];
  const refuse = (code: string, text: string, path: (string | number)[] = ['components']) =>
    context.addIssue(formIssue(code, text, path));
  if (!isLayout(components) && components.length > MAX_ROWS)
    refuse('BASE_TYPE_MAX_LENGTH', `Must be ${MAX_ROWS} or fewer in length.`);
  if (all.length > MAX_COMPONENTS)
    refuse(
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `Must have at most ${MAX_COMPONENTS} components in all.`,
    );
  const chars = all.reduce((sum, { part }) => sum + ('content' in part ? [...part.content].length : 0), 0);
  if (chars > MAX_TEXT_CHARS)
    refuse(
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `Must have at most ${MAX_TEXT_CHARS} characters in all.`,
    );
  const seen = new Set<string>();
  for (const { part, path } of all) {
    const customId = 'custom_id' in part ? part.custom_id : undefined;
    if (customId === undefined) continue;
    if (seen.has(customId))
      refuse('COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated', [
        ...path,
        'custom_id',
      ]);
    seen.add(customId);
  }
}

type AnyComponent =
  | MessageComponent
  | z.infer<typeof buttonSchema>
  | z.infer<typeof selectSchema>
  | z.infer<typeof thumbnailSchema>;

/** Every component with its path, those inside others after what they are in. */
function* walk(
  components: readonly AnyComponent[],
  path: readonly (string | number)[],
): Generator<{ part: AnyComponent; path: (string | number)[] }> {
  for (const [i, part] of components.entries()) {
    const here = [...path, i];
    yield { part, path: here };
    if ('components' in part) yield* walk(part.components, [...here, 'components']);
    if ('accessory' in part) yield { part: part.accessory, path: [...here, 'accessory'] };
  }
}

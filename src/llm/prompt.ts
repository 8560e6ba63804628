/**
 * Prompts as data: a Markdown file in prompts/ with what it is for in its front matter, the instructions, and the data,
 * which comes from others and is kept apart from them.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConfigError, describeError } from '../domain/errors.ts';
import { projectPath } from '../lib/package-root.ts';

export interface Prompt<Name extends string, Output> {
  /** The file's name without its ending. */
  readonly name: string;
  /** Changes with the file's text and with the output's shape: for the key of what is kept of answers. */
  readonly key: string;
  readonly purpose: string;
  readonly output: z.ZodType<Output>;
  /** The output as a JSON Schema, each field with what the file says of it. */
  readonly jsonSchema: Readonly<Record<string, unknown>>;
  /** At most so many tokens may be answered. */
  readonly maxTokens: number;
  /** Whether the smaller model does, where there is one. */
  readonly isFast: boolean;
  render(values: Readonly<Record<Name, string>>): RenderedPrompt;
}

export interface RenderedPrompt {
  /** What the model is to do; nothing of it comes from others. */
  readonly instructions: string;
  /** What it works on, each piece between the tags that the instructions name. */
  readonly data: string;
}

const frontMatterSchema = z.strictObject({
  purpose: z.string().min(1),
  version: z.int().positive(),
  model: z.enum(['usual', 'fast']).default('usual'),
  maxTokens: z.int().positive(),
  placeholders: z.array(z.string().regex(/^[a-z][A-Za-z]*$/)).min(1),
  output: z.record(z.string(), z.string().min(1)),
});

const PARTS = /^---\n(?<front>[\s\S]*?)\n---\n(?<instructions>[\s\S]*?)\n# Data\n(?<data>[\s\S]*)$/;
const PLACEHOLDER = /\{\{(\w+)\}\}/g;

/**
 * The prompt of `prompts/<name>.md`. The code that uses it says which placeholders it fills and what it takes as output.
 * @throws ConfigError where the file can't be read, or says otherwise.
 */
export function loadPrompt<Name extends string, Shape extends z.ZodRawShape>(
  name: string,
  placeholders: readonly Name[],
  output: z.ZodObject<Shape>,
): Prompt<Name, z.infer<z.ZodObject<Shape>>> {
  const path = `prompts/${name}.md`;
  try {
    return parsePrompt(name, readFileSync(projectPath(path), 'utf8'), placeholders, output);
  } catch (cause) {
    throw new ConfigError(`The prompt in ${path} can't be used (${describeError(cause)}).`, { cause });
  }
}

/** The same for a file's text. Throws an Error that says what is wrong with it. */
export function parsePrompt<Name extends string, Shape extends z.ZodRawShape>(
  name: string,
  text: string,
  placeholders: readonly Name[],
  output: z.ZodObject<Shape>,
): Prompt<Name, z.infer<z.ZodObject<Shape>>> {
  const parts = PARTS.exec(text.replaceAll('\r\n', '\n'))?.groups;
  if (!parts) throw new Error('it needs a front matter between lines of ---, the instructions, and "# Data"');
  const front = frontMatterSchema.safeParse(parse(parts.front ?? ''));
  if (!front.success) throw new Error(`front matter: ${z.prettifyError(front.error)}`);
  const { purpose, maxTokens, model, output: fields } = front.data;
  const [instructions, data] = [parts.instructions?.trim() ?? '', parts.data?.trim() ?? ''];
  mustBeSame('placeholders in the front matter', front.data.placeholders, placeholders);
  mustBeSame(
    'placeholders under # Data',
    [...data.matchAll(PLACEHOLDER)].map(([, found]) => found ?? ''),
    placeholders,
  );
  mustBeSame(
    'placeholders in the instructions',
    [...instructions.matchAll(PLACEHOLDER)].map(([, found]) => found ?? ''),
    [],
  );
  mustBeSame('output fields', Object.keys(fields), Object.keys(output.shape));
  const jsonSchema = describeFields(z.toJSONSchema(output), fields);
  const key = createHash('sha256')
    .update(text)
    .update(JSON.stringify(jsonSchema))
    .digest('base64url')
    .slice(0, 12);
  return {
    name,
    key,
    purpose,
    output,
    jsonSchema,
    maxTokens,
    isFast: model === 'fast',
    render: (values) => ({
      instructions,
      data: data.replace(PLACEHOLDER, (_, placeholder: Name) => asData(values[placeholder], placeholders)),
    }),
  };
}

function mustBeSame(what: string, found: readonly string[], wanted: readonly string[]): void {
  const [has, wants] = [found, wanted].map((names) => [...new Set(names)].sort().join(', ') || 'none');
  if (has !== wants) throw new Error(`${what} are ${has}, and the code has ${wants}`);
}

function describeFields(
  schema: Readonly<Record<string, unknown>>,
  descriptions: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const { $schema: _, ...rest } = schema;
  const properties = (schema.properties ?? {}) as Record<string, object>;
  return {
    ...rest,
    properties: Object.fromEntries(
      Object.entries(properties).map(([field, property]) => [
        field,
        { ...property, description: descriptions[field] },
      ]),
    ),
  };
}

// Nothing of it can be seen, and tags could be hidden in it or broken up by it.
const HIDDEN =
  /(?![\n\t])[\p{Cc}\p{Cs}\p{Co}\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb]|\u034f|[\ufe00-\ufe0f]|[\u17b4\u17b5]|[\u180b-\u180d]|[\u{e0000}-\u{e0fff}]/gu;
/** Look like < > / |, and are read as these. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '＜': '<',
  '﹤': '<',
  '＞': '>',
  '﹥': '>',
  '／': '/',
  '⁄': '/',
  '∕': '/',
  '｜': '|',
  '￨': '|',
  '［': '[',
  '］': ']',
};
/** What chat templates put around turns: https://huggingface.co/docs/transformers/chat_templating */
const TURN_MARKS =
  /<\s?\|[^<>|\n]{0,40}\|?\s?>|\[\s?\/?\s?(?:INST|SYS|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\s?\]|<<\s?\/?\s?SYS\s?>>|<\s?\/?\s?(?:s|bos|eos|pad|unk|start_of_turn|end_of_turn|think|thinking|system|user|assistant|human|tool|tool_call|tool_response|function)\s?>|^#{2,4}\s?(?:instruction|response|system|user|assistant|human)s?\s?:/gimu;

/** Text of others between two tags: it can't hold what looks like one of them, marks of turns, nor what can't be seen. */
function asData(text: string, tags: readonly string[]): string {
  const tag = new RegExp(String.raw`<(?=\s*/?\s*(?:${tags.join('|')})\b)`, 'gi');
  return text
    .replace(HIDDEN, '')
    .replace(/[＜﹤＞﹥／⁄∕｜￨［］]/g, (sign) => LOOKALIKES[sign] ?? sign)
    .replace(TURN_MARKS, ' ')
    .replace(tag, '(')
    .trim();
}

/** The shape of an answer in words, for the many servers that can't be held to a schema, and where it was not kept. */
import type { Message } from './chat-completion.ts';
import { parsePartial } from './json-answer.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Enough of what was said to mend it. */
const MAX_QUOTED_CHARS = 8_000;

/**
 * A form to fill in. A server's own way to keep to a schema doesn't show it to the model; and small models copy the
 * descriptions of a schema that they are shown, so these stand in the instructions only.
 */
export function describeOutputSchema(jsonSchema: Schema): string {
  return `Answer with one JSON object of this form and nothing else: no words around it, no code fence.\n${formOf(jsonSchema)}`;
}

function formOf(schema: unknown): string {
  if (!isRecord(schema)) return '"..."';
  const { type, properties, items } = schema;
  if (type === 'object' && isRecord(properties))
    return `{${Object.entries(properties)
      .map(([name, of]) => `"${name}": ${formOf(of)}`)
      .join(', ')}}`;
  if (type === 'array') return `[${formOf(items)}, ...]`;
  if (type === 'boolean') return 'true or false';
  return type === 'number' || type === 'integer' ? '1' : '"..."';
}

/** What follows an answer that can't be used. `why` names fields, never what was said. */
export function repairRequest(said: string, why: string): Message[] {
  return [
    { role: 'assistant', content: said.slice(0, MAX_QUOTED_CHARS) || '(nothing)' },
    {
      role: 'user',
      content: `That can't be used: ${why}. Give the same answer again as one JSON object of that form, and nothing else.`,
    },
  ];
}

/** Turns all of the text so far into what there is of the answer, and tells whoever listens where that is more than before. */
export function partialReader<Output>(
  jsonSchema: Schema,
  onPartial: (partial: Partial<Output>) => void,
): (text: string) => void {
  let readChars = 0;
  return (text) => {
    // In steps that grow with the text, so that a long one is not read over and over.
    if (text.length < readChars) readChars = 0;
    if (text.length < readChars * 1.05 + 8) return;
    readChars = text.length;
    const found = parsePartial(text);
    if (found) onPartial(fitting(found, jsonSchema) as Partial<Output>);
  };
}

/** The fields that are of their type; of lists the elements that are, and whole. */
function fitting(object: Record<string, unknown>, { properties }: Schema): Record<string, unknown> {
  const known = isRecord(properties) ? properties : {};
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      const schema = Object.hasOwn(known, name) ? known[name] : undefined;
      if (!isRecord(schema)) return [];
      if (!Array.isArray(value)) return isOf(value, schema) ? [[name, value]] : [];
      return schema.type === 'array' ? [[name, value.filter((item) => isOf(item, schema.items))]] : [];
    }),
  );
}

function isOf(value: unknown, schema: unknown): boolean {
  if (!isRecord(schema)) return false;
  const { type, enum: allowed, properties, required } = schema;
  if (Array.isArray(allowed) && !allowed.includes(value)) return false;
  if (type === 'array') return Array.isArray(value) && value.every((item) => isOf(item, schema.items));
  if (type === 'object') {
    if (!isRecord(value) || !isRecord(properties)) return false;
    return (Array.isArray(required) ? required : []).every((name) => isOf(value[name], properties[name]));
  }
  return type === (Number.isInteger(value) && type === 'integer' ? 'integer' : typeof value);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads untrusted XML as plain objects, without any XML features beyond elements and text. */
import { setImmediate } from 'node:timers/promises';
import { SaxesParser } from 'saxes';
import { z } from 'zod';
import { NoResponse } from './fetch-answer.ts';

// Parsing blocks the main thread: some 2 ms at a time.
const TURN_CHARS = 16_384;
/** Elements that may occur several times. */
const LISTS = ['entry', 'author', 'category', 'item', 'creator'];
/** Text elements, which keep inner tags: `H<sub>2</sub>O`. */
const TEXTS = ['title', 'summary', 'description', 'name', 'creator', 'comment'];
// Text that violates XML is kept: one paper's title must not spoil the feed.
const HARMLESS = /: (?:undefined entity|malformed character entity|disallowed character)\.$/;

type Fields = Record<string, unknown>;

/**
 * The contents of the root element with that name. Attributes have an `@` prefix, text beside attributes is `#text`, an
 * element with neither is its text, and namespace prefixes are dropped. Other work runs in between.
 * @throws NoAnswer if it is no such document, is truncated, or has a document type, whose entities could explode.
 */
export async function parseXml(text: string, root: string): Promise<unknown> {
  if (/^\s*<(?:!doctype\s+)?html[\s>]/i.test(text)) throw refusal(`HTML instead of XML with <${root}>`);
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
    throw refusal('XML that has a document type or entities, which are not read');
  }
  const { parser, document } = createReader();
  try {
    for (let start = 0; start < text.length; start += TURN_CHARS) {
      parser.write(text.slice(start, start + TURN_CHARS));
      await setImmediate();
    }
    parser.close();
  } catch (cause) {
    throw refusal(`XML that is broken or cut off at line ${parser.line}`, cause);
  }
  if (!(root in document)) throw refusal(`XML without <${root}>`);
  return document[root];
}

const refusal = (what: string, cause?: unknown): NoResponse =>
  new NoResponse(`it answered with ${what}`, { cause, isRetryable: true });

/** `document` contains the root element once the parser has reached its end. */
function createReader() {
  const parser = new SaxesParser();
  const document = newFields();
  const open = [{ name: '', fields: document, text: '', isText: false }];
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on('error', (error) => {
    if (!HARMLESS.test(error.message)) throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const fields = newFields();
    for (const [key, value] of Object.entries(attributes)) fields[`@${bare(key)}`] = value;
    const isText = open.at(-1)?.isText === true || TEXTS.includes(bare(name));
    open.push({ name: bare(name), fields, text: '', isText });
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    const parent = open.at(-1);
    if (!element || !parent) return;
    if (parent.isText) addText(`<${element.name}>${element.text}</${element.name}>`);
    else addField(parent.fields, element.name, contentOf(element.fields, element.text.trim()));
  });
  return { parser, document };
}

/** Without a prototype, whose property names an element could otherwise use. */
const newFields = (): Fields => Object.create(null);

const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

function contentOf(fields: Fields, text: string): unknown {
  if (Object.keys(fields).length === 0) return text;
  if (text) fields['#text'] = text;
  return fields;
}

function addField(fields: Fields, name: string, value: unknown): void {
  const known = fields[name];
  if (Array.isArray(known)) known.push(value);
  else if (known !== undefined) fields[name] = [known, value];
  else fields[name] = LISTS.includes(name) ? [value] : value;
}

/** The text of an element, with or without attributes. */
export const elementText = z.union(
  [z.string(), z.object({ '#text': z.string() }).transform((e) => e['#text'])],
  {
    error: 'expected text',
  },
);

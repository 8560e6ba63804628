/** XML of others as plain objects, without anything that XML can do beyond holding text. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { NoAnswer } from './fetch-answer.ts';

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const REFERENCE = /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  // References are replaced here instead: in one pass, by what XML itself defines, and without the parser's limit on
  // their number, which a long feed would reach.
  processEntities: false,
  tagValueProcessor: (_name, value) => replaceReferences(value),
  attributeValueProcessor: (_name, value) => replaceReferences(value),
  isArray: (name) => ['entry', 'author', 'category', 'item'].includes(name),
});

/**
 * What stands in the root element of that name. Attributes have an `@` before their name, text beside attributes is
 * `#text`, and namespace prefixes are left out.
 * @throws NoAnswer where it is no such document, is cut off, or has a document type, by which entities could grow large.
 */
export function parseXml(text: string, root: string): unknown {
  const refusal = (what: string, cause?: unknown) =>
    new NoAnswer(`it answered with ${what}`, { cause, isRetryable: true });
  if (/^\s*<(?:!doctype\s+)?html[\s>]/i.test(text)) throw refusal(`HTML instead of XML with <${root}>`);
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
    throw refusal('XML that has a document type or entities, which are not read');
  }
  const problem = XMLValidator.validate(text);
  if (problem !== true) throw refusal(`XML that is broken or cut off at line ${problem.err.line}`);
  let document: unknown;
  try {
    document = parser.parse(text);
  } catch (cause) {
    throw refusal('XML that is not read', cause);
  }
  const { data } = z.looseObject({ [root]: z.unknown() }).safeParse(document);
  if (data === undefined || !(root in data)) throw refusal(`XML without <${root}>`);
  return data[root];
}

/** The text of an element, whether it has attributes or not. */
export const elementText = z.union(
  [z.string(), z.object({ '#text': z.string() }).transform((e) => e['#text'])],
  {
    error: 'expected text',
  },
);

function replaceReferences(text: string): string {
  return text.replace(REFERENCE, (whole, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

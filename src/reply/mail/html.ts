/** HTML in which everything put into it is text, unless it is HTML made here. */

/** HTML that holds nothing of others but as text. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | undefined | readonly Html[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template whose values are escaped, for texts and for attributes in quotation marks; undefined is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.map((text, i) => text + (i < parts.length ? htmlOf(parts[i]) : '')).join('') };
}

function htmlOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number')
    return `${part}`.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? '');
  return 'html' in part ? part.html : part.map((each) => each.html).join('');
}

/** Templates for HTML and XML: values are escaped, unless they come from a template themselves. */
import { html as template } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString;
export { raw } from 'hono/html';

type Part = string | number | undefined | Html | readonly Html[];

/** For texts and quoted attributes. No part is a promise, so that the result is none either. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  template(strings, ...parts) as Html;

/** Finds arXiv ids in plain sight: alone, in a citation, in any link, and inside a sentence. */
import { UserError } from './errors.ts';

// Both schemes of https://info.arxiv.org/help/arxiv_identifier.html. Years and months are checked, so that few other
// numbers are taken for ids.
const MODERN = String.raw`(?:0[7-9]|[1-9]\d)(?:0[1-9]|1[0-2])\.\d{4,5}`;
const ARCHIVES =
  'acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|econ|' +
  'eess|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|' +
  'q-alg|q-bio|q-fin|quant-ph|solv-int|stat|supr-con';
const OLD = String.raw`(?<archive>${ARCHIVES})(?:\.[a-z]{2}(?:-[a-z]+)?)?/(?<number>\d{2}(?:0[1-9]|1[0-2])\d{3})`;
const ID = new RegExp(
  String.raw`(?<![\d]|\d\.)(?<modern>${MODERN})(?:v\d{1,3})?(?![\d]|\.\d)|(?<![a-z.-])${OLD}(?:v\d{1,3})?(?!\d)`,
  'gi',
);
/** DOIs of other publishers end in numbers that look like ids. */
const OTHER_DOI = /\b10\.(?!48550\/)\d{4,9}\/\S+/gi;
/** Nothing but an id is asked for: what stands around it is a citation's or a link's. */
const WRAPPING =
  /arxiv|(?:dx\.)?doi(?:\.org)?|10\.48550|\[[a-z-]+(?:\.[a-z-]+)?\]|\d{1,2}\s+[a-z]{3,9}\s+\d{4}|[^a-z\d]/gi;
const LINK =
  /(?:https?|ftp):\/\/\S+|\bwww\.\S+\.\S+|\b(?:[a-z\d-]+\.)+(?:com|org|net|io|ai|edu|gov|be|cc|co|dev|me|gg)\/\S*|\b(?:doi:\s*)?10\.\d{4,9}\/\S+/i;

/** Longer texts are pasted papers, whose reference lists ask for nothing. */
const MAX_CHARS = 4_000;

/** The ids in a text, each once, in order, without versions: `2509.20354`, `hep-th/9901001`. */
export function findArxivIds(text: string): string[] {
  const readable = text
    .slice(0, MAX_CHARS)
    .replaceAll(/%3a/gi, ':')
    .replaceAll(/%2f/gi, '/')
    .replace(OTHER_DOI, ' ');
  const ids = [...readable.matchAll(ID)].map(({ groups }) => {
    const { modern, archive = '', number = '' } = groups ?? {};
    return modern ?? `${archive.toLowerCase()}/${number}`;
  });
  return [...new Set(ids)];
}

/** The id where `text` is nothing but one: bare, cited or as a link. */
export function parseArxivId(text: string): string | undefined {
  const [id, ...others] = findArxivIds(text);
  if (id === undefined || others.length > 0) return undefined;
  return /[a-z\d]/i.test(withoutId(text)) ? undefined : id;
}

/** What a text says besides the words that an id is part of, such as a link. */
const withoutId = (text: string): string =>
  text
    .replace(ID, '\0')
    .replace(/[^\s\0]*\0\S*/g, ' ')
    .replace(WRAPPING, '');

/** A web address or DOI in a text that names no arXiv id. */
export function unreadableLink(text: string): string | undefined {
  return findArxivIds(text).length > 0 ? undefined : LINK.exec(text.slice(0, MAX_CHARS))?.[0];
}

/** What to say of such a link. */
export const unreadableLinkError = (): UserError =>
  new UserError("I know papers by arXiv id or title; I can't read that link.");

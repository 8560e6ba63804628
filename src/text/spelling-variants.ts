/** British and American spellings of a word. */

/** Each turns one spelling into the other. What comes out is no word for many, so whoever asks keeps those that are known. */
const RULES: readonly (readonly [from: RegExp, to: string])[] = [
  // quantisation, optimise, personalised
  [/^([a-z]{3,})is(e|ed|es|er|ers|ing|able|ation|ations|ational)$/, '$1iz$2'],
  [/^([a-z]{3,})iz(e|ed|es|er|ers|ing|able|ation|ations|ational)$/, '$1is$2'],
  // analyse, catalysed
  [/^([a-z]{3,})ys(e|ed|es|er|ers|ing)$/, '$1yz$2'],
  [/^([a-z]{3,})yz(e|ed|es|er|ers|ing)$/, '$1ys$2'],
  // behaviour, colouring, neighbourhood
  [/^([a-z]{3,})our(s|ed|ing|al|able|ful|hood|hoods|ite|less|ly)?$/, '$1or$2'],
  [/^([a-z]{3,})or(s|ed|ing|al|able|ful|hood|hoods|ite|less|ly)?$/, '$1our$2'],
  // modelling, labelled; not filling, whose stem has one syllable
  [/^([a-z]*[aeiou][^aeiou]+[aeiou]l)l(ing|ed|er|ers)$/, '$1$2'],
  [/^([a-z]*[aeiou][^aeiou]+[aeiou]l)(ing|ed|er|ers)$/, '$1l$2'],
  // centre, fibres
  [/^([a-z]{2,}[tb])re(s|d)?$/, '$1er$2'],
  [/^([a-z]{2,}[tb])er(s)?$/, '$1re$2'],
  // catalogue, dialogues
  [/^([a-z]+)logue(s)?$/, '$1log$2'],
  [/^([a-z]+)log(s)?$/, '$1logue$2'],
  // defence, offences
  [/^(def|off|pret|lic)ence(s)?$/, '$1ense$2'],
  [/^(def|off|pret|lic)ense(s)?$/, '$1ence$2'],
  // haemorrhage, paediatric, leukaemia, oedema
  [/^(h|p|leuk|an|gyn)ae([a-z]{2,})$/, '$1e$2'],
  [/^(h(?=em)|p(?=ed)|leuk|an(?=em)|gyn)e([a-z]{2,})$/, '$1ae$2'],
  [/^oe(d|s|t)([a-z]{3,})$/, 'e$1$2'],
  [/^e(d|s|t)([a-z]{3,})$/, 'oe$1$2'],
];

const PAIRS = new Map(
  [
    ['ageing', 'aging'],
    ['aluminium', 'aluminum'],
    ['artefact', 'artifact'],
    ['artefacts', 'artifacts'],
    ['foetal', 'fetal'],
    ['grey', 'gray'],
    ['judgement', 'judgment'],
    ['mould', 'mold'],
    ['programme', 'program'],
    ['programmes', 'programs'],
    ['sceptical', 'skeptical'],
    ['tyre', 'tire'],
  ].flatMap(([british = '', american = '']): [string, string][] => [
    [british, american],
    [american, british],
  ]),
);

const MIN_CHARS = 5;

/** Possible spellings of a lower-case word on the other side of the Atlantic; not all of them are words. */
export function spellingVariants(word: string): string[] {
  const variants = new Set<string>();
  const other = PAIRS.get(word);
  if (other !== undefined) variants.add(other);
  if (word.length >= MIN_CHARS) for (const [from, to] of RULES) variants.add(word.replace(from, to));
  variants.delete(word);
  return [...variants];
}

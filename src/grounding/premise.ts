/** A paper in the form that the checks need: its sentences word by word, and an index of their words. */
import { setImmediate } from 'node:timers/promises';
import { type Abbreviations, type Analysis, analyse } from './analysis.ts';
import type { Tagger } from './tagger.ts';
import type { Thesaurus } from './thesaurus.ts';
import { formsOf, type Word } from './word.ts';

export interface Premise {
  /** The abstract's sentences, with the title as the last one. */
  readonly sentences: readonly Analysis[];
  /** Without the title. */
  readonly told: readonly Analysis[];
  /** Roots of the paper's own names and of words for its own work. */
  readonly own: ReadonlySet<string>;
  /** Roots of the names that the paper gives to its own work. */
  readonly names: ReadonlySet<string>;
  readonly thesaurus: Thesaurus;
  /** The paper's words by root. */
  readonly byRoot: ReadonlyMap<string, readonly WordPlace[]>;
  readonly roots: readonly string[];
  /** Cache of matches by word. */
  readonly matches: WeakMap<Word, readonly WordMatch[]>;
  /** Cache of match strengths by the words' forms. */
  readonly compared: Map<number, number>;
}

export interface WordPlace {
  readonly sentence: number;
  readonly word: Word;
}

export interface WordMatch extends WordPlace {
  /** 1 for the same word, less for a near-synonym. */
  readonly closeness: number;
}

const NEAR = 0.7;
/** More often than any word of an abstract. */
const MAX_PLACES = 40;
const NAME = String.raw`(?<name>(?=\p{L}*[-\p{L}]*[\p{Lu}\d])[\p{L}\d][\p{L}\d]*[\p{Lu}\d][\p{L}\d]*(?:-[\p{L}\d]+)*)`;
/** "We introduce the HumanOLAT dataset", or with the name in brackets further away; others' work was proposed before. */
const PROPOSES = new RegExp(
  String.raw`(?<!\b(?:recently|previously|originally|widely|commonly) )\b(?:propos|introduc|present|call|nam|dub|term|develop|design|construct|creat|releas)\w*\b(?:[^.;]{0,90}?\(|(?:(?!\b(?:over|on|for|with|via|using|in|of|from|to|by|that|which|from)\b)[^.;]){0,60}?\b)${NAME}`,
  'gu',
);
const TITLE_NAME = /^([\p{L}\d-]+(?: [\p{L}\d-]+)?):/u;
const OWN_WORDS =
  'we our it its this method approach framework system pipeline algorithm technique proposed author';

export async function readPremise(
  title: string,
  sentences: readonly string[],
  tagger: Tagger,
  thesaurus: Thesaurus,
  abbreviations: Abbreviations,
): Promise<Premise> {
  const analysed: Analysis[] = [];
  for (const text of [...sentences, ...(title ? [title] : [])]) {
    await setImmediate();
    analysed.push(analyse(text, tagger, abbreviations, true));
  }
  const byRoot = new Map<string, WordPlace[]>();
  for (const [sentence, { words }] of analysed.entries())
    for (const word of words)
      for (const root of word.roots) {
        const places = byRoot.get(root) ?? [];
        places.push({ sentence, word });
        byRoot.set(root, places);
      }
  const text = sentences.join(' ');
  const names = [...text.matchAll(PROPOSES)].map(({ groups }) => groups?.name ?? '');
  const titled = TITLE_NAME.exec(title)?.[1];
  if (titled) names.push(titled);
  const own = new Set<string>(OWN_WORDS.split(' '));
  const ownNames = new Set(
    names.flatMap((name) =>
      analyse(name, tagger)
        .words.filter(({ lower }) => /\p{L}{2}|\p{L}\d/u.test(lower))
        .map(({ root }) => root),
    ),
  );
  for (const root of ownNames) own.add(root);
  const told = analysed.slice(0, sentences.length);
  return {
    sentences: analysed,
    told,
    own,
    names: ownNames,
    thesaurus,
    byRoot,
    roots: [...byRoot.keys()],
    matches: new WeakMap(),
    compared: new Map(),
  };
}

/** The paper's occurrences of a word or a near-synonym. */
export function matchesOf(word: Word, premise: Premise): readonly WordMatch[] {
  const known = premise.matches.get(word) ?? findMatches(word, premise);
  premise.matches.set(word, known);
  return known;
}

function findMatches(word: Word, { byRoot, roots, thesaurus }: Premise): WordMatch[] {
  const found = new Map<Word, WordMatch>();
  const note = (places: readonly WordPlace[] | undefined, closeness: number): void => {
    for (const place of places ?? []) {
      const known = found.get(place.word);
      if (!known || known.closeness < closeness) found.set(place.word, { ...place, closeness });
    }
  };
  for (const root of word.roots) note(byRoot.get(root), 1);
  for (const root of roots)
    if (!word.roots.has(root) && formsOf(word).some((form) => thesaurus.isNear(form, root)))
      note(byRoot.get(root), NEAR);
  return [...found.values()].slice(0, MAX_PLACES);
}

/** The paper's occurrences of an antonym of a word. */
export function contrariesOf(word: Word, { byRoot, roots, thesaurus }: Premise): WordPlace[] {
  return (
    roots
      .filter((root) => !word.roots.has(root) && isContraryForm(formsOf(word), [root], thesaurus))
      .flatMap((root) => byRoot.get(root) ?? [])
      .slice(0, MAX_PLACES)
      // An abbreviation's long form is no antonym: a small model doesn't contradict an LLM.
      .filter(({ word: said }) => isContraryWord(word, said, thesaurus))
  );
}

/** True of two antonyms; those from WordNet must be the same part of speech. */
export const isContraryWord = (a: Word, b: Word, thesaurus: Thesaurus): boolean =>
  formsOf(a).some((one) =>
    formsOf(b).some(
      (other) =>
        thesaurus.isContrary(one, other) || (a.pos === b.pos && thesaurus.isContraryOfKind(one, other)),
    ),
  );

const isContraryForm = (forms: readonly string[], others: readonly string[], thesaurus: Thesaurus): boolean =>
  forms.some((one) =>
    others.some((other) => thesaurus.isContrary(one, other) || thesaurus.isContraryOfKind(one, other)),
  );

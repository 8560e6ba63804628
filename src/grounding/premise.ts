/** What a paper says, as the checks read it: its sentences word by word, and where each word is matched. */
import { setImmediate } from 'node:timers/promises';
import { type Abbreviations, type Analysis, analyse } from './analysis.ts';
import type { Tagger } from './tagger.ts';
import type { Thesaurus } from './thesaurus.ts';
import { formsOf, type Word } from './word.ts';

export interface Premise {
  /** Those of the abstract, and the title as the last one. */
  readonly sentences: readonly Analysis[];
  /** Without the title. */
  readonly told: readonly Analysis[];
  /** Roots of the paper's own names and of words that mean the paper's own work. */
  readonly own: ReadonlySet<string>;
  /** Roots of the names that the paper gives to its own work. */
  readonly names: ReadonlySet<string>;
  readonly thesaurus: Thesaurus;
  /** Each word of the paper by its roots. */
  readonly byRoot: ReadonlyMap<string, readonly WordPlace[]>;
  readonly roots: readonly string[];
  /** What was found for a word before. */
  readonly matches: WeakMap<Word, readonly WordMatch[]>;
  /** How far two words match, by their forms. */
  readonly compared: Map<number, number>;
}

export interface WordPlace {
  readonly sentence: number;
  readonly word: Word;
}

export interface WordMatch extends WordPlace {
  /** 1 for the same word, less for one that may stand for it. */
  readonly closeness: number;
}

const NEAR = 0.7;
/** No word stands in an abstract more often. */
const MAX_PLACES = 40;
const PROPOSES =
  /\b(?:propos|introduc|present|call|nam|dub|term|develop|design|construct|creat|releas)\w*\b[^.;]{0,90}?\b((?=\p{L}*[-\p{L}]*[\p{Lu}\d])[\p{L}\d][\p{L}\d]*[\p{Lu}\d][\p{L}\d]*)/gu;
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
  const names = [...text.matchAll(PROPOSES)].map(([, name = '']) => name);
  const titled = TITLE_NAME.exec(title)?.[1];
  if (titled) names.push(titled);
  const own = new Set<string>(OWN_WORDS.split(' '));
  const ownNames = new Set(names.flatMap((name) => analyse(name, tagger).words.map(({ root }) => root)));
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

/** Where the paper has a word, or one that may stand for it. */
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

/** Where the paper has a contrary of a word. */
export function contrariesOf(word: Word, { byRoot, roots, thesaurus }: Premise): WordPlace[] {
  const forms = formsOf(word);
  return (
    roots
      .filter((root) => !word.roots.has(root) && forms.some((form) => thesaurus.isContrary(form, root)))
      .flatMap((root) => byRoot.get(root) ?? [])
      .slice(0, MAX_PLACES)
      // What an abbreviation stands for is no contrary: a small model is none of an LLM.
      .filter(({ word: said }) =>
        formsOf(said).some((form) => forms.some((own) => thesaurus.isContrary(own, form))),
      )
  );
}

/** Near-synonyms and antonyms, from WordNet (data/thesaurus.tsv) and additions for this field. */
import { readFileSync } from 'node:fs';
import { stemmer } from 'stemmer';
import { projectPath } from '../lib/package-root.ts';
import { CONTRARIES, NEAR_GROUPS } from './word-relations.ts';

export interface Thesaurus {
  /** By stem: true for the same word and for near-synonyms. */
  readonly isNear: (a: string, b: string) => boolean;
  readonly isContrary: (a: string, b: string) => boolean;
  /** The same from WordNet alone, which has them for one part of speech: an adjective's stem may be a noun's as well. */
  readonly isContraryOfKind: (a: string, b: string) => boolean;
}

/** Prefixes that turn an adjective or a participle into its opposite. */
const NEGATIVE_PREFIX = /^(?:un|in|im|il|ir|non|dis)(?=\p{L}{4})/u;

/** Reads data/thesaurus.tsv: a stem, the stems of near-synonyms and of antonyms, separated by tabs. */
export function openThesaurus(file = projectPath('data/thesaurus.tsv')): Thesaurus {
  const near = new Map<string, Set<string>>();
  const contrary = new Map<string, Set<string>>();
  const contraryOfKind = new Map<string, Set<string>>();
  const add = (to: Map<string, Set<string>>, a: string, b: string): void => {
    for (const [from, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = to.get(from) ?? new Set();
      to.set(from, known.add(other));
    }
  };
  for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
    const [word = '', nears = '', contraries = ''] = line.split('\t');
    for (const each of nears.split(' ')) if (each) add(near, word, each);
    for (const each of contraries.split(' ')) if (each) add(contraryOfKind, word, each);
  }
  for (const group of NEAR_GROUPS)
    for (const a of group) for (const b of group) if (a !== b) add(near, stemmer(a), stemmer(b));
  for (const [left, right] of CONTRARIES)
    for (const a of left) for (const b of right) add(contrary, stemmer(a), stemmer(b));
  return {
    isNear: (a, b) => a === b || (near.get(a)?.has(b) ?? false),
    isContrary: (a, b) => (contrary.get(a)?.has(b) ?? false) || differsByPrefix(a, b),
    isContraryOfKind: (a, b) => contraryOfKind.get(a)?.has(b) ?? false,
  };
}

function differsByPrefix(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long !== short && long.replace(NEGATIVE_PREFIX, '') === short;
}

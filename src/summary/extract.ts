/** A summary without a language model: the sentences of the abstract that tell the problem, what was done and what came out. */

import type { Embedder } from '../embedding/embedder.ts';
import { whichBelong } from '../grounding/entailment.ts';
import { addTo, dot, toUnit } from '../lib/vector.ts';
import { isPromptInjection } from '../llm/prompt-injection.ts';
import { splitSentences } from '../text/sentences.ts';
import { isAside, ROLES, type Role } from './rhetorical-roles.ts';

export interface ExtractiveSummary {
  /** In reading order, each word for word from the abstract; none for an empty abstract. */
  readonly sentences: readonly { readonly role: Role; readonly text: string }[];
}

// An abstract has about nine sentences; what is longer than this is no abstract, and its beginning has to do.
const MAX_ABSTRACT_CHARS = 20_000;
const MAX_SENTENCES = 40;
/** Nearly nothing in common with any other sentence, as of the way to the same one: an advertisement, or an order. */
const APART = 0.03;
const HEADING =
  /^(?:background|introduction|motivation|objectives?|aims?|purpose|(?:materials? and )?methods?|methodology|approach|design|data|setting|experiments|evaluation|results?|findings|discussion|conclusions?|significance|tl;dr)\s*[.:]$/i;
// At most two words, such as "And cost?"; scripts written without spaces don't count words.
const FRAGMENT = /^\P{L}*(?:\p{Script=Latin}+\P{L}*){0,2}$/u;

// docs/decisions/0003-extractive-summary.md tells how these were found.
const WEIGHTS = { meaning: 2, cues: 1, position: 1, closeness: 0.5 } as const;

/** How much to tell: one sentence, three, or up to six. */
export type Length = 'line' | 'short' | 'detailed';

/** Chooses as many sentences as `length` says, or as there are, by what they mean, how they are put and where they stand. */
export async function extractSummary(
  abstract: string,
  embedder: Embedder,
  length: Length = 'short',
): Promise<ExtractiveSummary> {
  const read = readCandidates(abstract);
  if (read.length === 0) return { sentences: [] };
  const prototypes = await prototypesOf(embedder);
  const embedded = await embedder.embed(
    read.map(({ text }) => text),
    'passage',
  );
  const belongs = await whichBelong(embedded, embedder, APART);
  const isTold = (_: unknown, i: number) => belongs[i] || !belongs.includes(true);
  const [candidates, vectors] = [read.filter(isTold), embedded.filter(isTold)];
  const whole = mean(vectors);
  const scores = candidates.map((candidate, i) => {
    const vector = vectors[i] ?? new Float32Array(embedder.dims);
    return scoreRoles(candidate, vector, whole, prototypes);
  });
  const chosen = choose(scores, length === 'detailed' ? 6 : 3);
  // What was done tells most: the rest is why, and how well.
  const most = chosen.find(({ role }) => role === 'method') ?? chosen[0];
  return {
    sentences: (length === 'line' && most ? [most] : chosen).map(({ role, at }) => ({
      role,
      text: candidates[at]?.text ?? '',
    })),
  };
}

/** A sentence of an abstract with the role that it has most clearly. */
export interface RoledSentence {
  readonly text: string;
  readonly role: Role;
  /** How much better this role fits than the next one. */
  readonly margin: number;
}

/** The role of each sentence of an abstract; sentences that tell where the code is have none. */
export async function assignRoles(abstract: string, embedder: Embedder): Promise<RoledSentence[]> {
  const candidates = readCandidates(abstract);
  if (candidates.length === 0) return [];
  const prototypes = await prototypesOf(embedder);
  const vectors = await embedder.embed(
    candidates.map(({ text }) => text),
    'passage',
  );
  const whole = mean(vectors);
  return candidates.map((candidate, i) => {
    const scores = scoreRoles(candidate, vectors[i] ?? new Float32Array(embedder.dims), whole, prototypes);
    const ranked = (Object.keys(scores) as Role[]).sort((a, b) => scores[b] - scores[a]);
    const [role = 'method', next = role] = ranked;
    return { text: candidate.text, role, margin: scores[role] - scores[next] };
  });
}

interface Candidate {
  readonly text: string;
  /** 0 for the abstract's first sentence, 1 for its last. */
  readonly position: number;
}

type Scores = Readonly<Record<Role, number>>;

function readCandidates(abstract: string): Candidate[] {
  const all = joinHeadings(abstract.slice(0, MAX_ABSTRACT_CHARS));
  const told = all.filter(
    (text, i) =>
      !FRAGMENT.test(text) && !isAside(text, i / Math.max(1, all.length - 1)) && !isPromptInjection(text),
  );
  const texts = (told.length > 0 ? told : all).slice(0, MAX_SENTENCES);
  return texts.map((text, i) => ({ text, position: i / Math.max(1, texts.length - 1) }));
}

/** The sentences, where a heading such as "Results." goes together with the sentence it stands before. */
function joinHeadings(abstract: string): string[] {
  const joined: string[] = [];
  let start: number | undefined;
  const sentences = splitSentences(abstract);
  for (const [i, sentence] of sentences.entries()) {
    start ??= sentence.start;
    if (i < sentences.length - 1 && HEADING.test(sentence.text)) continue;
    joined.push(abstract.slice(start, sentence.end));
    start = undefined;
  }
  return joined;
}

function scoreRoles(
  candidate: Candidate,
  vector: Float32Array,
  whole: Float32Array,
  prototypes: Record<Role, Float32Array>,
): Scores {
  const meaning = {
    problem: dot(vector, prototypes.problem),
    method: dot(vector, prototypes.method),
    result: dot(vector, prototypes.result),
  };
  const average = (meaning.problem + meaning.method + meaning.result) / 3;
  const score = (role: Role): number => {
    const { cues, position } = ROLES[role];
    const off = (candidate.position - position.usual) / position.spread;
    const said = cues.reduce(
      (sum, { pattern, weight }) => sum + (pattern.test(candidate.text) ? weight : 0),
      0,
    );
    return (
      WEIGHTS.meaning * (meaning[role] - average) +
      WEIGHTS.cues * said +
      WEIGHTS.position * Math.exp((-off * off) / 2) +
      WEIGHTS.closeness * dot(vector, whole)
    );
  };
  return { problem: score('problem'), method: score('method'), result: score('result') };
}

interface Choice {
  readonly role: Role;
  readonly at: number;
}

/**
 * The roles a summary may consist of, by its number of sentences. An abstract that opens with what was done states no
 * problem, and tells more of the rest; in any other, what comes before the method is the problem.
 */
const SHAPES: readonly (readonly (readonly Role[])[])[] = [
  [],
  [['problem'], ['method'], ['result']],
  [
    ['problem', 'method'],
    ['problem', 'result'],
    ['method', 'result'],
  ],
  [
    ['problem', 'method', 'result'],
    ['method', 'method', 'result'],
    ['method', 'result', 'result'],
  ],
  ...[4, 5, 6].map(shapesOf),
];

/** All shapes of so many sentences in which what was done and what came out are told, and the problem at most twice. */
function shapesOf(size: number): Role[][] {
  const shapes: Role[][] = [];
  for (let problems = 0; problems <= 2; problems++) {
    for (let methods = 1; problems + methods < size; methods++) {
      const results = size - problems - methods;
      shapes.push([
        ...Array<Role>(problems).fill('problem'),
        ...Array<Role>(methods).fill('method'),
        ...Array<Role>(results).fill('result'),
      ]);
    }
  }
  return shapes;
}

/** At most so many sentences, those that score best together in one of the shapes, each after the one before it. */
function choose(scores: readonly Scores[], most: number): readonly Choice[] {
  let best = NO_CHOICE;
  for (const roles of SHAPES[Math.min(most, scores.length)] ?? []) {
    const found = chooseInShape(scores, roles);
    const hasPlace = roles.length < 3 || roles[0] === 'problem' || found.chosen[0]?.at === 0;
    if (hasPlace && found.total > best.total) best = found;
  }
  return best.chosen;
}

interface Chosen {
  readonly total: number;
  readonly chosen: readonly Choice[];
}

const NO_CHOICE: Chosen = { total: Number.NEGATIVE_INFINITY, chosen: [] };

/** Dynamic programming: after each sentence, the best choice for the first n roles, for every n. */
function chooseInShape(scores: readonly Scores[], roles: readonly Role[]): Chosen {
  const best: Chosen[] = [{ total: 0, chosen: [] }, ...roles.map(() => NO_CHOICE)];
  for (const [at, score] of scores.entries()) {
    for (let n = roles.length; n > 0; n--) {
      const role = roles[n - 1] as Role;
      const before = best[n - 1] as Chosen;
      const total = before.total + score[role];
      if (total > (best[n] as Chosen).total) best[n] = { total, chosen: [...before.chosen, { role, at }] };
    }
  }
  return best[roles.length] as Chosen;
}

// One small entry an embedder, gone with it: prototypes are the same for every abstract.
const prototypeVectors = new WeakMap<Embedder, Promise<Record<Role, Float32Array>>>();

function prototypesOf(embedder: Embedder): Promise<Record<Role, Float32Array>> {
  let vectors = prototypeVectors.get(embedder);
  if (!vectors) {
    vectors = embedPrototypes(embedder);
    prototypeVectors.set(embedder, vectors);
  }
  return vectors;
}

async function embedPrototypes(embedder: Embedder): Promise<Record<Role, Float32Array>> {
  const of = async (role: Role) => mean(await embedder.embed(ROLES[role].prototypes, 'passage'));
  return { problem: await of('problem'), method: await of('method'), result: await of('result') };
}

/** The mean of unit vectors [dims], made unit length; zeros where they cancel out. */
function mean(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) addTo(sum, vector);
  return toUnit(sum);
}

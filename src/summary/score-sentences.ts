/** Scores each sentence of an abstract for each rhetorical role. */

import type { Embedder } from '../embedding/embedder.ts';
import { whichBelong } from '../grounding/entailment.ts';
import { addTo, dot, toUnit } from '../lib/vector.ts';
import { isPromptInjection } from '../llm/prompt-injection.ts';
import { splitSentences } from '../text/sentences.ts';
import { isAside, ROLES, type Role } from './rhetorical-roles.ts';

export interface ScoredSentence {
  /** Word for word from the abstract; a heading such as "Results." stays with its sentence. */
  readonly text: string;
  readonly scores: RoleScores;
}

export type RoleScores = Readonly<Record<Role, number>>;

// An abstract has about nine sentences. Longer text is no abstract, and its beginning must do.
const MAX_ABSTRACT_CHARS = 20_000;
const MAX_SENTENCES = 40;
/** Rescaled similarity to every other sentence below which one is off topic: an advertisement, or an order. */
const MIN_SIMILARITY = 0.03;
const HEADING =
  /^(?:background|introduction|motivation|objectives?|aims?|purpose|(?:materials? and )?methods?|methodology|approach|design|data|setting|experiments|evaluation|results?|findings|discussion|conclusions?|significance|tl;dr)\s*[.:]$/i;
// At most two words, such as "And cost?"; scripts written without spaces don't count words.
const FRAGMENT = /^\P{L}*(?:\p{Script=Latin}+\P{L}*){0,2}$/u;

// docs/decisions/0003-extractive-summary.md tells how these were found.
const WEIGHTS = { meaning: 2, cues: 1, position: 1, closeness: 0.5 } as const;

/**
 * The sentences that tell something of the paper, in reading order; none for an empty abstract.
 * score = 2·meaning + cues + position + 0.5·closeness, by docs/decisions/0003-extractive-summary.md.
 */
export async function scoreSentences(abstract: string, embedder: Embedder): Promise<ScoredSentence[]> {
  const candidates = readCandidates(abstract);
  if (candidates.length === 0) return [];
  const prototypes = await prototypesOf(embedder);
  const embedded = await embedder.embed(
    candidates.map(({ text }) => text),
    'passage',
  );
  const isOnTopic = await whichBelong(embedded, embedder, MIN_SIMILARITY);
  const isKept = (_: unknown, i: number) => isOnTopic[i] || !isOnTopic.includes(true);
  const vectors = embedded.filter(isKept);
  const centroid = mean(vectors);
  return candidates.filter(isKept).map((candidate, i) => {
    const vector = vectors[i] ?? new Float32Array(embedder.dims);
    return { text: candidate.text, scores: scoreRoles(candidate, vector, centroid, prototypes) };
  });
}

/** A sentence of an abstract with its clearest role. */
export interface RoledSentence {
  readonly text: string;
  readonly role: Role;
  /** The margin of this role over the next one. */
  readonly margin: number;
}

/** The clearest role of each sentence; sentences that only say where the code is have none. */
export async function assignRoles(abstract: string, embedder: Embedder): Promise<RoledSentence[]> {
  return (await scoreSentences(abstract, embedder)).map(({ text, scores }) => {
    const ranked = (Object.keys(scores) as Role[]).sort((a, b) => scores[b] - scores[a]);
    const [role = 'method', next = role] = ranked;
    return { text, role, margin: scores[role] - scores[next] };
  });
}

interface Candidate {
  readonly text: string;
  /** 0 for the abstract's first sentence, 1 for its last. */
  readonly position: number;
}

function readCandidates(abstract: string): Candidate[] {
  const all = joinHeadings(abstract.slice(0, MAX_ABSTRACT_CHARS));
  const telling = all.filter(
    (text, i) =>
      !FRAGMENT.test(text) && !isAside(text, i / Math.max(1, all.length - 1)) && !isPromptInjection(text),
  );
  const texts = (telling.length > 0 ? telling : all).slice(0, MAX_SENTENCES);
  return texts.map((text, i) => ({ text, position: i / Math.max(1, texts.length - 1) }));
}

/** The sentences, each together with a heading such as "Results." before it. */
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
  centroid: Float32Array,
  prototypes: Record<Role, Float32Array>,
): RoleScores {
  const meaning = {
    problem: dot(vector, prototypes.problem),
    method: dot(vector, prototypes.method),
    result: dot(vector, prototypes.result),
  };
  const average = (meaning.problem + meaning.method + meaning.result) / 3;
  const score = (role: Role): number => {
    const { cues, position } = ROLES[role];
    const off = (candidate.position - position.usual) / position.spread;
    const cued = cues.reduce(
      (sum, { pattern, weight }) => sum + (pattern.test(candidate.text) ? weight : 0),
      0,
    );
    return (
      WEIGHTS.meaning * (meaning[role] - average) +
      WEIGHTS.cues * cued +
      WEIGHTS.position * Math.exp((-off * off) / 2) +
      WEIGHTS.closeness * dot(vector, centroid)
    );
  };
  return { problem: score('problem'), method: score('method'), result: score('result') };
}

// Prototypes are the same for every abstract; an entry goes with its embedder.
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

/** The mean of unit vectors [dims], made unit length; zeros if they cancel out. */
function mean(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) addTo(sum, vector);
  return toUnit(sum);
}

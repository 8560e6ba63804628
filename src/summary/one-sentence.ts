/** One sentence that says what is new in a paper, in words of its abstract, and can be read without the rest of it. */

import type { Embedder } from '../embedding/embedder.ts';
import { dropLeadIn, dropPointersBack, isClosed, secondConjunct, shortenSentence } from '../text/clauses.ts';
import { standsAlone } from '../text/references.ts';
import { isStopWord } from '../text/stop-words.ts';
import { CONTRIBUTES } from './rhetorical-roles.ts';
import { scoreSentences } from './score-sentences.ts';

/** UTF-16 units that the sentence may take: five papers with it fit two screens of a phone. */
export const SENTENCE_ROOM = 200;

/** Added to the score for the method role; chosen on half of test/summary/graded-sentences.json. */
const WEIGHTS = {
  title: 1.5,
  named: 0.5,
  firstContribution: 0.6,
  finding: 0.7,
  experiment: -1.5,
  result: -2,
  missingWord: -0.15,
} as const;
/** Content words of a sentence that tells enough. */
const FULL_WORDS = 8;

const MARKUP = /[\\{}^~`]|\$|\*\*|<\/?\w+[^>]*>|__|https?:|&[a-z]+;/;
const AUTHORS =
  /(?:^|, )(?:we|i|(?:this|our) (?:[\w-]+ ){0,2}?(?:paper|work|study|article|survey|report|thesis|review|research|tutorial|chapter|note))\b/i;
const PASSIVE =
  /^(?:an?|the first|two|three|\w+ new|\w+ novel)\b[^,;]*\b(?:is|are|was|were|has been|have been) (?:\w+ly )?(?:developed|proposed|introduced|presented|designed|built|investigated|studied|evaluated|created|conducted|constructed|derived|established|trained|employed|implemented|applied|used|described|formulated|compared|analy[sz]ed|shown|discussed|examined|explored|addressed|considered|reported|provided|given|demonstrated|obtained|tested|assessed|validated|performed|carried out|made|generated|collected)\b/i;
const SHOWS =
  /\b(?:results?|experiments?|evaluations?|analys[ei]s|findings|studies)\b[^,;]*\b(?:show|demonstrate|reveal|confirm|indicate|find|suggest)s? that\b/i;
/** A count of things that the sentence doesn't name. */
const SAYS_NOTHING =
  /\b(?:two|three|four|five|six|several|key|main|following)(?: [\w-]+){0,2} (?:contributions|questions|challenges|innovations|advantages|aspects|findings|observations|insights)\.$|, (?:a|an|the)(?: (?:novel|new|simple|general|unified|first|effective|efficient))* (?:method|framework|approach|model|algorithm|system|technique|benchmark|dataset|pipeline|paradigm|strategy)\.$/i;
/** In place of an abstract some sources have a comment of whoever submitted the paper. */
const ADDRESSES_READER =
  /\b(?:you|your|everyone|excited|happy|please|thanks?(?! to\b)|welcome|hello|hi)\b|!$/i;
const SUBJECT_NAME =
  /^([\p{L}\d][\p{L}\d.+-]*)(?: \([^()]*\))?,? (?:\p{Ll}+ly )?(?:is|are|was|can|has|\p{Ll}+(?:s|ed))\b/u;
/** "We propose a new method." */
const NAMES_NOTHING =
  /^(?:[Ww]e|[Tt]his \p{Ll}+) \p{Ll}+ an?(?: \p{Ll}[\p{Ll}-]*){0,2} (?:method|framework|approach|model|algorithm|system|technique|benchmark|dataset|pipeline|paradigm|strategy|architecture|framing|solution|network)\.$/u;
const INTRODUCED =
  /\b(?:propose|introduce|present|develop|design|release|build|called|named|termed)s?,? [^.;]{0,100}?([\p{L}\d-]*\p{Lu}[\p{L}\d-]*[\p{Lu}\d][\p{L}\d-]*)/gu;
const EXPERIMENT =
  /(?:^|, )(?:we|this \w+) (?:\w+ly )?(?:conduct|perform|design|run|carry out|test|validate|verify|evaluate)\w*\b[^,;]*\b(?:experiments?|ablations?|simulations?|benchmarks|baselines|datasets|analyses|comparisons)\b|\b(?:extensive|comprehensive) experiments\b/i;
const FINDING =
  /^we (?:\w+ly )?(?:show|find|prove|demonstrate|establish|reveal|discover|observe|argue|identify)\b/i;
/** "TinyNet, a …", "TinyNet (Tiny Network), which …": the contribution by its name. */
const NAMED =
  /\b(?:propose|introduce|present|develop|design|release|describe|build|call|named|called|termed)s?,? (?:the )?[“"']?(?:\p{L}+-)?\p{Lu}[\p{L}\d]*\p{Lu}[\p{L}\d+-]*/u;

/**
 * The sentence, or undefined where no sentence of the abstract states a contribution and stands alone.
 * Clauses that lead in or trail off are dropped; no word is added.
 */
export async function oneSentence(
  { title, abstract }: { readonly title: string; readonly abstract: string },
  embedder: Embedder,
  room = SENTENCE_ROOM,
): Promise<string | undefined> {
  const sentences = await scoreSentences(abstract, embedder);
  const titled = contentWords(title);
  const named = namesOf(title, abstract);
  let hasContribution = false;
  let best: { readonly text: string; readonly score: number } | undefined;
  for (const { text: original, scores } of sentences) {
    const isContribution = CONTRIBUTES.test(original) && !EXPERIMENT.test(original);
    const said = Math.max(scores.method, scores.result + WEIGHTS.result);
    const base = said + (isContribution && !hasContribution ? WEIGHTS.firstContribution : 0);
    hasContribution ||= isContribution;
    for (const text of forms(original, room)) {
      if (!isPresentable(text, titled, named)) continue;
      const score = base + contributionScore(text, titled);
      if (!best || score > best.score) best = { text, score };
    }
  }
  return best?.text;
}

function forms(sentence: string, room: number): string[] {
  const own = dropPointersBack(dropLeadIn(sentence));
  return [own, secondConjunct(own)].flatMap((form) => (form && shortenSentence(form, room)) || []);
}

function isPresentable(text: string, titled: ReadonlySet<string>, named: ReadonlySet<string>): boolean {
  const words = contentWords(text);
  const subject = SUBJECT_NAME.exec(text)?.[1];
  return (
    (AUTHORS.test(text) || PASSIVE.test(text) || SHOWS.test(text) || named.has(subject ?? '')) &&
    words.size >= 5 &&
    // A submitter often writes the title again.
    [...words].some((word) => !titled.has(word)) &&
    !ADDRESSES_READER.test(text) &&
    !SAYS_NOTHING.test(text) &&
    !NAMES_NOTHING.test(text) &&
    !MARKUP.test(text) &&
    isClosed(text) &&
    standsAlone(text)
  );
}

/** What the paper calls its contribution: before the colon of its title, or where the abstract introduces it. */
function namesOf(title: string, abstract: string): Set<string> {
  const titled = /^([\p{L}\d-]+):/u.exec(title)?.[1];
  const introduced = [...abstract.matchAll(INTRODUCED)].map((match) => match[1] ?? '');
  return new Set([titled ?? '', ...introduced].filter(Boolean));
}

function contributionScore(text: string, titled: ReadonlySet<string>): number {
  const words = contentWords(text);
  const shared = [...titled].filter((word) => words.has(word)).length / Math.max(1, titled.size);
  return (
    WEIGHTS.title * shared +
    (NAMED.test(text) ? WEIGHTS.named : 0) +
    (FINDING.test(text) ? WEIGHTS.finding : 0) +
    (EXPERIMENT.test(text) ? WEIGHTS.experiment : 0) +
    WEIGHTS.missingWord * Math.max(0, FULL_WORDS - words.size)
  );
}

/** Words of four letters or more that say something, without endings. */
const contentWords = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/[\p{L}\d]{4,}/gu) ?? [])
      .filter((word) => !isStopWord(word))
      .map((word) => word.slice(0, 6)),
  );

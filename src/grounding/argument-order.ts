/** Checks who does what to whom: finds sentences that swap the paper's subject and object. */
import type { Analysis } from './analysis.ts';
import { memoise } from './memo.ts';
import type { Premise } from './premise.ts';
import type { Word } from './word.ts';
import { isNearWord, isOwn, matchOf } from './word-match.ts';

interface Frame {
  readonly head: Word;
  /** Index of the paper's sentence; the same for all its frames. */
  readonly words: readonly Word[];
  readonly kind: 'compares' | 'acts' | 'links';
  readonly actor: readonly Word[];
  readonly acted: readonly Word[];
  /** The head noun of each; none without a direct object. */
  readonly actorHead?: Word | undefined;
  readonly object?: Word | undefined;
}

const WINS =
  /^(?:outperform|surpass|exceed|beat|excel|lead|improv|better|best|superior|ahead|outpac|overtak|top|stronger|higher)/;
const LOSES = /^(?:underperform|lag|trail|lose|loses|lost|worse|worst|weaker|inferior|behind|short$)/;
const OTHERS =
  /^(?:baselin|exist|prior|previou|other|alternativ|standard|convention|current|earlier|tradition|state-of-the-art|single-agent)/;
const PRESENTS =
  /^(?:propos|introduc|present|use|appli|evalu|test|compar|show|call|describ|develop|releas|adopt|train|demonstr|confirm|integr|outperform|beat)/;
const LINKS = new Set('to into than over from with for on against instead'.split(' '));
const SOURCES = new Set('from into'.split(' '));
const MAX_ARGUMENTS = 7;
/** The minimum weight of swapped words, counting one per word. */
const MIN_CROSSED = 1;

/** More clauses than any abstract has. */
const MAX_FRAMES = 150;
const MAX_OWN_FRAMES = 12;
const framesIn = memoise((premise: Premise) =>
  premise.told.flatMap((each) => framesOf(each, premise)).slice(0, MAX_FRAMES),
);

export function hasSwappedArguments(sentence: Analysis, premise: Premise): boolean {
  const told = framesIn(premise);
  return framesOf(sentence, premise)
    .slice(0, MAX_OWN_FRAMES)
    .some(
      (frame) =>
        isSwapped(frame, told, premise) ||
        isOutdone(frame, told, premise) ||
        isTurnedOnOwn(frame, told, premise) ||
        hasOtherActor(frame, told, premise),
    );
}

const isOwnNamed = (words: readonly Word[], premise: Premise): boolean =>
  words.some((word) => isOwn(word, premise)) &&
  !words.some(({ lower, root }) => OTHERS.test(lower) || OTHERS.test(root));

/** A paper rarely says that its own work is outperformed, and never without a word for it. */
function isOutdone({ kind, head, actor, acted }: Frame, told: readonly Frame[], premise: Premise): boolean {
  // More of something may be worse.
  if (
    head.lower === 'higher' ||
    kind !== 'compares' ||
    !isOwnNamed(acted, premise) ||
    isOwnNamed(actor, premise) ||
    actor.length === 0
  )
    return false;
  return !told.some(
    (other) =>
      other.kind === 'compares' &&
      overlap(actor, other.actor, premise) > 0 &&
      overlap(acted, other.acted, premise) > 0,
  );
}

/** A paper's own work acts; others hardly act on it, except to present, use or test it. */
function isTurnedOnOwn(
  { kind, head, actor, acted }: Frame,
  told: readonly Frame[],
  premise: Premise,
): boolean {
  const [object] = acted;
  if (kind !== 'acts' || !object || !premise.names.has(object.root) || actor.length === 0) return false;
  if (actor.some((word) => isOwn(word, premise)) || PRESENTS.test(head.root)) return false;
  return !told.some(
    (other) => overlap(actor, other.actor, premise) > 0 && overlap([object], other.acted, premise) > 0,
  );
}

/** The paper says the same about the same object with another subject, which the sentence doesn't mention. */
function hasOtherActor(frame: Frame, told: readonly Frame[], premise: Premise): boolean {
  if (frame.kind !== 'acts' || frame.actor.length === 0 || frame.acted.length === 0) return false;
  if (frame.actor.some((word) => isOwn(word, premise))) return false;
  const same = told.filter(
    (other) =>
      other.kind === 'acts' &&
      isSameHead(frame, other, premise) &&
      overlap(frame.acted, other.acted, premise) >= 1,
  );
  if (same.length === 0 || same.some((other) => other.actor.length === 0)) return false;
  if (same.some((other) => overlap(frame.actor, other.actor, premise) > 0)) return false;
  // The sentence itself, or the paper, contrasts the two.
  return same.some(({ actor, words }) => {
    const isContrasted = (those: readonly Word[], inside: readonly Word[]): boolean =>
      overlap(
        those.slice(0, 2),
        inside.filter((word) => !those.includes(word)),
        premise,
      ) >= 1;
    return isContrasted(frame.actor, words) || isContrasted(actor, frame.words);
  });
}

function isSwapped(frame: Frame, told: readonly Frame[], premise: Premise): boolean {
  let [straight, crossed] = [0, 0];
  const alike = told.filter((other) => other.kind === frame.kind && isSameHead(frame, other, premise));
  const exact = alike.filter(({ head }) => head.root === frame.head.root);
  for (const other of frame.kind === 'acts' && exact.length > 0 ? exact : alike) {
    const [aa, pp] = [overlap(frame.actor, other.actor, premise), overlap(frame.acted, other.acted, premise)];
    const [ap, pa] = [overlap(frame.actor, other.acted, premise), overlap(frame.acted, other.actor, premise)];
    if (frame.kind !== 'links' || (aa > 0 && pp > 0)) straight = Math.max(straight, aa + pp);
    if (ap > 0 && pa > 0) crossed = Math.max(crossed, ap + pa);
  }
  if (crossed >= MIN_CROSSED && crossed > straight) return true;
  if (frame.kind === 'links' && exact.some((other) => isTurnedLink(frame, other, premise))) return true;
  if (frame.kind === 'acts' && exact.some((other) => isTurnedFarOff(frame, other, premise))) return true;
  // The subject here is the object there, and nowhere the reverse.
  const { actorHead, object } = frame;
  if (!actorHead || !object || exact.some(({ actor }) => overlap(frame.actor, actor, premise) > 0))
    return false;
  return exact.some((other) => other.object && matchOf(actorHead, other.object, premise) === 1);
}

/** Matter made from something else: the paper names it before the preposition, however far, and the source after it. */
function isTurnedLink(frame: Frame, { head, words, acted }: Frame, premise: Premise): boolean {
  if (frame.actor.length === 0 || frame.acted.length === 0 || !SOURCES.has(frame.head.lower)) return false;
  const before = words.slice(0, head.at).filter(({ isContent }) => isContent);
  return (
    overlap(frame.actor, acted, premise) >= frame.actor.length * 0.7 &&
    overlap(frame.acted, before, premise) >= frame.acted.length * 0.7 &&
    overlap(frame.actor, before, premise) === 0 &&
    overlap(frame.acted, acted, premise) === 0
  );
}

/** The same over the paper's whole sentence, if the two are further from the verb. */
function isTurnedFarOff(frame: Frame, { head, words, actor, acted }: Frame, premise: Premise): boolean {
  const isTurned = actor.some(({ at }) => at > head.at) || acted.some(({ at }) => at < head.at);
  if (isTurned || frame.actor.length === 0 || frame.acted.length === 0) return false;
  const [before, after] = [words.slice(0, head.at), words.slice(head.at + 1)];
  const [ap, pa] = [overlap(frame.actor, after, premise), overlap(frame.acted, before, premise)];
  const [aa, pp] = [overlap(frame.actor, before, premise), overlap(frame.acted, after, premise)];
  return ap > 0 && pa > 0 && ap > aa && pa > pp;
}

const isSameHead = ({ head, kind }: Frame, other: Frame, premise: Premise): boolean =>
  kind === 'compares' ||
  [...head.roots].some((root) => other.head.roots.has(root)) ||
  (head.pos === 'VERB' && isNearWord(head, other.head, premise));

function overlap(words: readonly Word[], others: readonly Word[], premise: Premise): number {
  let sum = 0;
  for (const word of words) sum += Math.max(0, ...others.map((other) => matchOf(word, other, premise)));
  return sum;
}

function framesOf({ words }: Analysis, premise: Premise): Frame[] {
  const frames: Frame[] = [];
  const side = (from: number, step: 1 | -1, isLink = false) =>
    argumentsFrom(words, from, step, premise, isLink);
  for (const [at, head] of words.entries()) {
    const isBefore = words[at + 1]?.pos === 'NOUN' && /^(?:DET|ADJ|ADP)$/.test(words[at - 1]?.pos ?? '');
    const wins = WINS.test(head.root) || WINS.test(head.lower);
    if (wins || LOSES.test(head.lower)) {
      const frame = comparison(words, at, side);
      if (frame)
        frames.push({
          head,
          words,
          kind: 'compares',
          ...(wins ? frame : { actor: frame.acted, acted: frame.actor }),
        });
    }
    if (isCompoundGerund(words, at)) {
      // "Instruction-following models": the models follow.
      const [left, right] = [side(at, -1), side(at, 1)];
      frames.push({
        head,
        words,
        kind: 'acts',
        actor: right,
        acted: left,
        actorHead: right[0],
        object: left[0],
      });
    } else if (head.pos === 'VERB' && head.isContent && !isBefore) {
      const [left, right] = [withNoun(side(at, -1)), side(at, 1)];
      const by = byAgent(words, at);
      if (isPassive(words, at))
        frames.push({
          head,
          words,
          kind: 'acts',
          actor: by === undefined ? [] : side(by, 1),
          acted: left,
          actorHead: by === undefined ? undefined : objectOf(words, by),
          object: left[0],
        });
      else {
        const user = userOf(words, at);
        const actor = user !== undefined ? side(user, -1) : hasSubject(words, at) ? left : [];
        frames.push({
          head,
          words,
          kind: 'acts',
          actor,
          acted: right,
          actorHead: actor[0],
          object: objectOf(words, at),
        });
      }
    }
    if (LINKS.has(head.lower))
      frames.push({ head, words, kind: 'links', actor: side(at, -1, true), acted: side(at, 1, true) });
  }
  return frames;
}

/** The winner and the loser around a word such as "outperforms" or "better … than". */
function comparison(
  words: readonly Word[],
  at: number,
  side: (from: number, step: 1 | -1) => Word[],
): Pick<Frame, 'actor' | 'acted'> | undefined {
  const head = words[at] as Word;
  const isVerb = head.pos === 'VERB' && !/^(?:improv|lead)/.test(head.root);
  const marker = words.findIndex(
    ({ lower }, i) => i > at && i <= at + 8 && /^(?:than|over|to|on|upon|of|compared|against)$/.test(lower),
  );
  const right = isVerb ? at : marker;
  if (right < 0) return undefined;
  const marked = words[right]?.lower ?? '';
  if (
    !isVerb &&
    /^(?:to|of|on)$/.test(marked) &&
    !/^(?:superior|inferior|ahead|behind|improv)/.test(head.lower)
  )
    return undefined;
  // "superior performance of X over Y": the winner is in between.
  if (marked === 'of') {
    const over = words.findIndex(
      ({ lower }, i) => i > right && i <= right + 9 && /^(?:over|than|to|compared)$/.test(lower),
    );
    return over < 0 ? undefined : { actor: side(right, 1), acted: side(over, 1) };
  }
  if (isPassive(words, at)) {
    const by = byAgent(words, at);
    return by === undefined ? undefined : { actor: side(by, 1), acted: side(at, -1) };
  }
  const isGerund = /ing$/.test(head.lower) && isPhraseStart(words, at);
  return { actor: isGerund ? side(-1, 1) : side(at, -1), acted: side(right, 1) };
}

const isPhraseStart = (words: readonly Word[], at: number): boolean =>
  words.slice(Math.max(0, at - 3), at).some(({ text }) => /^[,(—–-]$/.test(text));

function isPassive(words: readonly Word[], at: number): boolean {
  const { lower, lemma } = words[at] as Word;
  if (/(?:ing|s)$/.test(lower)) return false;
  const before = words.slice(Math.max(0, at - 4), at);
  // "is hurt", "was set": some participles look like the verb.
  if (before.some(({ lemma: each }) => each === 'be' || each === 'become' || each === 'get')) return true;
  if (lower === lemma) return false;
  // "images made by diffusion", "models trained on text"
  const after = words[at + 1]?.pos === 'ADV' ? words[at + 2] : words[at + 1];
  return after?.pos === 'ADP';
}

/** The last noun of the phrase after a verb: its direct object. */
function objectOf(words: readonly Word[], from: number): Word | undefined {
  let object: Word | undefined;
  for (let at = from + 1; at < words.length; at++) {
    const word = words[at] as Word;
    if (/^(?:NOUN|PROPN)$/.test(word.pos) && word.isContent) object = word;
    else if (
      !/^(?:DET|ADJ|ADV|NUM|PART|PRON|SYM)$/.test(word.pos) &&
      word.lower !== '-' &&
      word.pos !== 'VERB'
    )
      break;
    else if (word.pos === 'VERB' && (object || !/^(?:NOUN|PROPN|ADJ)$/.test(words[at + 1]?.pos ?? ''))) break;
    if (word.lower === 'to') break;
  }
  return object;
}

/** "Simple but suffers from …": an adjective alone is no subject. */
const withNoun = (words: readonly Word[]): readonly Word[] =>
  words.some(({ pos }) => /^(?:NOUN|PROPN|X|NUM)$/.test(pos)) ? words : [];

const isCompoundGerund = (words: readonly Word[], at: number): boolean =>
  /ing$/.test(words[at]?.lower ?? '') &&
  words[at - 1]?.text === '-' &&
  /^(?:NOUN|PROPN)$/.test(words[at + 1]?.pos ?? '');

/** The position of "used" in "X is used to make Y": X is the subject of making. */
function userOf(words: readonly Word[], at: number): number | undefined {
  const [verb, to] = [words[at - 2], words[at - 1]];
  return to?.lower === 'to' && /^(?:use|employ|apply|leverage|utili[sz]e)$/.test(verb?.lemma ?? '')
    ? at - 2
    : undefined;
}

/** The subject of an infinitive or a gerund is elsewhere. */
const hasSubject = (words: readonly Word[], at: number): boolean =>
  !/ing$/.test(words[at]?.lower ?? '') && words[at - 1]?.lower !== 'to' && words[at - 2]?.lower !== 'to';

/** The position of "by" after a verb, if it names the agent and not an amount. */
function byAgent(words: readonly Word[], at: number): number | undefined {
  for (let i = at + 1; i < Math.min(words.length, at + 7); i++) {
    const { lower, pos } = words[i] as Word;
    if (lower === 'by' && words[i + 1]?.lower === 'means') return i + 2;
    if (lower === 'by') return words[i + 1]?.number ? undefined : i;
    if (pos === 'VERB' || /^[,;:.]$/.test(lower)) return undefined;
  }
  return undefined;
}

/** "More than half", "over 80%": no comparison of two things. */
const isBound = (words: readonly Word[], at: number): boolean =>
  (words[at + 1]?.number !== undefined || /^(?:half|\d)/.test(words[at + 1]?.lower ?? '')) &&
  (words[at]?.lower !== 'than' ||
    /^(?:more|less|fewer|greater|better|higher|lower)$/.test(words[at - 1]?.lower ?? ''));

/** "models fine-tuned with it": a participle that describes the noun before it. */
const isReduced = (words: readonly Word[], at: number): boolean =>
  isPassive(words, at) && !words.slice(Math.max(0, at - 4), at).some(({ pos }) => pos === 'AUX');

const isNumberStart = (words: readonly Word[], at: number): boolean =>
  words[at]?.number !== undefined && words[at - 1]?.number !== words[at]?.number;

/** The words on one side of a head, up to the next verb, conjunction or punctuation mark. */
function argumentsFrom(
  words: readonly Word[],
  from: number,
  step: 1 | -1,
  premise: Premise,
  isLink: boolean,
): Word[] {
  const found: Word[] = [];
  for (let at = from + step; at >= 0 && at < words.length && found.length < MAX_ARGUMENTS; at += step) {
    const word = words[at] as Word;
    if (/^[;:()—–.!?]$/.test(word.text)) break;
    // "data translated from English": the related noun precedes the verb.
    if (isLink && step === -1 && found.length === 0 && /^(?:VERB|AUX|ADV)$/.test(word.pos)) continue;
    if (/^(?:than|over|compared|versus|vs)$/.test(word.lower) && !isBound(words, at)) break;
    if (step === 1 && word.lower === 'to' && words[at + 1]?.pos === 'VERB') break;
    if (word.text === ',' && /^(?:such|including|like|e\.g)/.test(words[at + 1]?.lower ?? '')) continue;
    const isParticiple = word.pos === 'VERB' && isReduced(words, at);
    const ends =
      word.text === ',' ||
      /^(?:but|while|whereas|which|that|because|and|or)$/.test(word.lower) ||
      (isLink && (word.pos === 'ADP' || word.lower === 'to')) ||
      (word.pos === 'VERB' && !isParticiple && !/^(?:NOUN|PROPN)$/.test(words[at + 1]?.pos ?? ''));
    const isRelative = step === -1 && !isLink && /^(?:which|that|who)$/.test(words[at - 1]?.lower ?? '');
    if (word.pos === 'VERB' && isRelative && /^(?:NOUN|PROPN)$/.test(words[at - 2]?.pos ?? '')) {
      // The noun before "that sees only edges" is the subject of the next verb.
      found.length = 0;
      at -= 1;
      continue;
    }
    const isPredicate =
      isLink && step === -1 && found.every(({ pos }) => pos === 'ADJ') && word.pos === 'VERB';
    if (ends && !isPredicate && (found.length > 0 || isLink || (step === 1 && word.text === ','))) break;
    if ((word.isContent && word.pos !== 'ADV') || isNumberStart(words, at) || isOwn(word, premise))
      found.push(word);
  }
  return found;
}

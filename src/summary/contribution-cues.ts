/** Patterns of sentences that can represent a whole paper, as data. */
import { AUTHORS, anyWord } from '../text/clauses.ts';

const KINDS = anyWord(
  'method framework approach model algorithm system technique benchmark dataset pipeline paradigm strategy architecture framing solution network',
);

/** The sentence is about what the authors did or found: it needs one of these. */
export const STATES_NEWS: readonly RegExp[] = [
  // "We …", "Across ten tasks, this study …"
  new RegExp(
    `(?:^|, )(?:${AUTHORS.replace('our|', '')}|our (?:[\\w-]+ ){0,2}?(?:paper|work|study|article|survey|report|review|research))\\b`,
    'i',
  ),
  // "A dataset of 300 scans was collected"
  new RegExp(
    `^(?:an?|the first|two|three|\\w+ new|\\w+ novel)\\b[^,;]*\\b(?:is|are|was|were|has been|have been) (?:\\w+ly )?${anyWord(`developed
proposed introduced presented designed built investigated studied evaluated created conducted constructed derived established
trained employed implemented applied used described formulated compared analy[sz]ed shown discussed examined explored addressed
considered reported provided given demonstrated obtained tested assessed validated performed made generated collected`)}\\b`,
    'i',
  ),
  // "Experiments show that …"
  /\b(?:results?|experiments?|evaluations?|analys[ei]s|findings|studies)\b[^,;]*\b(?:show|demonstrate|reveal|confirm|indicate|find|suggest)s? (?:that|how|an?)\b/i,
];

/** It is worth nothing alone: it may have none of these. */
export const TELLS_NOTHING: readonly RegExp[] = [
  // "This paper makes three key contributions."
  /\b(?:two|three|four|five|six|several|key|main|following)(?: [\w-]+){0,2} (?:contributions|questions|challenges|innovations|advantages|aspects|findings|observations|insights)\.$/i,
  // "We propose TinyNet, a novel framework."
  new RegExp(
    `, (?:a|an|the)(?: (?:novel|new|simple|general|unified|first|effective|efficient))* ${KINDS}\\.$`,
    'i',
  ),
  // "We propose a new method."
  new RegExp(`^(?:[Ww]e|[Tt]his \\p{Ll}+) \\p{Ll}+ an?(?: \\p{Ll}[\\p{Ll}-]*){0,2} ${KINDS}\\.$`, 'u'),
  // "We draw two lessons: 1) …", and the second stands in another sentence
  /(?:^|\s)\(?1\)\s(?!.*\s\(?2\)\s)/,
  // "Please star our repository!": some sources have a submitter's comment in place of an abstract.
  /\b(?:you|your|everyone|excited|happy|please|thanks?(?! to\b)|welcome|hello|hi)\b|!$/i,
  // Markup and addresses that no cleaning could read
  /[\\{}^~`]|\$|\*\*|<\/?\w+[^>]*>|__|https?:|&[a-z]+;/,
];

const NAME = String.raw`[\p{L}\d-]*\p{Lu}[\p{L}\d-]*[\p{Lu}\d][\p{L}\d-]*`;
const NAMES = anyWord(
  'propose introduce present develop design release describe build call named called termed',
);

/** "introduce TinyNet" */
export const NAMES_CONTRIBUTION = new RegExp(`\\b${NAMES}s?,? (?:the )?[“"']?${NAME}`, 'u');

/** Finds the name in "introduce a compact model, TinyNet". */
export const INTRODUCED_NAME = new RegExp(`\\b${NAMES}s?,? [^.;]{0,100}?(${NAME})`, 'gu');

/** Finds the name in "TinyNet (ours) quickly reduces …". */
export const NAME_AS_SUBJECT =
  /^([\p{L}\d][\p{L}\d.+-]*)(?: \([^()]*\))?,? (?:\p{Ll}+ly )?(?:is|are|was|can|has|\p{Ll}+(?:s|ed))\b/u;

/** "We find that …" */
export const STATES_FINDING =
  /^we (?:\w+ly )?(?:show|find|prove|demonstrate|establish|reveal|discover|observe|argue|identify)\b/i;

/** "We conduct extensive experiments …": how something was tested, not what. */
export const DESCRIBES_EXPERIMENT =
  /(?:^|, )(?:we|this \w+) (?:\w+ly )?(?:conduct|perform|design|run|carry out|test|validate|verify|evaluate)\w*\b[^,;]*\b(?:experiments?|ablations?|simulations?|benchmarks|baselines|datasets|analyses|comparisons)\b|\b(?:extensive|comprehensive) experiments\b/i;

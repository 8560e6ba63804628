/** The rhetorical roles of an abstract's sentences, as data: examples, cue phrases and usual positions. */

export type Role = 'problem' | 'method' | 'result';

interface RoleTraits {
  /** Sentences of that role on generic subjects; similarity to their mean is similarity to the role. */
  readonly prototypes: readonly string[];
  /** Cue phrases; a sentence sums the weights of all that it contains. */
  readonly cues: readonly { readonly pattern: RegExp; readonly weight: number }[];
  /** The usual position in the abstract, 0 for the first sentence and 1 for the last, with its spread. */
  readonly position: { readonly usual: number; readonly spread: number };
}

const SPEAKER = String.raw`\b(?:we|here|(?:this|our|the following) (?:technical |position |empirical )?(?:paper|work|study|article|survey|report|thesis|evaluation))\b[^.;]{0,60}?`;
/** Announces something new, such as "we propose" or "this paper presents". */
export const CONTRIBUTES = new RegExp(
  `${SPEAKER}\\b(?:propose|introduce|present|develop|design|describe|formulate|build|construct|derive)(?:s|ed|t)?\\b`,
  'i',
);
/** Announces an investigation, such as "we investigate". */
export const STUDIES = new RegExp(
  `${SPEAKER}\\b(?:investigate|stud(?:y|ies|ied)|explore|examine|survey|review|revisit|analy[sz]e|decompose|classify|address|ask|conduct|evaluate|compare|focus(?:es|ed)?)(?:s|d|ed)?\\b`,
  'i',
);
export const FINDS =
  /\b(?:outperform|surpass|exceed|achiev|improv|attain|reduc|increas|decreas)\w*|\bsuperior\b|\b(?:gains?|speed-?ups?)\b/i;

export const ROLES: Readonly<Record<Role, RoleTraits>> = {
  problem: {
    prototypes: [
      'However, existing methods struggle with this setting and remain limited.',
      'Current approaches fail to generalise and suffer from high computational cost.',
      'This remains a fundamental challenge and is largely unexplored.',
      'Prior work overlooks this issue, which leads to poor performance.',
      'The lack of suitable data makes this task difficult and expensive.',
    ],
    cues: [
      { pattern: /^(?:however|yet|but|unfortunately|nevertheless|despite)\b/i, weight: 1 },
      { pattern: /^(?:existing|current|traditional|conventional|prior|previous|most)\b/i, weight: 0.6 },
      {
        pattern:
          /\b(?:struggl|suffer|fail|limit(?:ed|ation|s|ing)|challeng|lack|bottleneck|difficult|costly|expensive|neglect|overlook|unexplored|underexplored|unclear|open question|scarc|hinder|impractical|unsuitable|gap\b|decreas|degrad(?:es?|ation)\b|constrain)/i,
        weight: 0.8,
      },
      { pattern: /^(?:background|motivation|problem|objectives?|aims?|purpose)\s*[.:]/i, weight: 1.5 },
      { pattern: CONTRIBUTES, weight: -1.2 },
      { pattern: STUDIES, weight: -0.8 },
      { pattern: /\bour (?:approach|method|model|framework|system|work)\b/i, weight: -0.8 },
      { pattern: FINDS, weight: -0.3 },
    ],
    position: { usual: 0.12, spread: 0.2 },
  },
  method: {
    prototypes: [
      'In this paper, we propose a novel framework that addresses this problem.',
      'We introduce a new method, which combines two components.',
      'To this end, we present an approach that learns representations jointly.',
      'We develop a benchmark and a dataset to evaluate models.',
      'This paper presents a systematic study of methods.',
    ],
    cues: [
      { pattern: CONTRIBUTES, weight: 1.5 },
      { pattern: STUDIES, weight: 1 },
      {
        pattern:
          /^to (?:this end|(?:address|bridge|tackle|overcome|resolve|solve|mitigate|close|fill|avoid|alleviate|remedy)\b)/i,
        weight: 0.6,
      },
      {
        pattern:
          /^(?:furthermore|moreover|additionally|in addition|finally|also|besides|(?:more )?specifically|in particular)\b/i,
        weight: -0.5,
      },
      { pattern: /\b(?:novel|new|first|called|termed|dubbed|named)\b/i, weight: 0.3 },
      { pattern: /^(?:materials? and )?(?:methods?|methodology|approach|design)\s*[.:]/i, weight: 1.5 },
      { pattern: FINDS, weight: -0.5 },
    ],
    position: { usual: 0.35, spread: 0.2 },
  },
  result: {
    prototypes: [
      'Experiments show that our method outperforms state-of-the-art baselines.',
      'Results demonstrate consistent improvements across all benchmarks.',
      'Our model achieves higher accuracy while reducing computational cost.',
      'We find that performance improves significantly compared to prior methods.',
      'Our analysis reveals that the effect depends on model size.',
    ],
    cues: [
      {
        pattern:
          /\b(?:experiment(?:s|al)?|evaluat(?:e|ed|ions?)|results?|ablations?|empirical(?:ly)?|analys[ei]s)\b/i,
        weight: 0.5,
      },
      {
        pattern: /\b(?:show|demonstrate|reveal|find|found|confirm|indicate|prove|observe)(?:s|d)?\b/i,
        weight: 0.7,
      },
      { pattern: FINDS, weight: 0.9 },
      { pattern: /\b(?:state-of-the-art|sota)\b/i, weight: 0.3 },
      { pattern: /^to [^,.]{3,80}, we\b/i, weight: -0.5 },
      { pattern: /\d(?:\.\d+)?\s?(?:\\?%|x\b|×|points?\b|times\b)|\b\d+\.\d+\b/, weight: 0.5 },
      { pattern: /^(?:results?|findings|conclusions?)\s*[.:]/i, weight: 1.5 },
      { pattern: CONTRIBUTES, weight: -1 },
    ],
    position: { usual: 0.85, spread: 0.2 },
  },
};

const LINKS = /https?:\/\/|\bgithub\b/i;
const INVITES = /^\W*(?:try|check|visit|star|follow|join)\b/i;
const IS_AVAILABLE =
  /^[^.;]{0,80}\b(?:codes?|implementations?|datasets?|data|models?|weights|checkpoints|demos?|videos?|resources?|repository|page|website|materials?|benchmarks?|toolkit|framework|pipeline)\b[^.;]{0,80}\b(?:is|are|be|been|made)\s+(?:(?!not\b)[\w-]+\s+){0,3}(?:available|released?|accessible|open[- ]?sourced?|published|found (?:at|here|on))\b/i;
const RELEASES =
  /^(?:(?:to|for|finally)\b[^,]*,\s*)?we\s+(?:(?:will|also|further|have|publicly|fully|hope to|plan to)\s+)*(?:released?|open[- ]?sourced?|share|publish|make)\b[^.]*\b(?:codes?|implementations?|weights|models?|data|datasets?|public|publicly|available|benchmarks?|resources)\b/i;

/**
 * True if a sentence only says where the code is or invites to look. `position` is 0 for the first sentence and 1 for
 * the last: "datasets are available" is an aside at the end and background before.
 */
export function isAside(sentence: string, position: number): boolean {
  if (INVITES.test(sentence)) return true;
  if (LINKS.test(sentence) && !CONTRIBUTES.test(sentence) && !FINDS.test(sentence)) return true;
  return position >= 0.5 && (IS_AVAILABLE.test(sentence) || RELEASES.test(sentence));
}

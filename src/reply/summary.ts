/** A paper's summary as a message. */

import { type Paper, paperUrl } from '../domain/paper.ts';
import type { Summary } from '../summary/summaries.ts';
import { collapseSpace, truncate } from '../text/display.ts';
import { paperRow } from './buttons.ts';
import { BRAND_COLOUR, byline } from './card.ts';
import { escapedWithin } from './escaped.ts';
import type { Reply } from './reply.ts';

const LABELS = {
  problem: 'Problem',
  method: 'Method',
  result: 'Results',
  audience: 'Who it’s for',
  gist: '',
} as const;
const MAX_SENTENCE_CHARS = 900;
// Ten of the longest, with labels and byline, stay below the 4,096 characters of an embed's description.
const MAX_TOLD_CHARS = 3_600;
const MAX_TITLE_CHARS = 250;
const MAX_MODEL_CHARS = 60;

const BECAUSE: Readonly<Record<NonNullable<Summary['because']>, string>> = {
  away: 'the language model isn’t answering',
  misconfigured: 'the language model refuses its key or can’t be found',
  unusable: 'the language model’s text wasn’t usable',
  spent: "today's language-model budget is used up",
  'no-model': 'translating needs a language model, and none is set up',
};

export function summaryReply(paper: Paper, summary: Summary): Reply {
  const told: string[] = [];
  let room = MAX_TOLD_CHARS;
  for (const [i, { role, text }] of summary.sentences.entries()) {
    // An abstract that omits one part has two sentences on another, under one heading.
    const isNew = role !== summary.sentences[i - 1]?.role;
    const heading = isNew && LABELS[role] ? `**${LABELS[role]}**\n` : '';
    const line = `${heading}${escapedWithin(text, MAX_SENTENCE_CHARS)}`;
    if (line.length > room) break;
    room -= line.length + 2;
    told.push(line);
  }
  const lines = [
    byline(paper),
    ...(told.length > 0 ? told : ['I only have this paper’s title, not its abstract.']),
  ];
  return {
    embeds: [
      {
        color: BRAND_COLOUR,
        title: escapedWithin(paper.title, MAX_TITLE_CHARS),
        url: paperUrl(paper),
        description: lines.filter(Boolean).join('\n\n'),
        ...(told.length > 0 && { footer: { text: originOf(summary) } }),
      },
    ],
    components: [paperRow(paper)],
  };
}

/** Says who wrote the text, and why it isn't the kind that was asked for. */
function originOf({ writtenBy, language, because, isDraft }: Summary): string {
  if (writtenBy === undefined) {
    return `Quoted from the abstract${because === 'no-model' ? ', in English' : ''}${because ? `: ${BECAUSE[because]}` : ''}`;
  }
  const model = truncate(collapseSpace(writtenBy), MAX_MODEL_CHARS);
  if (isDraft) return `${model} is still writing…`;
  const checked = `Written by ${model} from the abstract, each sentence checked against it`;
  if (because)
    return `${checked}. In English: ${because === 'unusable' ? 'the translation failed my checks' : BECAUSE[because]}`;
  if (language.code === 'en') return checked;
  return `${checked} in English, then translated into ${language.name}: there only numbers and names were checked`;
}

/** A paper's summary as a message. */

import { type Paper, paperUrl } from '../domain/paper.ts';
import type { Summary } from '../summary/summaries.ts';
import { collapseSpace, truncate } from '../text/display.ts';
import { paperRow } from './buttons.ts';
import { BRAND_COLOUR, byline } from './card.ts';
import { escapedWithin } from './escaped.ts';
import type { Reply } from './reply.ts';

const LABELS = {
  problem: 'The problem',
  method: 'What they did',
  result: 'What came out',
  audience: 'Who should care',
  gist: '',
} as const;
const MAX_SENTENCE_CHARS = 900;
// Ten of the longest, with labels and byline, stay below the 4,096 characters of an embed's description.
const MAX_TOLD_CHARS = 3_600;
const MAX_TITLE_CHARS = 250;
const MAX_MODEL_CHARS = 60;

const BECAUSE: Readonly<Record<NonNullable<Summary['because']>, string>> = {
  away: 'the language model is away',
  misconfigured: 'the language model refuses my key or is not there',
  unusable: 'the language model wrote too little that the abstract supports',
  spent: "today's share of the language model is used up",
  'no-model': 'another language needs a language model, and I have none',
};

export function summaryReply(paper: Paper, summary: Summary): Reply {
  const told: string[] = [];
  let room = MAX_TOLD_CHARS;
  for (const [i, { role, text }] of summary.sentences.entries()) {
    // An abstract that says nothing of one part has two sentences on another, under one heading.
    const isNew = role !== summary.sentences[i - 1]?.role;
    const heading = isNew && LABELS[role] ? `**${LABELS[role]}**\n` : '';
    const line = `${heading}${escapedWithin(text, MAX_SENTENCE_CHARS)}`;
    if (line.length > room) break;
    room -= line.length + 2;
    told.push(line);
  }
  const lines = [
    byline(paper),
    ...(told.length > 0 ? told : ['I have no abstract of this paper, only its title.']),
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

/** Whose words these are, and why they aren't those that were asked for. */
function originOf({ writtenBy, language, because, isDraft }: Summary): string {
  if (writtenBy === undefined) {
    return `Taken from the abstract, word for word${because ? `: ${BECAUSE[because]}` : ''}`;
  }
  const model = truncate(collapseSpace(writtenBy), MAX_MODEL_CHARS);
  if (isDraft) return `${model} is still writing…`;
  const checked = `Written by ${model} from the abstract, each sentence checked against it`;
  if (because)
    return `${checked}. In English: ${because === 'unusable' ? 'the translation failed my checks' : BECAUSE[because]}`;
  if (language.code === 'en') return checked;
  return `${checked} in English, then translated into ${language.name}: there only numbers and names were checked`;
}

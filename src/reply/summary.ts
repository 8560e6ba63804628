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
const NO_ABSTRACT = 'I only have this paper’s title, not its abstract.';
const MAX_SENTENCE_CHARS = 900;
// Ten of the longest, with labels and byline, stay below the 4,096 characters of an embed's description.
const MAX_TOLD_CHARS = 3_600;
const MAX_TITLE_CHARS = 250;
const MAX_LISTED_IDS = 5;
const MAX_MODEL_CHARS = 60;

const BECAUSE: Readonly<Record<NonNullable<Summary['because']>, string>> = {
  away: 'the language model isn’t answering',
  late: 'the language model took too long',
  misconfigured: 'the language model refuses its key or can’t be found',
  unusable: 'the language model’s text wasn’t usable',
  spent: "today's language-model budget is used up",
  'no-model': 'translating needs a language model, and none is set up',
};

/** `otherIds` are the arXiv ids of papers that were linked beside this one. */
export function summaryReply(paper: Paper, summary: Summary, otherIds: readonly string[] = []): Reply {
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
  const lines = [byline(paper), ...(told.length > 0 ? told : [NO_ABSTRACT])];
  return {
    ...(otherIds.length > 0 && { content: alsoLinked(otherIds) }),
    embeds: [
      {
        color: BRAND_COLOUR,
        title: escapedWithin(paper.title, MAX_TITLE_CHARS),
        url: paperUrl(paper),
        description: lines.filter(Boolean).join('\n\n'),
        ...(told.length > 0 && { footer: { text: summaryOrigin(summary) } }),
      },
    ],
    components: [paperRow(paper)],
  };
}

function alsoLinked(ids: readonly string[]): string {
  const listed = ids.slice(0, MAX_LISTED_IDS).join(', ');
  const more = ids.length > MAX_LISTED_IDS ? ` and ${ids.length - MAX_LISTED_IDS} more` : '';
  return `The message also links ${listed}${more}. \`/summary\` summarises ${ids.length === 1 ? 'it' : 'each of them'}.`;
}

/** The summary as lines of plain text, each part under its label. */
export const summaryText = ({ sentences }: Summary): string[] =>
  sentences.length > 0
    ? sentences.map(({ role, text }) => (LABELS[role] ? `${LABELS[role]}: ${text}` : text))
    : [NO_ABSTRACT];

/** Says who wrote the text, and why it isn't the kind that was asked for. */
export function summaryOrigin({ writtenBy, language, because, isDraft }: Summary): string {
  if (writtenBy === undefined) {
    return `Quoted from the abstract${because === 'no-model' ? ', in English' : ''}${because ? `: ${BECAUSE[because]}` : ''}`;
  }
  const model = truncate(collapseSpace(writtenBy), MAX_MODEL_CHARS);
  if (isDraft) return `${model} is still writing…`;
  const checked = `Written by ${model}. Each sentence was compared with the abstract; most false ones are caught, not all`;
  if (because)
    return `${checked}. In English: ${because === 'unusable' ? 'the translation failed my checks' : BECAUSE[because]}`;
  if (language.code === 'en') return checked;
  return `${checked}. Then translated into ${language.name}, where only numbers and names were checked`;
}

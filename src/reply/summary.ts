/** A paper's summary as a message. */
import { type Paper, paperUrl } from '../paper.ts';
import type { ExtractiveSummary } from '../summary/extract.ts';
import { paperRow } from './buttons.ts';
import { BRAND_COLOUR, byline } from './card.ts';
import { escapedWithin } from './escaped.ts';
import type { Reply } from './reply.ts';

const LABELS = { problem: 'The problem', method: 'What they did', result: 'What came out' } as const;
const MAX_SENTENCE_CHARS = 900;
const MAX_TITLE_CHARS = 250;

export function summaryReply(paper: Paper, { sentences }: ExtractiveSummary): Reply {
  const told = sentences.map(({ role, text }, i) => {
    // An abstract that says nothing of one part has two sentences on another, under one heading.
    const heading = role === sentences[i - 1]?.role ? '' : `**${LABELS[role]}**\n`;
    return `${heading}${escapedWithin(text, MAX_SENTENCE_CHARS)}`;
  });
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
        ...(told.length > 0 && { footer: { text: 'Taken from the abstract, word for word' } }),
      },
    ],
    components: [paperRow(paper)],
  };
}

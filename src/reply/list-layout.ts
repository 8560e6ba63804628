/** A list of papers with Components V2: each paper with its button beside it, made to be read on a phone. */
import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APISectionComponent,
  ComponentType,
} from 'discord-api-types/v10';
import { openButton } from './buttons.ts';
import { BRAND_COLOUR, byline, type Card, quotation } from './card.ts';
import { linkedTitle } from './paper-menu.ts';
import type { Reply } from './reply.ts';

/** Discord's limit on all texts of a message together: https://docs.discord.com/developers/components/reference */
const MAX_TEXT_CHARS = 4_000;
// Room for the stars around words of the query.
const MARKS_CHARS = 24;
const MIN_SENTENCE_CHARS = 40;

/** A heading, the papers, and rows of buttons. A list without papers has the same form: Discord can't change it later. */
export function listLayout(
  heading: string,
  { cards, explains }: { readonly cards: readonly Card[]; readonly explains: boolean },
  rows: readonly APIActionRowComponent<APIButtonComponent>[],
): Reply {
  const maxChars = Math.floor((MAX_TEXT_CHARS - heading.length) / Math.max(cards.length, 1));
  return {
    layout: [
      {
        type: ComponentType.Container,
        ...(cards.length > 0 && { accent_color: BRAND_COLOUR }),
        components: [
          { type: ComponentType.TextDisplay, content: heading },
          ...cards.map((card) => paperSection(card, explains, maxChars)),
          ...rows,
        ],
      },
    ],
  };
}

function paperSection(card: Card, explains: boolean, maxChars: number): APISectionComponent {
  const { paper, rank, note } = card;
  const heading = `**${rank}. ${linkedTitle(paper)}**`;
  let room = maxChars - heading.length;
  const take = (line: string | undefined): string => {
    if (!line || line.length + 1 > room) return '';
    room -= line.length + 1;
    return line;
  };
  const facts = take(
    [byline(paper), note]
      .filter(Boolean)
      .map((line) => `-# ${line}`)
      .join('\n'),
  );
  const sentenceRoom = room - MARKS_CHARS;
  const { quote, why } = quotation(card, explains, Math.max(sentenceRoom, MIN_SENTENCE_CHARS));
  const content = [heading, facts, take(quote), take(why)].filter(Boolean).join('\n');
  return {
    type: ComponentType.Section,
    components: [{ type: ComponentType.TextDisplay, content }],
    accessory: openButton(paper, rank),
  };
}

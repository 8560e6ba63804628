/** An answer as a message: statements with the numbers of their papers, and the papers. */
import { type APIEmbed, ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { Answer, FallbackReason } from '../answer/answer.ts';
import { type Paper, paperUrl } from '../domain/paper.ts';
import { collapseSpace } from '../text/display.ts';
import { topicRows } from './buttons.ts';
import { BRAND_COLOUR, cardEmbeds, formatDay } from './card.ts';
import { answerMarker, type ButtonId, formatButtonId } from './custom-id.ts';
import { escapedWithin } from './escaped.ts';
import { asLinkTarget, asLinkText, paperMenuRow } from './paper-menu.ts';
import type { Reply } from './reply.ts';

const MAX_QUOTED_CHARS = 250;
const MAX_STATEMENT_CHARS = 480;
const MAX_TITLE_CHARS = 110;
const MAX_URL_CHARS = 200;
const MAX_DESCRIPTION_CHARS = 4_096;
const MAX_SEARCHED_CHARS = 160;

const BECAUSE: Readonly<Record<FallbackReason, string>> = {
  waiting: 'The language model is still reading. Until it is done, here are quotes from the papers.',
  away: 'The language model isn’t answering right now, so here are quotes from the papers.',
  late: 'The language model took too long, so here are quotes from the papers.',
  misconfigured:
    'The language model isn’t set up correctly, so here are quotes from the papers. Whoever runs this bot can find out more with `paperboy doctor`.',
  unusable: 'The language model’s answer wasn’t usable, so here are quotes from the papers.',
  spent: 'Today’s language-model budget is used up, so here are quotes from the papers.',
  unsupported: 'The papers don’t support what the language model wrote, so here are quotes from them.',
};
const WRITTEN_BY = {
  model:
    'Written by a language model. Each sentence was compared with the abstract it cites; most false ones are caught, not all',
  papers: 'Quoted from the papers’ abstracts',
} as const;

export interface AnswerLinks {
  /** The key under which the answer is kept; undefined while a better answer may follow. */
  readonly key: string | undefined;
  askFor(topic: string): ButtonId;
}

/** `question` is undefined if the message that asks stands right above. */
export function answerReply(
  answer: Answer,
  question: string | undefined,
  { key, askFor }: AnswerLinks,
): Reply {
  const quoted = question === undefined ? undefined : quote(question);
  switch (answer.kind) {
    case 'not-research':
      return {
        content:
          'I answer from machine-learning papers, and that doesn’t sound like a question for them. Try something like “how do I make a model forget private data?”. `/papers` searches for any words, and `/help` shows everything I can do.',
      };
    case 'looking':
      return { content: `Looking for other ways to ask ${quoted ?? 'that'}…` };
    case 'nothing': {
      const cards = answer.nearest.map(({ paper, snippet: sentence }, i) => ({
        paper,
        sentence,
        words: [],
        rank: i + 1,
      }));
      const next = cards.length > 0 ? ' These come closest.' : ' Try other words.';
      const topics = answer.topics.length > 0 ? ' Or try a related topic below.' : '';
      return {
        content: `I couldn’t find papers that answer ${quoted ?? 'that'}.${next}${topics}`,
        embeds: cardEmbeds(cards, false),
        components: [
          ...topicRows(answer.topics.map((topic) => ({ label: topic, to: askFor(topic) }))),
          ...searchedRow(key),
        ],
      };
    }
    case 'answered': {
      const { papers, by, because } = answer;
      const menu = papers.map((paper, i) => ({ paper, rank: i + 1 }));
      return {
        ...(quoted && { content: quoted }),
        embeds: [
          {
            color: BRAND_COLOUR,
            description: describeAnswer(answer, because && BECAUSE[because]),
            footer: { text: WRITTEN_BY[by] },
          } satisfies APIEmbed,
        ],
        components: key ? [paperMenuRow(answerMarker(key), menu), ...searchedRow(key)] : [],
      };
    }
  }
}

/** The searches behind an answer. */
export function searchedReply(queries: readonly string[]): Reply {
  const [first = '', ...others] = queries.map((query) => quote(query, MAX_SEARCHED_CHARS));
  if (others.length === 0) return { content: `I searched for your exact words: ${first}.` };
  return { content: ['I searched for', ...[first, ...others].map((query) => `- ${query}`)].join('\n') };
}

/** Fits statements and papers into Discord's limit; long addresses push out the last statements. */
function describeAnswer(
  { statements, papers }: Extract<Answer, { kind: 'answered' }>,
  note: string | undefined,
): string {
  const targets = papers.map(targetOf);
  const told = statements.map(({ text, papers: cited }) => {
    const numbers = cited.map((number) => {
      const target = targets[number - 1];
      return target ? `[\\[${number}\\]](${target})` : `\\[${number}\\]`;
    });
    return `${escapedWithin(collapseSpace(text), MAX_STATEMENT_CHARS)} ${numbers.join(' ')}`;
  });
  const list = papers.map((paper, i) => paperLine(paper, i + 1, targets[i])).join('\n');
  const whole = () => [...told, list, note && `-# ${note}`].filter(Boolean).join('\n\n');
  while (whole().length > MAX_DESCRIPTION_CHARS && told.length > 1) told.pop();
  return whole();
}

function paperLine(paper: Paper, number: number, target: string | undefined): string {
  const title = escapedWithin(asLinkText(paper.title), MAX_TITLE_CHARS) || 'Untitled';
  const named = target ? `[${title}](${target})` : title;
  return `**${number}.** ${named}${paper.published ? ` · ${formatDay(paper.published)}` : ''}`;
}

/** Undefined if the address is too long to repeat in a message. */
function targetOf({ id, title }: Paper): string | undefined {
  const target = asLinkTarget(paperUrl({ id, title: [...collapseSpace(title)].slice(0, 50).join('') }));
  return target.length > MAX_URL_CHARS ? undefined : target;
}

function searchedRow(key: string | undefined): NonNullable<Reply['components']> {
  if (!key) return [];
  return [
    {
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType.Button,
          style: ButtonStyle.Secondary,
          label: 'What I searched',
          custom_id: formatButtonId({ kind: 'open', command: 'ask', args: ['searched', key] }),
        },
      ],
    },
  ];
}

const quote = (text: string, maxChars = MAX_QUOTED_CHARS): string =>
  `“${escapedWithin(collapseSpace(text), maxChars)}”`;

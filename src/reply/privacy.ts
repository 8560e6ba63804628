/** Shows a person what is kept about them, and that it was deleted. */
import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { Tally } from '../llm/budget.ts';
import { type KeptValue, QUERY_KEPT_DAYS } from '../privacy/personal-data.ts';
import { formatButtonId } from './custom-id.ts';
import type { Reply } from './reply.ts';

/** All that is kept about a person. */
export interface Kept {
  /** Their own, without the secrets of links. */
  readonly subscriptions: readonly object[];
  readonly values: readonly KeptValue[];
  /** Their use of the language model today; undefined without one. */
  readonly tokensToday: Tally | undefined;
}

const COUNTS =
  'For limits, I count how many tokens of the language model you use (kept for three days) and how many confirmation mails you ask for (kept for a day).';
const NOT_KEPT = 'I keep neither your name nor messages that are not meant for me.';

export function keptReply(kept: Kept): Reply {
  return {
    content: [
      '**What I keep about you**',
      ...linesOf(kept).map((line) => `- ${line}`),
      COUNTS,
      NOT_KEPT,
      '-# `/privacy export` gives you all of it as a file, `/privacy forget` deletes it.',
    ].join('\n'),
  };
}

export function exportReply({ subscriptions, values, tokensToday }: Kept): Reply {
  const valuesOf = (namespace: KeptValue['namespace']) =>
    values.filter((each) => each.namespace === namespace).map(({ value }) => value);
  const file = {
    subscriptions,
    questions: valuesOf('questions'),
    answers: valuesOf('talks'),
    searches: valuesOf('searched'),
    languageModelToday: tokensToday ?? {},
  };
  return {
    content: 'This is all that I keep about you.',
    files: [{ name: 'paperboy-about-you.json', text: `${JSON.stringify(file, null, 2)}\n` }],
  };
}

/** Asks for a confirmation. */
export function forgetReply(kept: Kept): Reply {
  return {
    content: [
      '**Delete all of this?** It can’t be undone, and the buttons under your lists will have expired.',
      ...linesOf(kept).map((line) => `- ${line}`),
    ].join('\n'),
    components: [
      {
        type: ComponentType.ActionRow,
        components: [
          {
            type: ComponentType.Button,
            style: ButtonStyle.Danger,
            label: 'Delete it',
            custom_id: formatButtonId({ kind: 'turn', command: 'privacy', args: ['forget'] }),
          },
        ],
      },
    ],
  };
}

export function forgottenReply(subscriptions: number): Reply {
  const ended =
    subscriptions === 0
      ? ''
      : ` ${subscriptions === 1 ? 'Your subscription has' : `Your ${subscriptions} subscriptions have`} ended.`;
  return {
    content: `**Deleted.**${ended} What I counted for today’s limits goes within three days. Subscriptions that you made for a server’s channel belong to the server: \`/digest remove\` deletes them. A backup of the database, if whoever runs this bot makes one, keeps what it held.`,
    components: [],
  };
}

function linesOf({ subscriptions, values }: Kept): string[] {
  const count = (namespace: KeptValue['namespace']): number =>
    values.filter((value) => value.namespace === namespace).length;
  const line = (n: number, one: string, more: string, why: string): string[] =>
    n === 0 ? [] : [`${n} ${n === 1 ? one : more}${why}`];
  const lines = [
    ...line(subscriptions.length, 'subscription', 'subscriptions', ' of your own: `/digest list` shows them'),
    ...line(
      count('questions'),
      'question',
      'questions',
      `, each for ${QUERY_KEPT_DAYS} days, so that the buttons below its answer work`,
    ),
    ...line(count('talks'), 'answer', 'answers', ' to go on from, each for a day'),
    ...line(
      count('searched'),
      'list of searches',
      'lists of searches',
      ` behind answers, each for ${QUERY_KEPT_DAYS} days`,
    ),
  ];
  return lines.length > 0 ? lines : ['nothing at the moment'];
}

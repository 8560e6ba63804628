/** /ask: answers a question from papers. Plain messages to the bot are answered the same way. */
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Answer, answerQuestion } from '../src/answer/answer.ts';
import { type AskedAt, SEARCHED_KEPT_DAYS } from '../src/answer/conversation.ts';
import { smallTalkIn } from '../src/answer/small-talk.ts';
import { UserError } from '../src/domain/errors.ts';
import { answerReply, searchedReply } from '../src/reply/answer.ts';
import { answerKeyIn } from '../src/reply/custom-id.ts';
import type { Reply } from '../src/reply/reply.ts';
import { invitationReply, smallTalkReply } from '../src/reply/small-talk.ts';
import { parseQuery } from '../src/retrieval/query/parse.ts';
import type { Query } from '../src/retrieval/query/query.ts';
import type { ConversationTurn } from '../src/retrieval/query/rewrite.ts';
import { type Command, EVERYWHERE, PRIVATE_OPTION, type Services, type UserMessage } from './command.ts';

const DEFAULT_COUNT = 5;
const optionsSchema = z.object({ question: z.string() });
const buttonSchema = z.tuple([z.literal('searched'), z.string()]);

export const ask: Command = {
  definition: {
    ...EVERYWHERE,
    name: 'ask',
    description: 'Ask a question and get an answer with citations',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'question',
        description: 'A question in your own words, in any language',
        required: true,
        max_length: 2000,
      },
      PRIVATE_OPTION,
    ],
  },
  example: '/ask question: how do I make a model forget private data?',

  chatInput({ options, invoker }, services) {
    const { question } = optionsSchema.parse(options);
    return answer(question, invoker, services, question);
  },

  message({ text, repliedIds, invoker }: UserMessage, services) {
    if (!/[\p{L}\p{N}]/u.test(text)) return Promise.resolve(invitationReply());
    return answer(text, { ...invoker, answerKey: answerKeyIn(repliedIds) }, services, undefined);
  },

  async component(args, { conversations }) {
    const [, key] = buttonSchema.parse(args);
    const searched = await conversations.searched(key);
    if (!searched) {
      throw new UserError(
        `I keep searches for ${SEARCHED_KEPT_DAYS} days, and this one has expired. Please ask again with /ask.`,
      );
    }
    return searchedReply(searched);
  },
};

/** One reply without a language model; with one, replies that improve on each other. */
async function answer(...asked: Parameters<typeof answers>): Promise<Reply | AsyncIterable<Reply>> {
  const [text, , { languageModel }] = asked;
  const smallTalk = smallTalkIn(text);
  if (smallTalk) return smallTalkReply(smallTalk);
  const replies = answers(...asked);
  return languageModel ? replies : ((await replies.next()).value ?? replies);
}

/** `quoted` is the question, if the reply has to repeat it. */
async function* answers(
  text: string,
  asked: AskedAt,
  { engine, languageModel, clock, conversations, personal, newId }: Services,
  quoted: string | undefined,
): AsyncGenerator<Reply> {
  const earlier = await conversations.earlier(asked);
  const { personId, serverId } = asked;
  const query = parseQuery(text);
  const question = { query, earlier, previous: previousOf(earlier), usageSubject: { personId, serverId } };
  for await (const said of answerQuestion({ engine, model: languageModel, clock }, question)) {
    const isLast = said.kind === 'nothing' || (said.kind === 'answered' && said.because !== 'waiting');
    const key = isLast ? newId() : undefined;
    if (key && 'searched' in said) {
      await conversations.keep(
        key,
        asked,
        [...earlier, { question: text, answer: plainText(said) }],
        said.searched,
      );
    }
    const topics = new Map<string, string>();
    if (said.kind === 'nothing') {
      for (const topic of said.topics) topics.set(topic, await personal.keepQuery(personId, topic));
    }
    yield answerReply(said, quoted, {
      key,
      askFor: (topic) => ({
        kind: 'open',
        command: 'papers',
        args: [topics.get(topic) ?? '', '0', `${DEFAULT_COUNT}`],
      }),
    });
  }
}

/** The query of the last turn; none if it can't be read, as after an update that reads queries otherwise. */
function previousOf(earlier: readonly ConversationTurn[]): Query | undefined {
  const last = earlier.at(-1);
  try {
    return last && parseQuery(last.question);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The answer as plain text, for follow-up questions. */
function plainText(said: Answer): string {
  if (said.kind !== 'answered') return 'No papers answer that.';
  return said.statements.map(({ text }) => text).join(' ');
}

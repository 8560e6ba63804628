/** /summary: summarises one paper. */
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Paper } from '../src/domain/paper.ts';
import type { Reply } from '../src/reply/reply.ts';
import { summaryReply } from '../src/reply/summary.ts';
import { findLinkedPaper, findPaper, findPaperById } from '../src/retrieval/find-paper.ts';
import type { SummaryRequest } from '../src/summary/summaries.ts';
import { completeLanguage, ENGLISH, readLanguage } from '../src/text/language.ts';
import { type Command, EVERYWHERE, type Invoker, PRIVATE_OPTION, type Services } from './command.ts';
import { completePaper, PAPER_OPTION } from './paper-option.ts';

const optionsSchema = z.object({
  paper: z.string(),
  length: z.enum(['line', 'short', 'detailed']).default('short'),
  language: z.string().optional(),
});
const buttonSchema = z.tuple([z.string()]);
const MAX_CHOICES = 25;

export const summary: Command = {
  definition: {
    ...EVERYWHERE,
    name: 'summary',
    description: 'Summarise one paper, as briefly or fully as you like',
    options: [
      PAPER_OPTION,
      {
        type: ApplicationCommandOptionType.String,
        name: 'length',
        description: 'How long the summary should be (default: short)',
        choices: [
          { name: 'one line', value: 'line' },
          { name: 'short', value: 'short' },
          { name: 'detailed', value: 'detailed' },
        ],
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'language',
        description: 'Language of the summary, such as German (default: English)',
        autocomplete: true,
        max_length: 60,
      },
      PRIVATE_OPTION,
    ],
  },
  example: '/summary paper: https://arxiv.org/abs/2509.20354',

  chatInput({ options, invoker }, services) {
    const { paper, length, language } = optionsSchema.parse(options);
    return answer(services, invoker, async () => ({
      request: { length, language: language?.trim() ? readLanguage(language) : ENGLISH },
      paper: await findPaper(services.engine, paper),
    }));
  },

  component(args, services, invoker) {
    const [paperId] = buttonSchema.parse(args);
    return answer(services, invoker, async () => ({
      request: { length: 'short', language: ENGLISH },
      paper: await findPaperById(services.engine, paperId),
    }));
  },

  messageMenu: {
    name: 'Summarise linked paper',
    answer: ({ content, attached }, services, invoker) =>
      answer(services, invoker, async () => {
        const { paper, otherIds } = await findLinkedPaper(services.engine, [content, ...attached]);
        return { request: { length: 'short', language: ENGLISH }, paper, otherIds };
      }),
  },

  async autocomplete(focused, services) {
    if (focused.name === 'paper') return completePaper(focused, services);
    return completeLanguage(focused.value, MAX_CHOICES).map(({ name, ownName, code }) => ({
      name: name === ownName ? name : `${name} (${ownName})`,
      value: code,
    }));
  },
};

interface Wanted {
  readonly paper: Paper;
  readonly request: SummaryRequest;
  /** The arXiv ids of further papers that the message links. */
  readonly otherIds?: readonly string[];
}

async function* answer(
  { summaries }: Services,
  { personId, serverId }: Invoker,
  find: () => Promise<Wanted>,
): AsyncGenerator<Reply> {
  const { paper, request, otherIds } = await find();
  for await (const told of summaries.tell(paper, request, { personId, serverId }))
    yield summaryReply(paper, told, otherIds);
}

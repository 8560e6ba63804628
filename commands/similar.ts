/** /similar: finds papers like a given one. */
import { z } from 'zod';
import type { Paper } from '../src/domain/paper.ts';
import type { ButtonId } from '../src/reply/custom-id.ts';
import { similarReply } from '../src/reply/paper-list.ts';
import type { Reply } from '../src/reply/reply.ts';
import { findPaper, findPaperById } from '../src/retrieval/find-paper.ts';
import type { Page } from '../src/retrieval/match.ts';
import type { SearchEngine } from '../src/retrieval/search-engine.ts';
import { similarPapers } from '../src/retrieval/similar.ts';
import { type Command, EVERYWHERE, PRIVATE_OPTION } from './command.ts';
import { completePaper, PAPER_OPTION } from './paper-option.ts';

const COUNT = 5;
const optionsSchema = z.object({ paper: z.string() });
const buttonSchema = z.tuple([z.string(), z.coerce.number().int().min(0).default(0)]);

export const similar: Command = {
  definition: {
    ...EVERYWHERE,
    name: 'similar',
    description: 'Find papers like one you know',
    options: [PAPER_OPTION, PRIVATE_OPTION],
  },
  example: '/similar paper: EmbeddingGemma',

  async chatInput({ options }, { engine }) {
    return answer(engine, await findPaper(engine, optionsSchema.parse(options).paper), 0);
  },

  async component(args, { engine }) {
    const [paperId, from] = buttonSchema.parse(args);
    return answer(engine, await findPaperById(engine, paperId), from);
  },

  autocomplete: completePaper,
};

async function answer(engine: SearchEngine, paper: Paper, from: number): Promise<Reply> {
  const page = { from, count: COUNT };
  const result = await similarPapers(engine, paper, page);
  const turnTo = (to: Page): ButtonId => ({
    kind: 'turn',
    command: 'similar',
    args: [paper.id, `${to.from}`],
  });
  return similarReply(paper, result, page, turnTo);
}

/** /summary: the gist of one paper in three sentences. */
import { z } from 'zod';
import type { Paper } from '../src/paper.ts';
import type { Reply } from '../src/reply/reply.ts';
import { summaryReply } from '../src/reply/summary.ts';
import { findPaper, findPaperById } from '../src/search/find-paper.ts';
import type { Library } from '../src/search/library.ts';
import { extractSummary } from '../src/summary/extract.ts';
import { type Command, EVERYWHERE } from './command.ts';
import { completePaper, PAPER_OPTION } from './paper-option.ts';

const optionsSchema = z.object({ paper: z.string() });
const buttonSchema = z.tuple([z.string()]);

export const summary: Command = {
  definition: {
    ...EVERYWHERE,
    name: 'summary',
    description: 'Read the gist of one paper in three sentences',
    options: [PAPER_OPTION],
  },
  example: '/summary paper: https://arxiv.org/abs/2509.20354',

  async run({ options }, { library }) {
    return answer(library, await findPaper(library, optionsSchema.parse(options).paper));
  },

  async press(args, { library }) {
    const [paperId] = buttonSchema.parse(args);
    return answer(library, await findPaperById(library, paperId));
  },

  complete: completePaper,
};

async function answer(library: Library, paper: Paper): Promise<Reply> {
  return summaryReply(paper, await extractSummary(paper.abstract, library.embedder));
}

/** /help: shows what the bot can do. */
import { helpReply } from '../src/reply/help.ts';
import { type Command, EVERYWHERE } from './command.ts';

export function createHelp(others: readonly Command[]): Command {
  return {
    definition: { ...EVERYWHERE, name: 'help', description: 'See what I can do, with examples' },
    example: '/help',
    isPrivate: true,
    async chatInput(_asked, { engine, languageModel }) {
      return helpReply(others, await engine.stores.papers.count(), languageModel?.name);
    },
  };
}

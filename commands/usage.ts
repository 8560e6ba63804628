/** /usage: what the language model used today, by a server or by oneself. */
import { UserError } from '../src/domain/errors.ts';
import { noUsageReply, usageReply } from '../src/reply/usage.ts';
import { type Command, EVERYWHERE } from './command.ts';

export const usage: Command = {
  definition: {
    ...EVERYWHERE,
    name: 'usage',
    description: 'See how much of the language model was used today',
  },
  example: '/usage',
  isPrivate: true,

  async chatInput({ invoker }, { readUsage }) {
    const { guildId, userId, mayManageServer } = invoker;
    if (guildId !== undefined && !mayManageServer)
      throw new UserError(
        "A server's usage is for those who have Manage Server there. Ask me in a direct message to see your own.",
      );
    if (!readUsage) return noUsageReply();
    return usageReply(await readUsage(guildId === undefined ? { userId } : { guildId }));
  },
};

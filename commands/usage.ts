/** /usage: shows today's language-model usage, of a server or of oneself. */
import { UserError } from '../src/domain/errors.ts';
import { noUsageReply, usageReply } from '../src/reply/usage.ts';
import { type Command, EVERYWHERE } from './command.ts';

export const usage: Command = {
  definition: {
    ...EVERYWHERE,
    name: 'usage',
    description: "See today's language-model usage",
  },
  example: '/usage',
  isPrivate: true,

  async chatInput({ invoker }, { readUsage }) {
    const { serverId, personId, mayManageServer } = invoker;
    if (serverId !== undefined && !mayManageServer)
      throw new UserError(
        "Only people with Manage Server can see this server's usage. To see your own, ask me in a direct message.",
      );
    if (!readUsage) return noUsageReply();
    return usageReply(await readUsage(serverId === undefined ? { personId } : { serverId }));
  },
};

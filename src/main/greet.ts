/** The program's greeting once it is ready. */
import type { Bot } from '../discord/bot.ts';
import type { Account } from './open-account.ts';

// View Channels, Send Messages, Embed Links, Read Message History, Create Public Threads, Send Messages in Threads:
// https://discord.com/developers/docs/topics/permissions.
const INVITE_PERMISSIONS = [10, 11, 14, 16, 35, 38].reduce((sum, bit) => sum + 2 ** bit, 0);

/** The next step: open the playground, or one of the two invite links. */
export function greet({ playground }: Account, bot: Bot, url: string): string {
  if (playground)
    return `Paperboy is ready: open ${url} and ask for papers. No Discord account is needed there.`;
  // https://docs.discord.com/developers/topics/oauth2#bot-authorization-flow-bot-authorization-parameters
  const authorize = `https://discord.com/oauth2/authorize?client_id=${bot.applicationId}`;
  return [
    `Paperboy is ready as ${bot.name}.`,
    `Add it to a server: ${authorize}&integration_type=0&scope=bot+applications.commands&permissions=${INVITE_PERMISSIONS}`,
    `Add it to your own account: ${authorize}&integration_type=1&scope=applications.commands`,
  ].join('\n');
}

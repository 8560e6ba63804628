/** What to tell whoever started the program: where it is to be tried, or how it gets onto a server. */
import type { Bot } from '../discord/bot.ts';
import type { Account } from './open-account.ts';

// View Channels, Send Messages, Embed Links, Read Message History, Create Public Threads, Send Messages in Threads:
// https://discord.com/developers/docs/topics/permissions.
const INVITE_PERMISSIONS = [10, 11, 14, 16, 35, 38].reduce((sum, bit) => sum + 2 ** bit, 0);

export function greet({ playground }: Account, bot: Bot, url: string): string {
  if (playground)
    return `Paperboy is ready: open ${url} and ask for papers. No Discord account is needed there.`;
  const invite = `https://discord.com/oauth2/authorize?client_id=${bot.applicationId}&scope=bot+applications.commands&permissions=${INVITE_PERMISSIONS}`;
  return `Paperboy is ready as ${bot.name}. Invite it to a server: ${invite}`;
}

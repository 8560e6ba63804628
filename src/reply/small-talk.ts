/** Replies to messages that ask nothing. */
import type { SmallTalk } from '../answer/small-talk.ts';
import type { Reply } from './reply.ts';

const TRY = 'Ask me something like “how do I make a model forget private data?”';
const SENTENCES: Readonly<Record<SmallTalk, string>> = {
  thanks: 'You’re welcome! 📰',
  greeting: `Hello! ${TRY}, or type a topic with \`/papers\`.`,
  help: `${TRY}, or type a topic with \`/papers\`. \`/help\` shows everything I can do.`,
  identity: `I’m Paperboy, a bot that finds machine-learning papers. ${TRY}; \`/help\` shows everything I can do.`,
  farewell: 'See you! 👋',
};

export const smallTalkReply = (kind: SmallTalk): Reply => ({ content: SENTENCES[kind], isPrivate: true });

/** For a mention without a question. */
export const invitationReply = (): Reply => ({
  content: `${TRY}. \`/help\` shows everything I can do.`,
});

/** For a message that Discord hides from the bot, such as a mention of its role or a reply without a mention. */
export const unreadableReply = (botId: string): Reply => ({
  content: `Discord shows me only messages that mention me. Please write <@${botId}> in your message, or use \`/ask\`.`,
});

/** What a person sees when something went wrong. */
import { escapedWithin } from './escaped.ts';
import type { Reply } from './reply.ts';

/** A mistake they can mend, in the words of the error, which may quote theirs. */
export const userErrorReply = (message: string): Reply => ({ content: escapedWithin(message, 1_900) });

/** Anything else: nothing of the error itself, and an id by which whoever runs the bot finds it in the log. */
export const failureReply = (errorId: string): Reply => ({
  content: `Something went wrong on my side. Please try again in a moment; if it keeps happening, give this number to whoever runs this bot: ${errorId}`,
});

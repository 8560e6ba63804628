/** Errors as messages. */
import { escapedWithin } from './escaped.ts';
import type { Reply } from './reply.ts';

/** The person's own mistake, in the error's words, which may quote theirs. */
export const userErrorReply = (message: string): Reply => ({ content: escapedWithin(message, 1_900) });

/** Anything else: nothing of the error itself, only the id under which the log has it. */
export const failureReply = (errorId: string): Reply => ({
  content: `Something went wrong on my side. Please try again in a moment; if it keeps happening, give this number to whoever runs this bot: ${errorId}`,
});

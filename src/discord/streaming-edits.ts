/** Several replies in place of each other, as a message that is edited no more often than Discord likes. */
import type { Clock } from '../lib/clock.ts';
import type { Reply } from '../reply/reply.ts';

const BETWEEN_EDITS_MS = 1_000;

/**
 * Sends the first reply at once, then at most one a second, each time the newest; the last one always, and as soon as it
 * is there. Throws what the replies or the sending throw, once nothing is being sent any more.
 */
export async function streamEdits(
  replies: AsyncIterable<Reply>,
  send: (reply: Reply) => Promise<unknown>,
  clock: Clock,
): Promise<void> {
  let newest: Reply | undefined;
  let isSending = false;
  let hasFailed = false;
  let hasEnded = false;
  let sending = Promise.resolve();
  let endPause = () => {};

  async function sendNewest(): Promise<void> {
    isSending = true;
    try {
      while (newest) {
        const reply = newest;
        newest = undefined;
        await send(reply);
        if (!hasEnded) await pause();
      }
    } catch (error) {
      hasFailed = true;
      throw error;
    } finally {
      isSending = false;
    }
  }

  const pause = () =>
    new Promise<void>((resolve) => {
      const cancel = clock.after(BETWEEN_EDITS_MS, resolve);
      endPause = () => {
        cancel();
        resolve();
      };
    });

  try {
    for await (const reply of replies) {
      if (hasFailed) break;
      newest = reply;
      if (isSending) continue;
      sending = sendNewest();
      // A failure is thrown below, and is nobody's until then.
      sending.catch(() => {});
    }
  } finally {
    hasEnded = true;
    endPause();
    await sending;
  }
}

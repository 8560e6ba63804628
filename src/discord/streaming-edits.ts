/** Shows several versions of a reply in one message, edited no more often than Discord likes. */
import type { Clock } from '../lib/clock.ts';
import type { Reply } from '../reply/reply.ts';

const BETWEEN_EDITS_MS = 1_000;

/**
 * Sends the first reply at once, then the newest at most once a second, and the last one always and at once.
 * @throws whatever the replies or the sending throw, after the last send has ended.
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
      // The failure is thrown below; this avoids an unhandled rejection until then.
      sending.catch(() => {});
    }
  } finally {
    hasEnded = true;
    endPause();
    await sending;
  }
}

/** A place to post to, without Discord: keeps what was sent, and fails as it is told to. */

import type { Poster } from '../../src/delivery/poster.ts';
import type { Target } from '../../src/domain/subscription.ts';
import type { Reply } from '../../src/reply/reply.ts';

export interface Sent {
  readonly messageId: string;
  readonly target: Target;
  readonly reply: Reply;
  readonly nonce: string;
}

export interface FakePoster extends Poster {
  readonly sent: Sent[];
  readonly told: { readonly userId: string; readonly text: string }[];
  readonly threads: { readonly messageId: string; readonly name: string }[];
  readonly looks: { readonly marker: string; readonly since: Date }[];
  /** Called before a message is taken, and after, before the answer; what it throws is what the sender sees. */
  beforeSend: (target: Target) => unknown;
  afterSend: (target: Target) => unknown;
  beforeTell: () => unknown;
}

export function createFakePoster(): FakePoster {
  const poster: FakePoster = {
    sent: [],
    told: [],
    threads: [],
    looks: [],
    beforeSend: () => {},
    afterSend: () => {},
    beforeTell: () => {},
    async send(target, reply, nonce) {
      await poster.beforeSend(target);
      const messageId = `m${poster.sent.length + 1}`;
      poster.sent.push({ messageId, target, reply, nonce });
      await poster.afterSend(target);
      return { messageId };
    },
    async findPost(target, marker, since) {
      poster.looks.push({ marker, since });
      return poster.sent.find(
        (message) =>
          JSON.stringify(message.target) === JSON.stringify(target) &&
          JSON.stringify(message.reply.components).includes(`"${marker}`),
      )?.messageId;
    },
    async tell(userId, text) {
      await poster.beforeTell();
      poster.told.push({ userId, text });
    },
    async openThread(_target, messageId, name) {
      poster.threads.push({ messageId, name });
    },
  };
  return poster;
}

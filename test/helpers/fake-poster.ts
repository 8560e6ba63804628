/** A place to post to, without Discord: keeps what was sent, and fails as it is told to. */
import { isDeepStrictEqual } from 'node:util';
import type { Poster, PostToSend, SubscriptionNews } from '../../src/delivery/poster.ts';
import type { PersonId } from '../../src/domain/person.ts';
import type { Target } from '../../src/domain/subscription.ts';
import type { PostKey } from '../../src/store/posts.ts';

export interface Sent extends PostToSend {
  readonly messageId: string;
  readonly target: Target;
}

export interface FakePoster extends Poster {
  readonly sent: Sent[];
  readonly told: { readonly person: PersonId; readonly news: SubscriptionNews }[];
  readonly threads: { readonly messageId: string; readonly day: string }[];
  readonly published: string[];
  readonly looks: { readonly key: PostKey; readonly since: Date }[];
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
    published: [],
    looks: [],
    beforeSend: () => {},
    afterSend: () => {},
    beforeTell: () => {},
    async sendPost(target, post) {
      await poster.beforeSend(target);
      const messageId = `m${poster.sent.length + 1}`;
      poster.sent.push({ messageId, target, ...post });
      await poster.afterSend(target);
      return { messageId };
    },
    async findPost(target, key, since) {
      poster.looks.push({ key, since });
      return poster.sent.find(
        (sent) =>
          isDeepStrictEqual(sent.target, target) &&
          sent.subscription.id === key.subscriptionId &&
          sent.composed.day === key.day,
      )?.messageId;
    },
    async tell(person, news) {
      await poster.beforeTell();
      poster.told.push({ person, news });
    },
    async publish(_target, messageId) {
      poster.published.push(messageId);
    },
    async openThread(_target, messageId, day) {
      poster.threads.push({ messageId, day });
    },
  };
  return poster;
}

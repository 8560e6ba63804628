/** Posts to Discord by REST, without a gateway. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import {
  type APIChannel,
  type APIMessage,
  type APIUser,
  DefaultRestOptions,
  DiscordAPIError,
  REST,
  RESTJSONErrorCodes,
  Routes,
  SnowflakeUtil,
} from 'discord.js';
import { type Poster, PosterError } from '../delivery/poster.ts';
import { nativeId, type PersonId } from '../domain/person.ts';
import type { ChannelId } from '../domain/place.ts';
import type { ChatTarget } from '../domain/subscription.ts';
import type { AlertPort } from '../ingest/alerts.ts';
import { postMarker } from '../reply/custom-id.ts';
import { alertReply } from '../reply/notice.ts';
import { plainPostReply } from '../reply/plain-post.ts';
import { postReply } from '../reply/post.ts';
import { newsReply, threadName } from '../reply/post-text.ts';
import type { Reply } from '../reply/reply.ts';
import { type CommandIds, withCommandMentions } from './command-mentions.ts';
import { customIdsIn, messageBody } from './message-body.ts';

// A post takes three calls at most, so that it has ended, either way, two minutes after it began.
const CALL_MS = 38_000;
const REQUEST_MS = 15_000;
/** Longer waits are given up; the post is retried later. */
const MAX_WAIT_MS = 15_000;
/** A clock that is off by more would look for a post in the wrong place. */
const CLOCK_SKEW_MS = 10 * 60_000;
const PAGE = 100;
const MAX_PAGES = 30;
const THREAD_SLEEPS_AFTER_MINUTES = 1_440;
const MAX_NONCE_CHARS = 25;

export interface DiscordPoster extends Poster {
  /** Sends alerts to a channel. */
  alertsTo(channelId: ChannelId): AlertPort;
}

export function createDiscordPoster({
  token,
  apiUrl,
  now = Date.now,
  commandIds = () => new Map(),
}: {
  readonly token: string;
  readonly apiUrl: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly commandIds?: () => CommandIds;
}): DiscordPoster {
  const deadline = new AsyncLocalStorage<number>();
  const rest = new REST({
    version: '10',
    api: apiUrl,
    timeout: REQUEST_MS,
    rejectOnRateLimit: ({ retryAfter }) => retryAfter > MAX_WAIT_MS,
    // Timers stop while a machine sleeps. Without this check a waiting request would go out afterwards, when another
    // process may have posted long ago.
    async makeRequest(url, init) {
      if (now() > (deadline.getStore() ?? 0)) throw new Error('the time for this call is over');
      return DefaultRestOptions.makeRequest(url, init);
    },
  }).setToken(token);
  let me: Promise<APIUser> | undefined;

  async function call<T>(request: (signal: AbortSignal) => Promise<unknown>): Promise<T> {
    try {
      return (await deadline.run(now() + CALL_MS, () => request(AbortSignal.timeout(CALL_MS)))) as T;
    } catch (error) {
      throw explain(error);
    }
  }

  const get = <T>(route: `/${string}`, query?: URLSearchParams) =>
    call<T>((signal) => rest.get(route, { signal, ...(query && { query }) }));
  const post = <T>(route: `/${string}`, body: unknown) =>
    call<T>((signal) => rest.post(route, { signal, ...(body !== undefined && { body }) }));
  const sendTo = async (channelId: string, message: object): Promise<string> =>
    (await post<APIMessage>(Routes.channelMessages(channelId), message)).id;

  const bodyOf = (reply: Reply) => messageBody(withCommandMentions(reply, commandIds()));
  const openDirect = async (person: PersonId): Promise<string> => {
    const recipient = nativeId('discord', person);
    return (await post<APIChannel>(Routes.userChannels(), { recipient_id: recipient })).id;
  };
  const channelOf = async (target: ChatTarget): Promise<string> =>
    target.kind === 'channel' ? nativeId('discord', target.channelId) : openDirect(target.personId);

  return {
    async sendPost(target, { subscription, composed, idempotencyKey }) {
      const channelId = await channelOf(target);
      const send = (reply: Reply) =>
        sendTo(channelId, { ...bodyOf(reply), nonce: idempotencyKey, enforce_nonce: true });
      try {
        return { messageId: await send(postReply(subscription, composed)) };
      } catch (error) {
        if (codeOf(error) !== RESTJSONErrorCodes.InvalidFormBodyOrContentType) throw error;
        // A message refused for its form wasn't taken: the server may not know Components V2.
        return { messageId: await send(plainPostReply(subscription, composed)) };
      }
    },

    async findPost(target, { subscriptionId, day }, since) {
      const marker = postMarker(subscriptionId, day);
      const channelId = await channelOf(target);
      me ??= get<APIUser>(Routes.user());
      me.catch(() => {
        me = undefined;
      });
      const { id: ownId } = await me;
      let after = String(SnowflakeUtil.generate({ timestamp: since.getTime() - CLOCK_SKEW_MS }));
      for (let page = 0; page < MAX_PAGES; page++) {
        const query = new URLSearchParams({ after, limit: `${PAGE}` });
        const messages = await get<APIMessage[]>(Routes.channelMessages(channelId), query);
        const found = messages.find((message) => message.author.id === ownId && carries(message, marker));
        if (found) return found.id;
        if (messages.length < PAGE) return undefined;
        after = messages.map(({ id }) => id).reduce((a, b) => (BigInt(a) > BigInt(b) ? a : b));
      }
      throw new PosterError('temporary', 'there are too many messages to look through');
    },

    async tell(person, news) {
      await sendTo(await openDirect(person), bodyOf(newsReply(news)));
    },

    async publish(target, messageId) {
      try {
        await post(Routes.channelMessageCrosspost(await channelOf(target), messageId), undefined);
      } catch (error) {
        if (codeOf(error) !== RESTJSONErrorCodes.ThisMessageWasAlreadyCrossposted) throw error;
      }
    },

    async openThread(target, messageId, day) {
      const body = { name: threadName(day), auto_archive_duration: THREAD_SLEEPS_AFTER_MINUTES };
      try {
        await post(Routes.threads(await channelOf(target), messageId), body);
      } catch (error) {
        if (codeOf(error) !== RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage) throw error;
      }
    },

    alertsTo: (channelId) => ({
      async send(alert) {
        const body = messageBody(alertReply(alert));
        const nonce = createHash('sha256').update(alert.key).digest('base64url').slice(0, MAX_NONCE_CHARS);
        await sendTo(nativeId('discord', channelId), { ...body, nonce, enforce_nonce: true });
      },
    }),
  };
}

const REASONS: Readonly<Record<number, string>> = {
  [RESTJSONErrorCodes.UnknownChannel]: 'the channel is gone',
  [RESTJSONErrorCodes.MissingAccess]: 'I can no longer see the channel',
  [RESTJSONErrorCodes.MissingPermissions]: 'my role no longer has Send Messages and Embed Links there',
  [RESTJSONErrorCodes.CannotSendMessagesToThisUser]: 'your direct messages are closed to me',
};

/** A refusal with Discord's own code is final; one without may come from a proxy. */
function explain(error: unknown): unknown {
  const code = error instanceof DiscordAPIError ? Number(error.code) : 0;
  const status = error instanceof DiscordAPIError ? error.status : 0;
  const kind = status === 404 ? 'gone' : status === 403 ? 'forbidden' : undefined;
  if (!kind || !code) return new PosterError('temporary', 'Discord did not take it', { cause: error });
  const usual = kind === 'gone' ? 'the place is gone' : 'Discord does not let me post there';
  return new PosterError(kind, REASONS[code] ?? usual, { cause: error });
}

const codeOf = (error: unknown): unknown =>
  error instanceof PosterError && error.cause instanceof DiscordAPIError ? error.cause.code : undefined;

/** True if the id of a button or menu, however deep, begins with the marker. */
const carries = ({ components = [] }: Pick<APIMessage, 'components'>, marker: string): boolean =>
  components.some((component) => customIdsIn(component).some((id) => `${id}|`.startsWith(`${marker}|`)));

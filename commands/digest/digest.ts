/** /digest: subscriptions to trending papers, a server's and a person's own. */
import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../src/domain/errors.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { digestListReply, digestReply, removedReply } from '../../src/reply/digest.ts';
import { postReply } from '../../src/reply/post.ts';
import type { Reply } from '../../src/reply/reply.ts';
import { readSubscribeForm, subscribeForm } from '../../src/reply/subscribe-form.ts';
import { nextPost } from '../../src/subscriptions/local-time.ts';
import { skipMisfires } from '../../src/subscriptions/misfire.ts';
import type { Command, Invocation, Invoker, Services } from '../command.ts';
import { completeDigest } from './complete.ts';
import { DIGEST } from './definition.ts';
import { subscribeEmail } from './email.ts';
import { applyTyped, editDigest, guessZone, subscribeChannel, subscribePerson } from './settings.ts';
import { channelNames, choose, find, reachable } from './subscriptions.ts';

type Answer = (asked: Invocation, services: Services) => Promise<Reply>;

const subcommands: Readonly<Record<string, Answer>> = {
  subscribe: subscribeChannel,
  me: subscribePerson,
  email: subscribeEmail,
  edit: editDigest,

  async list({ invoker }, services) {
    const subscriptions = await reachable(invoker, services);
    return digestListReply(
      subscriptions.map((subscription) => ({ subscription, next: nextOf(subscription, services) })),
      invoker,
      await channelNames(subscriptions, invoker, services),
    );
  },

  preview: async (asked, services) => preview(await choose(asked, services), services),
  pause: async (asked, services) => pause(await choose(asked, services), services),
  resume: async (asked, services) => resume(await choose(asked, services), services),

  async remove(asked, services) {
    const subscription = await choose(asked, services);
    await services.engine.stores.subscriptions.remove(subscription.id);
    const rest = await reachable(asked.invoker, services);
    const others = rest.filter(({ target }) => isDeepStrictEqual(target, subscription.target));
    return removedReply(subscription, others.length);
  },
};

/** Handlers of the menu and the buttons under a subscription. */
const presses: Readonly<
  Record<string, (subscription: Subscription, services: Services, rest: string) => Promise<Reply> | Reply>
> = {
  show: (subscription, services) => digestReply('shown', subscription, nextOf(subscription, services)),
  preview,
  pause,
  resume,
  apply: (subscription, services, key) => applyTyped(subscription, key, services),
};

export const digest: Command = {
  definition: DIGEST,
  example: '/digest subscribe time: 09:00 topics: machine unlearning; text embeddings',
  isPrivate: true,

  async chatInput(asked, services) {
    const answer = subcommands[asked.subcommand ?? ''];
    if (!answer) throw new UserError("I don't have that part of /digest any more. Type /digest to see all.");
    return answer(asked, services);
  },

  /** For a person who may subscribe, and typed nothing. */
  async form({ subcommand, options, invoker }, { engine }) {
    const { serverId, channelId, mayManageServer, serverLocale, locale } = invoker;
    if (subcommand !== 'subscribe' || Object.keys(options).length > 0 || !serverId || !mayManageServer)
      return undefined;
    const earlier = await engine.stores.subscriptions.ofServer(serverId);
    return subscribeForm(channelId, guessZone(earlier, serverLocale || locale).timeZone);
  },

  async submit([action], values, services, invoker) {
    if (action !== 'subscribe')
      throw new UserError('This form is from an older version of me. Please use /digest again.');
    const options = readSubscribeForm(values);
    return subscribeChannel({ subcommand: 'subscribe', options, invoker }, services);
  },

  autocomplete: completeDigest,

  async component([action = '', id = '', rest = ''], services, invoker: Invoker) {
    const press = Object.hasOwn(presses, action) ? presses[action] : undefined;
    if (!press) throw new UserError('This button is from an older version of me. Use /digest list instead.');
    return press(await find(id, invoker, services), services, rest);
  },
};

async function preview(subscription: Subscription, { composePost }: Services): Promise<Reply> {
  return postReply(subscription, await composePost(subscription));
}

async function pause(subscription: Subscription, { engine }: Services): Promise<Reply> {
  checkConfirmed(subscription);
  const paused: Subscription = { ...subscription, state: { kind: 'paused' } };
  await engine.stores.subscriptions.update(paused);
  return digestReply('paused', paused, undefined);
}

async function resume(subscription: Subscription, services: Services): Promise<Reply> {
  checkConfirmed(subscription);
  const active: Subscription = { ...subscription, state: { kind: 'active' } };
  if (subscription.state.kind !== 'active') {
    const { stores } = services.engine;
    await skipMisfires(stores, subscription, active, new Date(services.clock.now()));
    await stores.subscriptions.update(active);
  }
  return digestReply('resumed', active, nextOf(active, services));
}

/** Pausing and resuming must not be a way around the confirmation. */
function checkConfirmed({ state }: Subscription): void {
  if (state.kind !== 'unconfirmed') return;
  throw new UserError(
    "Its address hasn't been confirmed yet: open the link in the mail that I sent there. /digest remove deletes it.",
  );
}

const nextOf = (subscription: Subscription, { clock }: Services): Date | undefined =>
  subscription.state.kind === 'active' ? nextPost(subscription, new Date(clock.now()))?.at : undefined;

/** Finds the subscriptions that a person may see and change: their own, and with Manage Server the server's. */

import { UserError } from '../../src/domain/errors.ts';
import type { ChannelId } from '../../src/domain/place.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import type { Invocation, Invoker, Services } from '../command.ts';

/** The server's first, each oldest first. */
export async function reachable(invoker: Invoker, { engine }: Services): Promise<Subscription[]> {
  const { subscriptions } = engine.stores;
  const { serverId, personId, mayManageServer } = invoker;
  return [
    ...(serverId && mayManageServer ? await subscriptions.ofServer(serverId) : []),
    ...(await subscriptions.ofPerson(personId)),
  ];
}

/**
 * The one that the option subscription names, or the only one there is.
 * @throws UserError that says what to do where there is none or it isn't theirs.
 */
export async function choose(
  { options, invoker }: Pick<Invocation, 'options' | 'invoker'>,
  services: Services,
): Promise<Subscription> {
  if (options.subscription) return find(`${options.subscription}`, invoker, services);
  const all = await reachable(invoker, services);
  const [only, ...others] = all;
  if (only && others.length === 0) return only;
  if (only)
    throw new UserError(`You have ${all.length} subscriptions. Choose one with the subscription option.`);
  if (invoker.serverId && !invoker.mayManageServer) {
    throw new UserError(
      "You have no subscription of your own yet. Make one with /digest me. This server's need the Manage Server permission.",
    );
  }
  throw new UserError(
    invoker.serverId
      ? 'There is no subscription here yet. Make one with /digest subscribe (for a channel) or /digest me (for you).'
      : 'You have no subscription yet. Make one with /digest me.',
  );
}

/** @throws UserError where the person may not touch it, in the same words as where it isn't there. */
export async function find(id: string, invoker: Invoker, services: Services): Promise<Subscription> {
  const found = (await reachable(invoker, services)).find((subscription) => subscription.id === id);
  if (found) return found;
  throw new UserError("I don't know that subscription. /digest list shows the ones you can change.");
}

/** The names of the channels that these post to; empty if there are none. */
export async function channelNames(
  subscriptions: readonly Subscription[],
  { serverId }: Invoker,
  { channels }: Services,
): Promise<ReadonlyMap<ChannelId, string>> {
  const hasChannel = subscriptions.some(({ target }) => target.kind === 'channel');
  return hasChannel && serverId ? channels.names(serverId) : new Map();
}

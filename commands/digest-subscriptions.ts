/** Which subscriptions a person may look at and change: their own, and their server's with Manage Server. */

import { UserError } from '../src/domain/errors.ts';
import type { Subscription } from '../src/store/subscriptions.ts';
import type { Asked, Caller, Services } from './command.ts';

/** The server's first, each oldest first. */
export async function reachable(caller: Caller, { library }: Services): Promise<Subscription[]> {
  const { subscriptions } = library.catalog;
  const { guildId, userId, mayManageServer } = caller;
  return [
    ...(guildId && mayManageServer ? await subscriptions.ofGuild(guildId) : []),
    ...(await subscriptions.ofPerson(userId)),
  ];
}

/**
 * The one that the option subscription names, or the only one there is.
 * @throws UserError that says what to do where there is none or it isn't theirs.
 */
export async function choose(
  { options, caller }: Pick<Asked, 'options' | 'caller'>,
  services: Services,
): Promise<Subscription> {
  if (options.subscription) return find(`${options.subscription}`, caller, services);
  const all = await reachable(caller, services);
  const [only, ...others] = all;
  if (only && others.length === 0) return only;
  if (only)
    throw new UserError(`Which of the ${all.length} subscriptions? Pick it in the option subscription.`);
  if (caller.guildId && !caller.mayManageServer) {
    throw new UserError(
      "You have no subscription of your own yet: /digest me makes one. This server's are for people with the permission Manage Server.",
    );
  }
  throw new UserError(
    caller.guildId
      ? 'There is no subscription here yet. /digest subscribe makes one for a channel, /digest me one for you.'
      : 'You have no subscription yet. /digest me makes one.',
  );
}

/** @throws UserError where the person may not touch it, in the same words as where it isn't there. */
export async function find(id: string, caller: Caller, services: Services): Promise<Subscription> {
  const found = (await reachable(caller, services)).find((subscription) => subscription.id === id);
  if (found) return found;
  throw new UserError("I don't know that subscription here. /digest list shows those that you can change.");
}

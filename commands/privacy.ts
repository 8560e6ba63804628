/** /privacy: shows, exports and deletes what is kept about the person who asks. */
import { type APIApplicationCommandOption, ApplicationCommandOptionType } from 'discord-api-types/v10';
import { UserError } from '../src/domain/errors.ts';
import { exportReply, forgetReply, forgottenReply, type Kept, keptReply } from '../src/reply/privacy.ts';
import { type Command, EVERYWHERE, type Invoker, type Services } from './command.ts';

const sub = (name: string, description: string): APIApplicationCommandOption => ({
  type: ApplicationCommandOptionType.Subcommand,
  name,
  description,
});

export const privacy: Command = {
  definition: {
    ...EVERYWHERE,
    name: 'privacy',
    description: 'See, export or delete what I keep about you',
    options: [
      sub('show', 'See what I keep about you'),
      sub('export', 'Get all of it as a file'),
      sub('forget', 'Delete all of it'),
    ],
  },
  example: '/privacy show',
  isPrivate: true,

  async chatInput({ subcommand, invoker }, services) {
    const kept = await keptOf(invoker, services);
    switch (subcommand) {
      case 'show':
        return keptReply(kept);
      case 'export':
        return exportReply(kept);
      case 'forget':
        return forgetReply(kept);
      default:
        throw new UserError("I don't have that part of /privacy any more. Type /privacy to see all.");
    }
  },

  async component([action], services, invoker) {
    if (action !== 'forget')
      throw new UserError('This button is from an older version of me. Use /privacy instead.');
    const { stores } = services.engine;
    const own = await stores.subscriptions.ofPerson(invoker.personId);
    for (const { id } of own) await stores.subscriptions.remove(id);
    await services.personal.forget(invoker.personId);
    await stores.eraseDeleted();
    return forgottenReply(own.length);
  },
};

async function keptOf(
  { personId }: Invoker,
  { engine, personal, email, readUsage }: Services,
): Promise<Kept> {
  const own = await engine.stores.subscriptions.ofPerson(personId);
  return {
    subscriptions: own.map((subscription) => {
      const { target } = subscription;
      if (target.kind !== 'email') return subscription;
      const address = email.missing ? undefined : email.open(target.address);
      return { ...subscription, target: { kind: target.kind, address: address ?? 'encrypted' } };
    }),
    values: await personal.list(personId),
    tokensToday: (await readUsage?.({ personId }))?.own.tally,
  };
}

/** /digest email: the daily post to an address that has agreed to it. */
import { z } from 'zod';
import { UserError } from '../../src/domain/errors.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { digestReply } from '../../src/reply/digest.ts';
import type { Reply } from '../../src/reply/reply.ts';
import { readAddress } from '../../src/subscriptions/email-address.ts';
import { MAX_CONFIRMATIONS_A_DAY } from '../../src/subscriptions/email-desk.ts';
import { readSettings } from '../../src/subscriptions/read-settings.ts';
import type { Invocation, Services } from '../command.ts';
import { change, draft, settingsSchema } from './settings.ts';

const addressSchema = z.object({ address: z.string() });

/** Each person has one for an address: asking again changes it, or sends the link again where it is not confirmed yet. */
export async function subscribeEmail({ options, invoker }: Invocation, services: Services): Promise<Reply> {
  const { email, engine, clock } = services;
  if (email.missing) {
    const names = email.missing.join(', ');
    throw new UserError(
      `Email is not set up here: whoever runs this bot can do that by setting ${names}. /digest me brings the papers to your direct messages.`,
    );
  }
  const address = readAddress(addressSchema.parse(options).address);
  const { subscriptions } = engine.stores;
  const earlier = await subscriptions.ofPerson(invoker.personId);
  const own = earlier.find(({ target }) => target.kind === 'email' && email.open(target.address) === address);
  const typed = settingsSchema.parse(options);
  if (own && own.state.kind !== 'unconfirmed')
    return change(own, { ...own, state: { kind: 'active' } }, typed, services);

  const { subscription, zoneOrigin } = own
    ? { subscription: again(own, typed, new Date(clock.now())), zoneOrigin: undefined }
    : await draft(
        {
          target: { kind: 'email', address: email.encrypt(address), secret: email.newSecret() },
          state: { kind: 'unconfirmed' },
          ...{ options, invoker, earlier },
        },
        services,
      );
  const permission = await email.mayAsk(invoker.personId, address);
  if (permission === 'enough for all') {
    throw new UserError(
      'I have sent as many confirmation mails as I may in one day. Please try again tomorrow, or use /digest me.',
    );
  }
  if (permission === 'enough for them') {
    throw new UserError(
      `I send at most ${MAX_CONFIRMATIONS_A_DAY} confirmation mails a day for one person and to one address. Look among the junk mail for one that came, or try again tomorrow.`,
    );
  }
  if (own) await subscriptions.update(subscription);
  else await subscriptions.add(subscription);
  email.sendConfirmation(subscription);
  return digestReply('asked', subscription, undefined, zoneOrigin);
}

/** The time in which it can be confirmed begins anew. */
const again = (own: Subscription, typed: z.infer<typeof settingsSchema>, now: Date): Subscription => ({
  ...own,
  ...readSettings(typed, own),
  createdAt: now,
});

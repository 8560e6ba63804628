/**
 * Sends confirmation mails in the background, since a mail server may take a minute and nobody should wait for it.
 * Addresses that are never confirmed are forgotten.
 */

import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { SubscriptionStore } from '../store/subscriptions.ts';
import { CONFIRM_WITHIN_MS } from '../subscriptions/email-consent.ts';
import type { Mailer } from './mailer.ts';
import { type Poster, PosterError } from './poster.ts';

/** The delay before each retry. */
const RETRY_MS = [30_000, 120_000, 600_000];
const FORGET_EVERY_MS = 3_600_000;

export interface ConfirmationDeps {
  readonly subscriptions: SubscriptionStore;
  readonly mailer: Pick<Mailer, 'sendConfirmation'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly tell: Poster['tell'];
}

export interface Confirmations {
  /** Tries a few times within a quarter of an hour. On failure it removes the subscription and tells its maker. */
  send(subscriptionId: string): void;
  /** Resolves once what is under way has been tried. */
  idle(): Promise<void>;
  close(): void;
}

export function startConfirmations(deps: ConfirmationDeps): Confirmations {
  const { subscriptions, mailer, clock, log } = deps;
  const underWay = new Set<Promise<void>>();
  const cancels = new Set<() => void>();

  function later(delayMs: number, run: () => void): void {
    const cancel = clock.after(delayMs, () => {
      cancels.delete(cancel);
      run();
    });
    cancels.add(cancel);
  }

  function begin(subscriptionId: string, tries: number): void {
    const done = attempt(subscriptionId, tries)
      .catch((error) => log.error({ error, subscriptionId }, 'could not send a confirmation mail'))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  }

  async function attempt(subscriptionId: string, tries: number): Promise<void> {
    const subscription = await subscriptions.get(subscriptionId);
    // It may have been removed, or confirmed by an earlier mail.
    if (subscription?.state.kind !== 'unconfirmed' || subscription.target.kind !== 'email') return;
    try {
      await mailer.sendConfirmation(subscription.target, subscription);
    } catch (error) {
      const retryMs = RETRY_MS[tries];
      log.warn(
        { error, subscriptionId, tries: tries + 1 },
        'the mail server did not take a confirmation mail',
      );
      const isForGood = error instanceof PosterError && error.kind !== 'temporary';
      if (!isForGood && retryMs !== undefined) return later(retryMs, () => begin(subscriptionId, tries + 1));
      await subscriptions.remove(subscriptionId);
      const reason = isForGood ? error.message : 'the mail server did not take it';
      await deps.tell(subscription.createdBy, { kind: 'confirmation-failed', reason });
    }
  }

  function forgetInTurn(): void {
    subscriptions
      .removeUnconfirmed(new Date(clock.now() - CONFIRM_WITHIN_MS))
      .then((count) => count > 0 && log.info({ count }, 'forgot addresses that were never confirmed'))
      .catch((error) => log.error({ error }, 'could not forget addresses that were never confirmed'));
    later(FORGET_EVERY_MS, forgetInTurn);
  }
  forgetInTurn();

  return {
    send: (subscriptionId) => begin(subscriptionId, 0),
    async idle() {
      await Promise.all(underWay);
    },
    close() {
      for (const cancel of cancels) cancel();
    },
  };
}

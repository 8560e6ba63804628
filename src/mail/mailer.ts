/** Composes a subscription's mails, with their headers. */
import { createHash } from 'node:crypto';
import type { Mailer } from '../delivery/mailer.ts';
import { PosterError } from '../delivery/poster.ts';
import type { EmailTarget } from '../domain/subscription.ts';
import type { Clock } from '../lib/clock.ts';
import { confirmMail } from '../reply/mail/confirm-mail.ts';
import { postMail } from '../reply/mail/post-mail.ts';
import { linkToken } from '../subscriptions/email-consent.ts';
import type { Smtp } from './smtp.ts';

/** Tells autoresponders not to answer: https://www.rfc-editor.org/rfc/rfc3834#section-5 */
const NO_ANSWERS = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

export function createMailer({
  smtp,
  from,
  publicUrl,
  openAddress,
  clock,
}: {
  readonly smtp: Pick<Smtp, 'send'>;
  /** An address, or a name and the address in angle brackets. */
  readonly from: string;
  /** The public address, without trailing slash. */
  readonly publicUrl: string;
  /** Decrypts a stored address; undefined if that fails. */
  readonly openAddress: (stored: string) => string | undefined;
  readonly clock: Pick<Clock, 'now'>;
}): Mailer {
  const domain = /@([^>]+)>?$/.exec(from)?.[1] ?? 'localhost';
  const addressOf = (target: EmailTarget): string => {
    const address = openAddress(target.address);
    if (address === undefined)
      throw new PosterError('temporary', 'MAIL_KEY does not open the stored address');
    return address;
  };
  const link = (page: 'confirm' | 'unsubscribe', id: string, target: EmailTarget): string =>
    `${publicUrl}/mail/${page}?link=${linkToken(id, target)}`;

  return {
    async sendPost(target, subscription, composed) {
      const { id } = subscription;
      const unsubscribeUrl = link('unsubscribe', id, target);
      const messageId = `<${composed.day}.${hashOf(`${id}|${composed.day}`)}@${domain}>`;
      await smtp.send({
        ...postMail(subscription, composed, unsubscribeUrl),
        from,
        to: addressOf(target),
        date: new Date(clock.now()),
        messageId,
        headers: {
          ...NO_ANSWERS,
          Precedence: 'bulk',
          // https://www.rfc-editor.org/rfc/rfc2919
          'List-Id': `Trending papers <trending-papers.${domain}>`,
          // https://www.rfc-editor.org/rfc/rfc8058
          'List-Unsubscribe': `<${unsubscribeUrl}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
      });
      return messageId;
    },

    async sendConfirmation(target, subscription) {
      const { id } = subscription;
      const date = new Date(clock.now());
      await smtp.send({
        ...confirmMail(subscription, link('confirm', id, target)),
        from,
        to: addressOf(target),
        date,
        messageId: `<confirm.${hashOf(`${id}|${date.toISOString()}`)}@${domain}>`,
        headers: NO_ANSWERS,
      });
    },
  };
}

/** Reveals nothing about its input. */
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

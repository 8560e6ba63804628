/** Opens everything about mail: the service for commands, the mailer, and the pages behind its links. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Config } from '../config/config.ts';
import { type ConfirmationDeps, startConfirmations } from '../delivery/double-opt-in.ts';
import type { Mailer } from '../delivery/mailer.ts';
import type { PersonId } from '../domain/person.ts';
import { createMailPages } from '../http/mail-pages.ts';
import type { PublicRoutes } from '../http/server.ts';
import type { Clock } from '../lib/clock.ts';
import { decrypt, encrypt, isEncrypted } from '../lib/encryption.ts';
import type { Log } from '../lib/log.ts';
import type { Stores } from '../store/stores.ts';
import { mailboxKey } from '../subscriptions/email-address.ts';
import {
  type EmailDesk,
  MAX_CONFIRMATIONS_A_DAY,
  MAX_CONFIRMATIONS_A_DAY_IN_ALL,
} from '../subscriptions/email-desk.ts';
import { openKeyValues } from './open-store.ts';

const SECRET_BYTES = 18;
const DAY_MS = 86_400_000;

export interface OpenMail {
  readonly desk: EmailDesk;
  /** Undefined if mail is not set up. */
  readonly mailer?: Mailer | undefined;
  /** Links in mails keep working even if mail is no longer set up. */
  readonly pages: PublicRoutes;
  /** Resolves once the pending confirmation mails have been tried. */
  idle(): Promise<void>;
  close(): void;
}

export async function openMail(
  { mail, publicUrl }: Pick<Config, 'mail' | 'publicUrl'>,
  deps: {
    readonly stores: Stores;
    readonly clock: Clock;
    readonly log: Log;
    readonly tell: ConfirmationDeps['tell'];
  },
): Promise<OpenMail> {
  const { stores, clock } = deps;
  const pages = createMailPages({ stores, clock });
  const { smtpUrl, from } = mail;
  const key = mail.key === undefined ? undefined : Buffer.from(mail.key, 'base64');
  if (key) await encryptEarlier(deps, key);
  if (smtpUrl === undefined || from === undefined || publicUrl === undefined) {
    const needed = { SMTP_URL: smtpUrl, MAIL_FROM: from, PUBLIC_URL: publicUrl };
    const missing = Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [name] : []));
    return { desk: { missing }, pages, idle: async () => {}, close: () => {} };
  }

  const [{ createSmtp }, { createMailer }] = await Promise.all([
    import('../mail/smtp.ts'),
    import('../mail/mailer.ts'),
  ]);
  const openAddress = (stored: string) => decrypt(stored, key);
  const mailer = createMailer({ smtp: createSmtp(smtpUrl), from, publicUrl, openAddress, clock });
  const confirmations = startConfirmations({ ...deps, subscriptions: stores.subscriptions, mailer });

  const asked = openKeyValues<number[]>(stores, 'confirmations');
  const hashOf = (text: string): string =>
    (key ? createHmac('sha256', key) : createHash('sha256')).update(text).digest('base64url');
  const mayAsk = async (personId: PersonId, address: string) => {
    const keys = [`person:${personId}`, `address:${hashOf(mailboxKey(address))}`, 'all'];
    const now = clock.now();
    const times = await Promise.all(
      keys.map(async (name) => ((await asked.get(name)) ?? []).filter((at) => now - at < DAY_MS)),
    );
    const [ofPerson = 0, ofAddress = 0, ofAll = 0] = times.map(({ length }) => length);
    if (Math.max(ofPerson, ofAddress) >= MAX_CONFIRMATIONS_A_DAY) return 'enough for them';
    if (ofAll >= MAX_CONFIRMATIONS_A_DAY_IN_ALL) return 'enough for all';
    for (const [i, name] of keys.entries()) await asked.set(name, [...(times[i] ?? []), now], DAY_MS);
    return 'yes';
  };

  return {
    desk: {
      encrypt: (address) => encrypt(address, key),
      open: openAddress,
      newSecret: () => randomBytes(SECRET_BYTES).toString('base64url'),
      mayAsk,
      sendConfirmation: ({ id }) => confirmations.send(id),
    },
    mailer,
    pages,
    idle: confirmations.idle,
    close: confirmations.close,
  };
}

/** Encrypts addresses stored before there was a key. */
async function encryptEarlier(
  { stores, log }: { readonly stores: Pick<Stores, 'subscriptions'>; readonly log: Log },
  key: Buffer,
): Promise<void> {
  const count = await stores.subscriptions.changeAddresses((address) =>
    isEncrypted(address) ? address : encrypt(address, key),
  );
  if (count > 0) log.info({ count }, 'encrypted the addresses that were stored without MAIL_KEY');
}

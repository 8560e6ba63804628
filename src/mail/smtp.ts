/** Sends mail through nodemailer. */
import { createTransport } from 'nodemailer';
import { PosterError } from '../delivery/poster.ts';
import type { Mail } from '../reply/mail/mail.ts';
import { readRefusal } from './smtp-refusal.ts';

const CONNECT_MS = 15_000;
// A daily post's lease lasts five minutes, and a send must end well within it.
const SILENCE_MS = 45_000;

export interface OutgoingMail extends Mail {
  readonly from: string;
  readonly to: string;
  readonly date: Date;
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Smtp {
  /** @throws PosterError: `gone` if the server refuses this address for good, else `temporary`. */
  send(mail: OutgoingMail): Promise<void>;
  /**
   * Connects and logs in.
   * @throws PosterError that says what went wrong, without secrets.
   */
  verify(): Promise<void>;
}

/** `url` is smtp: or smtps:, with name and password if the server needs them. */
export function createSmtp(url: string): Smtp {
  const { password, hostname } = new URL(url);
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // Otherwise a man in the middle could have the password sent in the clear.
    requireTLS: password !== '' && !/^(localhost|127\..*|\[::1\])$/.test(hostname),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, ...mail }) {
      // An object, so that nothing in it is parsed as a second address.
      await transport.sendMail({ ...mail, to: { name: '', address: to } }).catch(refuse);
    },
    async verify() {
      await transport.verify().catch(refuse);
    },
  };
}

/** nodemailer's own errors quote the server, and with it addresses. */
function refuse(error: unknown): never {
  const { about, reason } = readRefusal(error instanceof Error ? error : {});
  throw new PosterError(about === 'address' ? 'gone' : 'temporary', reason);
}

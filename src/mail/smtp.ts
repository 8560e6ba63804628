/** Sends mail through nodemailer. */
import { createTransport } from 'nodemailer';
import { PosterError } from '../delivery/poster.ts';
import type { Mail } from '../reply/mail/mail.ts';

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

/** The error without addresses or passwords: nodemailer's own quotes the server. */
function refuse(error: unknown): never {
  const { code, command = '', responseCode = 0, response = '', message } = fieldsOf(error);
  const answer = [command, responseCode || code].filter(Boolean).join(' ');
  if (isAboutAddress(command, responseCode, response))
    throw new PosterError('gone', `the mail server refuses that address (${responseCode})`);
  const isConnecting = command === 'CONN' && !responseCode;
  throw new PosterError(
    'temporary',
    `the mail server did not take it (${isConnecting && message ? message : answer || 'no answer'})`,
  );
}

/**
 * True if the server refuses the recipient for good. Refusals with the enhanced codes 5.7 (policy, such as relaying)
 * and 5.4 (routing, quotas) are about the sender: they pass, or whoever runs the bot fixes them.
 * https://www.rfc-editor.org/rfc/rfc3463
 */
function isAboutAddress(command: string, responseCode: number, response: string): boolean {
  const isForGood = responseCode >= 500 && responseCode < 600 && responseCode !== 503;
  return command === 'RCPT TO' && isForGood && !/^\d{3}[ -]5\.[47]\./.test(response);
}

interface SmtpFailure {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly message?: string;
}

const fieldsOf = (error: unknown): SmtpFailure => (error instanceof Error ? error : {});

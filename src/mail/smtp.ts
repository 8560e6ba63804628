/** The mail server, through nodemailer. */
import { createTransport } from 'nodemailer';
import { PosterError } from '../delivery/poster.ts';
import type { Mail } from '../reply/mail/mail.ts';

const CONNECT_MS = 15_000;
// A claim of a daily post lasts for five minutes, and a send must have ended well within it.
const SILENCE_MS = 45_000;

export interface OutgoingMail extends Mail {
  readonly from: string;
  readonly to: string;
  readonly date: Date;
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Smtp {
  /** @throws PosterError: `gone` where the server refuses this address for good, else `temporary`. */
  send(mail: OutgoingMail): Promise<void>;
  /** Connects and logs in. @throws PosterError that says what went wrong, with nothing secret. */
  verify(): Promise<void>;
}

/** `url` is smtp: or smtps:, with name and password where the server wants them. */
export function createSmtp(url: string): Smtp {
  const { password, hostname } = new URL(url);
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // Whoever sits in between could otherwise have the password sent in the clear.
    requireTLS: password !== '' && !/^(localhost|127\..*|\[::1\])$/.test(hostname),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, ...mail }) {
      // As an object, so that nothing in it is read as a second address.
      await transport.sendMail({ ...mail, to: { name: '', address: to } }).catch(refuse);
    },
    async verify() {
      await transport.verify().catch(refuse);
    },
  };
}

/** The error without what may hold an address or a password: nodemailer's own quotes what the server said. */
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
 * Whether it is the recipient that is refused for good. Refusals with the enhanced codes 5.7 (policy, as for relaying) and
 * 5.4 (routing and quotas) are about the sender: they pass, or whoever runs the bot mends them.
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

/** Reads a mail server's refusal: who or what is refused, and what to do about it. */

export interface Refusal {
  /** `address` only if the recipient is refused for good; nothing else ends a subscription. */
  readonly about: 'address' | 'other';
  /** A clause without addresses or passwords. */
  readonly reason: string;
}

/** An error of nodemailer; `command` is the SMTP command that failed. */
export interface SmtpFailure {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly message?: string;
}

/** The subject and detail of enhanced codes (https://www.rfc-editor.org/rfc/rfc3463) that refuse the recipient. */
const ADDRESS_CODES = /^(?:1\.(?:0|1|2|3|6|10)|2\.1)$/;
const SENDER_CODES = /^(?:1\.(?:7|8)|7\.\d+)$/;
const CONTENT_CODES = /^(?:2\.3|3\.4|6\.\d+)$/;
/**
 * Reply codes that refuse the recipient where no enhanced code says more: https://www.rfc-editor.org/rfc/rfc5321#section-4.2.3
 * and, for 556, https://www.rfc-editor.org/rfc/rfc7504.
 */
const ADDRESS_REPLIES: readonly number[] = [550, 551, 553, 556];
/** Servers use 550 for policies as well, and say so in words only. */
const POLICY_WORDS =
  /\b(?:spam|spf|dkim|dmarc|blocked|block ?list(?:ed)?|black ?list(?:ed)?|rbl|dnsbl|polic(?:y|ies)|relay(?:ing)?|reputation|authenticat\w*|reverse dns|ptr|helo|ehlo|sender|quota|limit|rate|too many)\b/i;

/** A refusal is for good only with a reply code from 500 on. */
export function readRefusal(failure: SmtpFailure): Refusal {
  const { command = '', responseCode = 0, response = '' } = failure;
  const enhanced = /^\d{3}[ -]5\.(\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  const words = response.replace(/^\d{3}[ -](?:5\.\d{1,3}\.\d{1,3} ?)?/, '');
  const answer = `${command} ${responseCode}${enhanced ? ` 5.${enhanced}` : ''}`.trim();
  if (responseCode >= 500 && command !== 'CONN' && !command.startsWith('AUTH')) {
    const about = aboutOf(command, responseCode, enhanced, words);
    if (about === 'address') return { about, reason: 'the mail server refuses that address' };
    return { about: 'other', reason: `${REASONS[about]} (${answer})` };
  }
  return { about: 'other', reason: connectionReason(failure, answer) };
}

const REASONS = {
  sender: 'the mail server refuses the sender: check MAIL_FROM and its SPF, DKIM and login',
  content: 'the mail server refuses the content of the mail',
  system: 'the mail server has a problem of its own or with its settings',
} as const;

function aboutOf(
  command: string,
  responseCode: number,
  enhanced: string | undefined,
  words: string,
): 'address' | keyof typeof REASONS {
  if (enhanced !== undefined) {
    if (SENDER_CODES.test(enhanced)) return 'sender';
    if (CONTENT_CODES.test(enhanced)) return 'content';
    if (ADDRESS_CODES.test(enhanced) && command !== 'MAIL FROM') return 'address';
    return 'system';
  }
  if (command === 'MAIL FROM' || POLICY_WORDS.test(words)) return 'sender';
  if (command === 'RCPT TO') return ADDRESS_REPLIES.includes(responseCode) ? 'address' : 'system';
  return command === 'DATA' && responseCode === 554 ? 'content' : 'system';
}

/** The cause where no command was refused for good: the connection, the login, or a refusal that passes. */
function connectionReason(
  { code, command, responseCode, message = '' }: SmtpFailure,
  answer: string,
): string {
  if (/wrong version number|packet length too long|unknown protocol/i.test(message))
    return 'that port of the mail server is not encrypted from the start: SMTP_URL wants smtp:// instead of smtps://';
  if (/greeting never received/i.test(message))
    return 'the mail server sent no greeting: if that port is encrypted from the start, as 465 is, SMTP_URL wants smtps:// instead of smtp://';
  if (code === 'EAUTH' || command?.startsWith('AUTH'))
    return `the mail server refuses the name or the password in SMTP_URL (${answer})`;
  if (command === 'CONN' && !responseCode && message)
    return `the mail server can't be reached (${message}): check the host and the port in SMTP_URL`;
  return `the mail server did not take it (${answer || code || 'no answer'})`;
}

/** An email address as people type it. */
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import { collapseSpace, truncate } from '../text/display.ts';

// https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1: a path of 256 with its angle brackets, 64 before the @.
const MAX_CHARS = 254;
const MAX_LOCAL_CHARS = 64;
const MAX_SHOWN_CHARS = 60;

/**
 * One plain address, its domain in lower-case ASCII.
 * @throws UserError that says what is wrong with it.
 */
export function readAddress(typed: string): string {
  const text = typed.trim();
  if (/[\r\n\p{Cc}]/u.test(text)) {
    throw new UserError('An address is one line, such as you@example.org; this has a line break in it.');
  }
  if (text.length > MAX_CHARS) {
    throw new UserError(
      `That has ${text.length} characters, and an email address has ${MAX_CHARS} at most. Type one such as you@example.org.`,
    );
  }
  const parts = text.split('@');
  if (parts.length > 2) {
    throw new UserError(
      'That looks like more than one address. Give one, and use /digest email again for another.',
    );
  }
  const [local = '', host = ''] = parts;
  const address = `${local}@${domainToASCII(host)}`;
  if (parts.length < 2 || local.length > MAX_LOCAL_CHARS || !z.email().safeParse(address).success) {
    const shown = truncate(collapseSpace(text), MAX_SHOWN_CHARS);
    throw new UserError(
      `“${shown}” is no email address that I can write to. Type one such as you@example.org.`,
    );
  }
  return address;
}

/**
 * The same text for addresses that may reach the same mailbox: in any case, with or without a +tag, and with dots anywhere
 * in the name, which the largest provider ignores.
 */
export function mailboxKey(address: string): string {
  const [local = '', host = ''] = address.toLowerCase().split('@');
  return `${local.replace(/(?<=.)\+.*/, '').replaceAll('.', '')}@${host}`;
}

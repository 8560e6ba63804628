import { expect, it } from 'vitest';
import { UserError } from '../../src/domain/errors.ts';
import { mailboxKey, readAddress } from '../../src/subscriptions/email-address.ts';

it.each([
  ['you@example.org', 'you@example.org'],
  ['  You.Name+papers@Example.ORG ', 'You.Name+papers@example.org'],
  ["o'brien@example.co.uk", "o'brien@example.co.uk"],
  ['you@bücher.example', 'you@xn--bcher-kva.example'],
])('accepts %s', (typed, address) => expect(readAddress(typed)).toBe(address));

it.each([
  ['you', 'is no email address that I can write to'],
  ['', 'is no email address that I can write to'],
  ['@example.org', 'is no email address that I can write to'],
  ['you@', 'is no email address that I can write to'],
  ['you@localhost', 'is no email address that I can write to'],
  ['you@example..org', 'is no email address that I can write to'],
  ['<you@example.org>', 'is no email address that I can write to'],
  ['You <you@example.org>', 'is no email address that I can write to'],
  ['"you, me"@example.org', 'is no email address that I can write to'],
  [`${'x'.repeat(65)}@example.org`, 'is no email address that I can write to'],
  ['you@example.org, me@example.org', 'more than one address'],
  ['you@example.org;me@example.org', 'more than one address'],
  ['you@me@example.org', 'more than one address'],
  ['you@example.org\nme@example.org', 'has a line break in it'],
  ['you@example.org\r\nBcc: me@example.org', 'has a line break in it'],
  ['you@exam\u0000ple.org', 'has a line break in it'],
  [`${'x'.repeat(288)}@example.org`, 'That has 300 characters, and an email address has 254 at most.'],
])('refuses %j with a clear message', (typed, words) => {
  expect(() => readAddress(typed)).toThrow(UserError);
  expect(() => readAddress(typed)).toThrow(words);
});

it('recognises a mailbox in any case, with any tag, and with dots anywhere in its name', () => {
  expect(mailboxKey('y.o.u@example.org')).toBe(mailboxKey('yo.u@example.org'));
  expect(mailboxKey('You+a@Example.org')).toBe(mailboxKey('you+b@example.org'));
  expect(mailboxKey('+a@example.org')).not.toBe(mailboxKey('+b@example.org'));
});

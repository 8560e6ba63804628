import { describe, expect, test } from 'vitest';
import { parseConfig, secretsOf } from '../../src/config/config.ts';
import { mistake } from './mistake.ts';

describe('mail', () => {
  const KEY = Buffer.alloc(32, 200).toString('base64');

  test('takes a server, a sender, a key and the pages’ public address', () => {
    const env = {
      SMTP_URL: 'smtps://paperboy:p%40ss-word@mail.example.org:465',
      MAIL_FROM: 'Paperboy <papers@example.org>',
      MAIL_KEY: KEY,
      PUBLIC_URL: 'https://papers.example.org/',
    };
    const config = parseConfig(env);
    expect(config.mail).toEqual({ smtpUrl: env.SMTP_URL, from: env.MAIL_FROM, key: KEY });
    expect(config.publicUrl).toBe('https://papers.example.org');
    expect(secretsOf(config)).toEqual([env.SMTP_URL, KEY, 'p%40ss-word', 'p@ss-word']);
    expect(parseConfig({ MAIL_FROM: 'papers@example.org' }).mail.from).toBe('papers@example.org');
    expect(secretsOf(parseConfig({}))).toEqual([]);
    expect(secretsOf(parseConfig({ S2_API_KEY: 'a-key-of-its-own' }))).toEqual(['a-key-of-its-own']);
  });

  test.each([
    'mail.example.org',
    'http://me:secret-pw@mail.example.org',
    'smtp://',
    'smtp://me:secret-pw%zz@mail.example.org',
    'smtp://me:secret-pw@mail.example.org#x',
  ])('SMTP_URL=%s is refused and not repeated', (url) => {
    const message = mistake({ SMTP_URL: url });
    expect(message).toContain("  SMTP_URL isn't a mail server's address.");
    expect(message).not.toContain('secret-pw');
  });

  test.each([
    'Paperboy',
    'a@b@c',
    'a@b, c@d',
    'Paperboy <a@b> <c@d>',
    '"Paper\nBcc: x@y" <a@b>',
    'A\r\nBcc: x <a@b>',
  ])('MAIL_FROM=%j is refused', (from) =>
    expect(mistake({ MAIL_FROM: from })).toContain('  MAIL_FROM is neither an address nor'),
  );

  test.each(['secret-pw', KEY.slice(0, -4), `${KEY}A`, Buffer.alloc(32).toString('hex')])(
    'MAIL_KEY=%s is refused and not repeated',
    (key) => {
      const message = mistake({ MAIL_KEY: key });
      expect(message).toContain(
        "  MAIL_KEY isn't 32 bytes as base64. Make one with: openssl rand -base64 32.",
      );
      expect(message).not.toContain(key);
    },
  );

  test('PUBLIC_URL is a web address', () => {
    expect(mistake({ PUBLIC_URL: 'papers.example.org' })).toContain("  PUBLIC_URL isn't a web address");
  });
});

/** The email variables, which `environment.ts` lists among all others. */
import { z } from 'zod';

// One line without quotation marks, so that it can't become two headers; the name is optional.
const MAIL_FROM = /^(?:[^\p{Cc}<>@"]{1,100} <[^\s<>@"]+@[^\s<>@"]+>|[^\s<>@"]+@[^\s<>@"]+)$/u;

export const mailVariables = {
  SMTP_URL: z
    .string()
    .refine(
      isMailServer,
      "isn't a mail server's address. Write special characters of the password as %40 and so on, for example SMTP_URL=smtps://name:password@mail.example.org.",
    )
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(
      MAIL_FROM,
      'is neither an address nor a name and an address. Set for example MAIL_FROM=Paperboy <papers@example.org>.',
    )
    .optional(),
  MAIL_KEY: z
    .string()
    .regex(
      /^[A-Za-z0-9+/]{43}=$/,
      "isn't 32 bytes as base64. Make one with: openssl rand -base64 32. Keep it: without it no stored address can be read.",
    )
    .optional(),
};

function isMailServer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  const isDecodable = !/%(?![0-9a-f]{2})/i.test(username + password);
  return /^smtps?:$/.test(protocol) && hostname !== '' && hash === '' && isDecodable;
}

/** Every variable of the program, with its default, its check, and the fix in its message. */
import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { isCategory, readCategory } from '../domain/category.ts';
import { DEFAULT_SOURCES, SOURCE_NAMES } from '../domain/source.ts';
import { languageModelVariables, missingVariables } from './language-model.ts';
import { mailVariables } from './mail.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

// Tokens are three dotted parts; ids and lengths as in Discord's developer portal.
const TOKEN_MISTAKES: readonly (readonly [RegExp, string])[] = [
  [/["'`]/, 'has quotation marks in it'],
  [/^Bot\s/i, 'begins with "Bot", which is not part of the token'],
  [/\s/, 'has a space or line break in it'],
  [/^\d{15,21}$/, 'is all digits, so it looks like the application id'],
  [/^[0-9a-f]{64}$/i, "looks like the application's public key"],
  [/^[\w-]{32}$/, 'looks like the client secret'],
];
const TOKEN_FIX =
  'Copy the token from https://discord.com/developers/applications, your application, Bot, Reset Token, for example DISCORD_TOKEN=MTIz….Gh1k2L.x7Yz….';

const HUB_ID = /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/;
const HOST_NAME = /^(?=.*[a-z])[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

const WEB_ADDRESS = (example: string) =>
  z
    .string()
    .refine(
      isWebAddress,
      `isn't a web address without password and question mark. Set for example ${example}.`,
    )
    .transform((url) => url.replace(/\/+$/, ''));

const variables = z.object({
  DISCORD_TOKEN: z
    .string()
    .superRefine((token, check) => {
      const mistake = TOKEN_MISTAKES.find(([pattern]) => pattern.test(token));
      if (mistake) check.addIssue(`${mistake[1]}. ${TOKEN_FIX}`);
    })
    .optional(),
  DISCORD_APPLICATION_ID: z
    .string()
    .regex(
      /^\d{15,21}$/,
      "isn't an application id, which is 17 to 20 digits. Copy it from General Information of your application or leave it out, for example DISCORD_APPLICATION_ID=1234567890123456789.",
    )
    .optional(),
  DISCORD_API_URL: z
    .string()
    .refine(
      isApiUrl,
      "isn't a web address without version, password and question mark. Leave it out for Discord's own, or set for example DISCORD_API_URL=http://127.0.0.1:9000/api.",
    )
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://discord.com/api'),
  DATABASE_URL: z.string().default('file:./var/paperboy.db').transform(databasePath),
  EMBEDDING_MODEL: z
    .string()
    .refine((model) => model === 'bundled' || isFolder(model) || HUB_ID.test(model), {
      error: ({ input }) =>
        `is ${shown(input)}, which is neither "bundled", a folder that begins with . or / or ~/, nor an owner/name on Hugging Face, for example EMBEDDING_MODEL=./my-model or EMBEDDING_MODEL=Xenova/all-MiniLM-L6-v2.`,
    })
    .transform(expandHome)
    .default('bundled'),
  MODELS_DIR: z.string().transform(expandHome).default('./var/models'),
  HF_ENDPOINT: WEB_ADDRESS('HF_ENDPOINT=https://hub.example.org').default('https://huggingface.co'),
  SOURCES: listOf(SOURCE_NAMES, `SOURCES=${DEFAULT_SOURCES.join(',')}`).default([...DEFAULT_SOURCES]),
  ARXIV_CATEGORIES: z
    .string()
    .transform(commaList)
    .refine((names) => names.length > 0 && names.every(isCategory), {
      error: ({ input }) =>
        `is ${shown(input)}, which is not a list of arXiv categories. Set for example ARXIV_CATEGORIES=cs.CL,stat.ML.`,
    })
    .transform((names) => names.flatMap((name) => readCategory(name) ?? []))
    .default(['cs.CL', 'cs.LG', 'cs.CV', 'cs.AI', 'stat.ML']),
  HF_API_URL: WEB_ADDRESS('HF_API_URL=https://huggingface.co/api').default('https://huggingface.co/api'),
  ARXIV_API_URL: WEB_ADDRESS('ARXIV_API_URL=https://export.arxiv.org/api/query').default(
    'https://export.arxiv.org/api/query',
  ),
  ARXIV_RSS_URL: WEB_ADDRESS('ARXIV_RSS_URL=https://rss.arxiv.org/rss').default('https://rss.arxiv.org/rss'),
  S2_API_URL: WEB_ADDRESS('S2_API_URL=https://api.semanticscholar.org').default(
    'https://api.semanticscholar.org',
  ),
  S2_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'has a space or a letter that no key has. Copy it again.')
    .optional(),
  CONTACT: z
    .string()
    .regex(
      /^[\x21-\x7e]{3,200}$/,
      "isn't an email or web address. It goes to arXiv with each request, for example CONTACT=you@example.org.",
    )
    .optional(),
  ALARM_CHANNEL_ID: z
    .string()
    .regex(
      /^\d{15,21}$/,
      "isn't a channel id, which is 17 to 20 digits. Copy it from the channel's menu, Copy Channel ID.",
    )
    .optional(),
  ...mailVariables,
  PUBLIC_URL: WEB_ADDRESS('PUBLIC_URL=https://papers.example.org').optional(),
  ...languageModelVariables,
  HOST: z
    .string()
    .refine((host) => isIP(host) !== 0 || HOST_NAME.test(host), {
      error: ({ input }) =>
        `is ${shown(input)}, which is not a host name or an IP address. Leave out the scheme, brackets and port, for example HOST=127.0.0.1.`,
    })
    .default('127.0.0.1'),
  PORT: z
    .string()
    .refine((port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535, {
      error: ({ input }) =>
        `is ${shown(input)}, which is not a port. Use a whole number from 0 (any free port) to 65535, for example PORT=8787.`,
    })
    .transform(Number)
    .default(8787),
  QUESTIONS_PER_MINUTE: z
    .string()
    .refine((count) => /^\d{1,4}$/.test(count), {
      error: ({ input }) =>
        `is ${shown(input)}. Use a whole number up to 9999, or 0 for no limit, for example QUESTIONS_PER_MINUTE=20.`,
    })
    .transform(Number)
    .default(20),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, {
      error: ({ input }) =>
        `is ${shown(input)}. Use one of ${LOG_LEVELS.join(', ')}, for example LOG_LEVEL=info.`,
    })
    .default('info'),
});

/** The names of all settings. */
export const SETTING_NAMES: readonly string[] = Object.keys(variables.shape);

/** All optional. */
export const environmentSchema = variables.superRefine((env, check) => {
  for (const [name, message] of missingVariables(env))
    check.addIssue({ code: 'custom', path: [name], message });
});

export function isFolder(model: string): boolean {
  return model.startsWith('.') || model.startsWith('~/') || isAbsolute(model);
}

/** Only a shell replaces `~`, and no shell reads .env. */
function expandHome(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}

function isApiUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return /^https?:$/.test(url.protocol) && isPlain && !/\/v\d+\/*$/.test(url.pathname);
}

function databasePath(url: string, check: z.RefinementCtx): string {
  const refuse = (message: string): never => {
    check.addIssue(`${message}, for example DATABASE_URL=file:./var/paperboy.db.`);
    return z.NEVER;
  };
  if (/^postgres(ql)?:/i.test(url)) return refuse("asks for Postgres, which isn't supported yet; use a file");
  const path = /^file:(.+)$/i.exec(url)?.[1];
  if (path === undefined) return refuse('is not a file address. Write file: and the path');
  if (/[?#]/.test(path)) return refuse('has a ? or # in it. Write file: and the path only');
  if (!path.startsWith('//')) return expandHome(path);
  if (!/^\/\/\/[^/]/.test(path)) return refuse('has two slashes, which name a machine. Write one or three');
  return path.slice(2);
}

/** A value in a message: only for variables without secrets. */
function shown(value: unknown): string {
  return JSON.stringify(String(value).slice(0, 60));
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === ''
  );
}

function commaList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

function listOf<const T extends string>(names: readonly T[], example: string) {
  const known: readonly string[] = names;
  return z
    .string()
    .transform(commaList)
    .refine((given): given is T[] => given.every((name) => known.includes(name)), {
      error: ({ input }) =>
        `is ${shown(input)}. Use any of ${names.join(', ')} with commas between, or none, for example ${example}.`,
    });
}

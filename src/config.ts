/** The environment as a Config, parsed once and strictly: the rest of the program never reads the environment. */
import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './errors.ts';

export interface Config {
  readonly discord: DiscordConfig;
  readonly database: { readonly kind: 'sqlite'; readonly path: string };
  readonly model: ModelConfig;
  /** A host name or an IP address, without brackets. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly logLevel: LogLevel;
}

export type DiscordConfig =
  | { readonly mode: 'playground' }
  | {
      readonly mode: 'discord';
      readonly token: string;
      /** Undefined: asked of Discord with the token. */
      readonly applicationId?: string | undefined;
      /** REST base without version and trailing slash, as discord.js takes it. */
      readonly apiUrl: string;
    };

export type ModelConfig =
  | { readonly kind: 'bundled' }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'hub'; readonly id: string; readonly cacheDir: string };

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

// Tokens are three dotted parts; ids and lengths as Discord's developer portal hands them out.
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

/** Every variable the program knows, all optional, each with its default, its check, and the fix its message gives. */
export const environmentSchema = z.object({
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
        `is ${shown(input)}, which is neither "bundled", a folder that begins with . or /, nor an owner/name on Hugging Face, for example EMBEDDING_MODEL=./my-model or EMBEDDING_MODEL=Xenova/all-MiniLM-L6-v2.`,
    })
    .default('bundled'),
  MODELS_DIR: z.string().default('./var/models'),
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
  LOG_LEVEL: z
    .enum(LOG_LEVELS, {
      error: ({ input }) =>
        `is ${shown(input)}. Use one of ${LOG_LEVELS.join(', ')}, for example LOG_LEVEL=info.`,
    })
    .default('info'),
});

/**
 * The Config that environment variables describe; a variable that is empty counts as not set. Throws a ConfigError with
 * a line for every variable that is wrong; it never holds the token or the database's address, which can be secret.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(
    Object.fromEntries(
      Object.entries(env)
        .map(([name, value]) => [name, value?.trim()] as const)
        .filter(([, value]) => value !== ''),
    ),
  );
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
    throw new ConfigError(
      `Paperboy can't start with these settings (in the environment or in .env):\n${lines.join('\n')}`,
    );
  }
  const known = parsed.data;
  return {
    discord:
      known.DISCORD_TOKEN === undefined
        ? { mode: 'playground' }
        : {
            mode: 'discord',
            token: known.DISCORD_TOKEN,
            applicationId: known.DISCORD_APPLICATION_ID,
            apiUrl: known.DISCORD_API_URL,
          },
    database: { kind: 'sqlite', path: known.DATABASE_URL },
    model: modelConfig(known.EMBEDDING_MODEL, known.MODELS_DIR),
    host: known.HOST,
    port: known.PORT,
    logLevel: known.LOG_LEVEL,
  };
}

function modelConfig(model: string, cacheDir: string): ModelConfig {
  if (model === 'bundled') return { kind: 'bundled' };
  return isFolder(model) ? { kind: 'folder', path: model } : { kind: 'hub', id: model, cacheDir };
}

function isFolder(model: string): boolean {
  return model.startsWith('.') || isAbsolute(model);
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
  if (!path.startsWith('//')) return path;
  if (!/^\/\/\/[^/]/.test(path)) return refuse('has two slashes, which name a machine. Write one or three');
  return path.slice(2);
}

/** A value as a message shows it: only of variables that hold no secret. */
function shown(value: unknown): string {
  return JSON.stringify(String(value).slice(0, 60));
}

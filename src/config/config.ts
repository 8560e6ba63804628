/** Parses the environment into a Config, once and strictly: the rest of the program never reads the environment. */

import { ConfigError } from '../domain/errors.ts';
import type { SourceName } from '../domain/source.ts';
import type { LanguageModelSettings } from '../llm/settings.ts';
import { environmentSchema, isFolder, type LOG_LEVELS } from './environment.ts';
import { languageModelSettings } from './language-model.ts';

export interface Config {
  readonly discord: DiscordConfig;
  /** The number of answers that a person may request per minute; 0 for no limit. */
  readonly questionsPerMinute: number;
  readonly database: { readonly kind: 'sqlite'; readonly path: string };
  readonly model: ModelConfig;
  /** A host name or an IP address, without brackets. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly sources: SourcesConfig;
  /** The Discord channel for alerts about sources. */
  readonly alarmChannelId?: string | undefined;
  readonly mail: MailConfig;
  /** This server's public address, without trailing slash. */
  readonly publicUrl?: string | undefined;
  /** Undefined for no language model. */
  readonly languageModel?: LanguageModelSettings | undefined;
  readonly logLevel: LogLevel;
}

export type DiscordConfig =
  | { readonly mode: 'playground' }
  | {
      readonly mode: 'discord';
      readonly token: string;
      /** If undefined, Discord is asked for it with the token. */
      readonly applicationId?: string | undefined;
      /** REST base without version and trailing slash, as discord.js takes it. */
      readonly apiUrl: string;
    };

export type ModelConfig =
  | { readonly kind: 'bundled' }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'hub'; readonly id: string; readonly cacheDir: string; readonly endpoint: string };

/** The sources of papers. Addresses have no trailing slash. */
export interface SourcesConfig {
  readonly names: readonly SourceName[];
  readonly arxivCategories: readonly string[];
  readonly huggingFaceUrl: string;
  readonly arxivApiUrl: string;
  readonly arxivRssUrl: string;
  readonly semanticScholarUrl: string;
  readonly semanticScholarKey?: string | undefined;
  /** The operator's contact for the people who run a source. */
  readonly contact?: string | undefined;
}

/** Mail settings; each is undefined if not set. */
export interface MailConfig {
  /** smtp: or smtps:, often with a password. */
  readonly smtpUrl?: string | undefined;
  /** An address, or a name and the address in angle brackets. */
  readonly from?: string | undefined;
  /** 32 bytes as base64 that encrypt addresses. */
  readonly key?: string | undefined;
}

export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * The Config that environment variables describe; an empty variable counts as not set, except SOURCES, for which it
 * means none.
 * @throws ConfigError with a line for every wrong variable; it never contains the token or the database's address,
 * which can be secret.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(
    Object.fromEntries(
      Object.entries(env)
        .map(([name, value]) => [name, value?.trim()] as const)
        .filter(([name, value]) => value !== '' || name === 'SOURCES'),
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
    questionsPerMinute: known.QUESTIONS_PER_MINUTE,
    database: { kind: 'sqlite', path: known.DATABASE_URL },
    model: modelConfig(known.EMBEDDING_MODEL, known.MODELS_DIR, known.HF_ENDPOINT),
    host: known.HOST,
    port: known.PORT,
    sources: {
      names: known.SOURCES,
      arxivCategories: known.ARXIV_CATEGORIES,
      huggingFaceUrl: known.HF_API_URL,
      arxivApiUrl: known.ARXIV_API_URL,
      arxivRssUrl: known.ARXIV_RSS_URL,
      semanticScholarUrl: known.S2_API_URL,
      semanticScholarKey: known.S2_API_KEY,
      contact: known.CONTACT,
    },
    alarmChannelId: known.ALARM_CHANNEL_ID,
    mail: { smtpUrl: known.SMTP_URL, from: known.MAIL_FROM, key: known.MAIL_KEY },
    publicUrl: known.PUBLIC_URL,
    languageModel: languageModelSettings(known),
    logLevel: known.LOG_LEVEL,
  };
}

const MIN_HIDDEN_CHARS = 6;

/** Setting values that must never appear in the log or in an error. */
export function secretsOf({ discord, sources, mail, languageModel }: Config): string[] {
  const password = mail.smtpUrl === undefined ? '' : new URL(mail.smtpUrl).password;
  // Redacting a shorter one would remove whole words from the log.
  const passwords = password.length < MIN_HIDDEN_CHARS ? [] : [password, decodeURIComponent(password)];
  const token = discord.mode === 'discord' ? discord.token : undefined;
  return [
    token,
    sources.semanticScholarKey,
    mail.smtpUrl,
    mail.key,
    languageModel?.apiKey,
    ...passwords,
  ].filter((value) => value !== undefined);
}

function modelConfig(model: string, cacheDir: string, endpoint: string): ModelConfig {
  if (model === 'bundled') return { kind: 'bundled' };
  return isFolder(model) ? { kind: 'folder', path: model } : { kind: 'hub', id: model, cacheDir, endpoint };
}

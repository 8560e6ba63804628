/** Asks Discord, without connecting, whether the token works and what the bot may do in its servers. */
import {
  type APIApplication,
  PermissionFlagsBits,
  PermissionsBitField,
  REST,
  type RESTGetAPICurrentUserGuildsResult,
  Routes,
} from 'discord.js';

export interface AccountReport {
  readonly applicationId: string;
  readonly name: string;
  readonly servers: readonly { readonly name: string; readonly missing: readonly string[] }[];
}

/** The permissions that a daily post needs; answering commands needs none. */
const NEEDED = new PermissionsBitField([
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.SendMessages,
  PermissionFlagsBits.EmbedLinks,
  PermissionFlagsBits.ReadMessageHistory,
]);
const TIMEOUT_MS = 5_000;

/** Discord's page size: https://docs.discord.com/developers/resources/user */
const PAGE_SERVERS = 200;

/**
 * @throws the request's error: a DiscordAPIError with status 401 for a wrong token, another error without a network.
 */
export async function checkAccount(token: string, apiUrl: string): Promise<AccountReport> {
  const rest = new REST({ api: apiUrl, timeout: TIMEOUT_MS, retries: 0 }).setToken(token);
  const application = (await rest.get(Routes.currentApplication())) as APIApplication;
  const guilds = await allGuilds(rest);
  return {
    applicationId: application.id,
    name: application.name,
    servers: guilds.map(({ name, permissions }) => ({
      name,
      missing: new PermissionsBitField(BigInt(permissions)).missing(NEEDED),
    })),
  };
}

async function allGuilds(rest: REST): Promise<RESTGetAPICurrentUserGuildsResult> {
  const guilds: RESTGetAPICurrentUserGuildsResult = [];
  for (;;) {
    const query = new URLSearchParams({ limit: `${PAGE_SERVERS}`, after: guilds.at(-1)?.id ?? '0' });
    const page = (await rest.get(Routes.userGuilds(), { query })) as RESTGetAPICurrentUserGuildsResult;
    guilds.push(...page);
    if (page.length < PAGE_SERVERS) return guilds;
  }
}

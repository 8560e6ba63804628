/** `paperboy doctor`: looks at everything the bot needs, and says how to mend what is wrong. */
import { openSqliteCatalog } from '../catalog/sqlite/open.ts';
import type { Config, DiscordConfig } from '../config.ts';
import { loadEmbedder } from '../embedding/load.ts';
import { describeError } from '../errors.ts';
import { seed } from '../jobs/seed.ts';

/** A line of the report; `fix` is there where something is wrong. */
interface Finding {
  readonly what: string;
  readonly found: string;
  readonly fix?: string;
}

/** Prints the report. The exit code: 0 where all is well, 1 where anything needs mending. */
export async function doctor(config: Config): Promise<number> {
  const findings: Finding[] = [];
  for (const check of [checkNode, checkDatabaseAndModel, checkDiscord])
    findings.push(...(await check(config)));
  for (const { what, found, fix } of findings) {
    process.stdout.write(`${fix ? '✗' : '✓'} ${what}: ${found}\n${fix ? `  → ${fix}\n` : ''}`);
  }
  const wrong = findings.filter(({ fix }) => fix).length;
  process.stdout.write(wrong === 0 ? 'All is well. Start with: npm start\n' : `${wrong} to mend.\n`);
  return wrong === 0 ? 0 : 1;
}

async function checkNode(): Promise<Finding[]> {
  return [{ what: 'Node.js', found: process.version }];
}

async function checkDatabaseAndModel({ database, model }: Config): Promise<Finding[]> {
  const findings: Finding[] = [];
  const embedder = await loadEmbedder(model).then(
    (loaded) => {
      findings.push({ what: 'Embedding model', found: `${loaded.modelId}, ${loaded.dims} numbers a text` });
      return loaded;
    },
    (error) => {
      findings.push({
        what: 'Embedding model',
        found: describeError(error),
        fix: 'Mend EMBEDDING_MODEL, or leave it out.',
      });
      return undefined;
    },
  );
  try {
    const catalog = openSqliteCatalog(database.path);
    try {
      await seed(catalog);
      await catalog.checkIntegrity();
      const papers = await catalog.countPapers();
      const listing = await catalog.newestListing();
      findings.push({ what: 'Database', found: `${database.path}, sound, ${papers} papers` });
      findings.push({
        what: 'Newest list',
        found: `${listing?.source ?? 'none'}${listing?.day ? ` of ${listing.day}` : ''}`,
      });
      if (embedder) {
        const vectors = await catalog.countVectors(embedder.modelId);
        findings.push({
          what: 'Vectors',
          found: `${vectors} of ${papers} papers; the rest are made at the next start`,
        });
      }
    } finally {
      await catalog.close();
    }
  } catch (error) {
    findings.push({
      what: 'Database',
      found: describeError(error),
      fix: 'Mend DATABASE_URL, or leave it out.',
    });
  }
  return findings;
}

async function checkDiscord({ discord }: Config): Promise<Finding[]> {
  if (discord.mode === 'playground') {
    return [{ what: 'Discord', found: 'no DISCORD_TOKEN, so the playground starts instead' }];
  }
  return checkAccountOf(discord);
}

async function checkAccountOf(discord: DiscordConfig & { mode: 'discord' }): Promise<Finding[]> {
  const { checkAccount } = await import('../discord/check-account.ts');
  try {
    const { applicationId, name, servers } = await checkAccount(discord.token, discord.apiUrl);
    const account = { what: 'Discord', found: `${name}, in ${servers.length} servers` };
    const mismatch =
      discord.applicationId !== undefined && discord.applicationId !== applicationId
        ? [
            {
              what: 'Application',
              found: `the token belongs to ${applicationId}`,
              fix: 'Leave DISCORD_APPLICATION_ID out.',
            },
          ]
        : [];
    const lacking = servers
      .filter(({ missing }) => missing.length > 0)
      .map((server) => ({
        what: `Server ${server.name}`,
        found: `may not ${server.missing.join(', ')}`,
        fix: 'Give these permissions to the role of the bot, in Server Settings, Roles.',
      }));
    return [account, ...mismatch, ...lacking];
  } catch (error) {
    const isRefused = error instanceof Error && 'status' in error && error.status === 401;
    return [
      {
        what: 'Discord',
        found: isRefused ? 'the token is refused' : describeError(error),
        fix: isRefused
          ? 'Copy DISCORD_TOKEN again from https://discord.com/developers/applications, Bot, Reset Token.'
          : `Check the network, a proxy, and DISCORD_API_URL (${discord.apiUrl}).`,
      },
    ];
  }
}

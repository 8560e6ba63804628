/** `paperboy doctor`: checks everything the bot needs, and says how to fix what is wrong. */
import packageJson from '../../package.json' with { type: 'json' };
import type { Config, DiscordConfig } from '../config/config.ts';
import { describeError } from '../domain/errors.ts';
import { describeDownload } from '../embedding/download.ts';
import type { Embedder } from '../embedding/embedder.ts';
import { loadEmbedder } from '../embedding/load.ts';
import { findFallbackModel } from '../ingest/embedding/re-embed.ts';
import { readListHealth } from '../ingest/list-health.ts';
import { seed } from '../ingest/seed.ts';
import { utcDay } from '../lib/days.ts';
import { noticeForOperator } from '../reply/notice.ts';
import { openSqliteStores } from '../store/sqlite/open.ts';
import { checkLanguageModel } from './check-language-model.ts';
import type { Finding, Report } from './finding.ts';
import { describeDailyList } from './trending.ts';

/** Prints the report. Returns the exit code: 0 if all is well, else 1. */
export async function doctor(config: Config): Promise<number> {
  process.stdout.write(
    `Paperboy ${packageJson.version} on Node.js ${process.version}, ${process.platform} ${process.arch}\n`,
  );
  let wrong = 0;
  const report = ({ what, found, isWrong }: Finding): void => {
    if (isWrong) wrong++;
    process.stdout.write(`${isWrong ? '✗' : '✓'} ${what}: ${found}\n`);
  };
  const embedder = await checkModel(config, report);
  await checkDatabase(config, embedder, report);
  await checkLanguageModel(config.languageModel, report);
  if (config.discord.mode === 'discord') await checkDiscord(config.discord, report);
  else report({ what: 'Discord', found: 'no DISCORD_TOKEN, so the playground starts instead' });
  await checkMail(config, report);
  process.stdout.write(
    wrong === 0
      ? 'All is well. Start with: npm start\n'
      : `${wrong === 1 ? 'One thing' : `${wrong} things`} to mend.\n`,
  );
  return wrong === 0 ? 0 : 1;
}

async function checkModel({ model }: Config, report: Report): Promise<Embedder | undefined> {
  const what = 'Embedding model';
  try {
    const embedder = await loadEmbedder(model, fetch, (...fetched) =>
      process.stderr.write(`${describeDownload(...fetched)}\n`),
    );
    report({ what, found: `${embedder.modelId}, ${embedder.dims} numbers a text` });
    return embedder;
  } catch (error) {
    report({ what, found: messageOf(error), isWrong: true });
    return undefined;
  }
}

async function checkDatabase(
  { database, model, sources }: Config,
  embedder: Embedder | undefined,
  report: Report,
): Promise<void> {
  try {
    const stores = openSqliteStores(database.path);
    try {
      await seed(stores);
      await stores.checkIntegrity();
      const papers = await stores.papers.count();
      report({ what: 'Database', found: `${database.path}, sound, ${papers} papers` });
      const fallbackModel = await findFallbackModel(stores, model);
      if (embedder) {
        const vectors = await stores.vectors.count(embedder.modelId);
        const until = fallbackModel ? `, and until then ${fallbackModel.modelId} answers` : '';
        const rest = vectors < papers ? `; the rest are embedded at the next start${until}` : '';
        report({ what: 'Vectors', found: `${vectors} of ${papers} papers${rest}` });
      } else if (fallbackModel) {
        report({
          what: 'Meanwhile',
          found: `${fallbackModel.modelId}, the model before it, goes on answering`,
        });
      }
      const dailyList = await stores.dailyLists.newest();
      const { ageDays, notices } = await readListHealth(stores, Date.now());
      const days = dailyList && dailyList.source !== 'bundled' ? ageDays.get(dailyList.source) : undefined;
      const age = days === undefined ? '' : `, ${describeAge(days)}`;
      report({
        what: 'Newest list',
        found: dailyList ? `${describeDailyList(dailyList)}${age}` : 'none yet',
      });
      // Lists of a source that is switched off may be of any age.
      const today = utcDay(Date.now());
      for (const notice of notices.filter(({ source }) => sources.names.includes(source)))
        report({ what: 'Lists', found: noticeForOperator(notice, today), isWrong: true });
    } finally {
      await stores.close();
    }
  } catch (error) {
    report({ what: 'Database', found: messageOf(error), isWrong: true });
  }
}

async function checkDiscord(
  { token, apiUrl, applicationId }: DiscordConfig & { mode: 'discord' },
  report: Report,
): Promise<void> {
  const { checkAccount } = await import('../discord/check-account.ts');
  const account = await checkAccount(token, apiUrl).catch((error) => {
    const isRefused = error instanceof Error && 'status' in error && error.status === 401;
    const found = isRefused
      ? 'the token is refused. Copy DISCORD_TOKEN again from https://discord.com/developers/applications, Bot, Reset Token.'
      : `${apiUrl} can't be reached (${describeError(error)}). Check the network, a proxy, and DISCORD_API_URL.`;
    report({ what: 'Discord', found, isWrong: true });
  });
  if (!account) return;
  const { name, servers } = account;
  const where =
    servers.length === 0
      ? 'in no server yet; at the start the link that invites it is printed'
      : `in ${servers.length} ${servers.length === 1 ? 'server' : 'servers'}`;
  report({ what: 'Discord', found: `${name}, ${where}` });
  if (applicationId !== undefined && applicationId !== account.applicationId) {
    const found = `DISCORD_APPLICATION_ID is ${applicationId}, but the token belongs to ${account.applicationId}. Leave it out.`;
    report({ what: 'Application', found, isWrong: true });
  }
  for (const { name: server, missing } of servers.filter(({ missing }) => missing.length > 0)) {
    const found = `the bot lacks ${missing.join(', ')}. Give its role these in Server Settings, Roles.`;
    report({ what: `Server ${server}`, found, isWrong: true });
  }
}

/** Silent if no mail is set up. */
async function checkMail({ mail, publicUrl }: Config, report: Report): Promise<void> {
  const { smtpUrl, from, key } = mail;
  if (smtpUrl === undefined) return;
  const { createSmtp } = await import('../mail/smtp.ts');
  const { host } = new URL(smtpUrl);
  try {
    await createSmtp(smtpUrl).verify();
    const unlocked = key === undefined ? '; addresses are stored as they are, since MAIL_KEY is not set' : '';
    report({ what: 'Mail', found: `${host} lets us in${unlocked}` });
  } catch (error) {
    const found = `${host}: ${messageOf(error)}.`;
    report({ what: 'Mail', found, isWrong: true });
  }
  for (const [name, value] of Object.entries({ MAIL_FROM: from, PUBLIC_URL: publicUrl })) {
    if (value === undefined)
      report({ what: 'Mail', found: `${name} is not set, which /digest email needs.`, isWrong: true });
  }
}

const describeAge = (days: number): string =>
  days <= 0 ? 'which is today' : days === 1 ? '1 day old' : `${days} days old`;

/** The message says how to fix it; the cause would only repeat it. */
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The command line. The same services as the bot; results go to standard output, everything else to standard error. */
import { existsSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { type Config, parseConfig } from './config.ts';
import { ConfigError, describeError, ModelError, UserError } from './errors.ts';
import { createLog, type Log } from './lib/log.ts';
import { MAX_RANKED } from './search/match.ts';

const MISUSE = 2;

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > MAX_RANKED) {
    throw new InvalidArgumentError(`Give a whole number from 1 to ${MAX_RANKED}, such as --k 10.`);
  }
  return value;
};
const k = (): Option => new Option('--k <count>', 'how many papers to show').argParser(count).default(10);

const program = new Command('paperboy')
  .description('Recommends machine-learning papers, on Discord and here.')
  .version(packageJson.version)
  .exitOverride()
  .showSuggestionAfterError()
  .configureHelp({ showGlobalOptions: true });

program
  .command('start')
  .description('run the bot: on Discord with DISCORD_TOKEN, else in a playground in your browser')
  .action(async () => {
    const { start } = await import('./cli/start.ts');
    await start(...settings());
  });

program
  .command('search')
  .description('find papers on a topic')
  .argument('[query]', 'a topic, a question, or part of a title')
  .addOption(k())
  .option('--batch <file>', 'answer every line {"id","query"} of a JSON-lines file with a JSON line')
  .option('--json', 'print a JSON line')
  .action(async (query: string | undefined, options: { k: number; batch?: string; json?: true }) => {
    const { searchCommand } = await import('./cli/retrieve.ts');
    process.exitCode = await searchCommand(settings()[0], query, options);
  });

program
  .command('similar')
  .description('find papers like one you know')
  .argument('[paper]', 'an arXiv id or link, or a title')
  .addOption(k())
  .option('--batch <file>', 'answer every line {"id","paper"} of a JSON-lines file with a JSON line')
  .option('--json', 'print a JSON line')
  .action(async (paper: string | undefined, options: { k: number; batch?: string; json?: true }) => {
    const { similarCommand } = await import('./cli/retrieve.ts');
    process.exitCode = await similarCommand(settings()[0], paper, options);
  });

program
  .command('import')
  .description(
    'add papers from a JSON-lines file: {"id"?,"title","abstract","authors"?,"categories"?,"published"?} a line',
  )
  .argument('<file>', 'a .jsonl or .jsonl.gz file')
  .action(async (file: string) => {
    const { importCommand } = await import('./cli/import.ts');
    process.exitCode = await importCommand(settings()[0], file);
  });

program
  .command('trending')
  .description('show the newest list of trending papers')
  .option('--json', 'print a JSON line a paper')
  .action(async (options: { json?: true }) => {
    const { trendingCommand } = await import('./cli/trending.ts');
    await trendingCommand(settings()[0], options);
  });

program
  .command('doctor')
  .description('check the settings, the database, the model and Discord, and say how to fix each')
  .action(async () => {
    const { doctor } = await import('./cli/doctor.ts');
    process.exitCode = await doctor(settings()[0]);
  });

/** The settings from the environment, and from the file .env where there is one. */
function settings(): [Config, Log] {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = parseConfig(process.env);
  const secrets = config.discord.mode === 'discord' ? [config.discord.token] : [];
  return [config, createLog({ level: config.logLevel, secrets })];
}

function exitCodeOf(error: unknown): number {
  // Commander has said what was wrong already; asking for help is no mistake.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSE;
  const isKnown = [ConfigError, ModelError, UserError].some((kind) => error instanceof kind);
  process.stderr.write(
    `paperboy: ${isKnown || !(error instanceof Error) ? describeError(error) : error.stack}\n`,
  );
  return error instanceof ConfigError ? MISUSE : 1;
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

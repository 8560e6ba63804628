/** The command line. Results go to standard output, everything else to standard error. */

import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import packageJson from '../package.json' with { type: 'json' };
import type { DigestListOptions } from './cli/digest.ts';
import type { EvalOptions } from './cli/eval.ts';
import { reportFailure } from './cli/failure.ts';
import type { IngestOptions } from './cli/ingest.ts';
import type { SummaryOptions } from './cli/read.ts';
import type { RetrieveOptions } from './cli/retrieve.ts';
import type { TrendingOptions } from './cli/trending.ts';
import { type Config, parseConfig, secretsOf } from './config/config.ts';
import { readEnvFile } from './config/env-file.ts';
import { useProxy } from './config/proxy.ts';
import { ConfigError, describeError } from './domain/errors.ts';
import { SOURCE_NAMES } from './domain/source.ts';
import { createLog, type Log } from './lib/log.ts';
import { MAX_RANKED } from './retrieval/match.ts';

const EXAMPLES = `
Examples:
  paperboy start
  paperboy search "machine unlearning" --k 5
  paperboy similar 2509.20354
  paperboy summary 2509.20354 --length line
  paperboy import my-papers.jsonl.gz

Help for one command: paperboy search --help
Settings are environment variables or lines of a file .env in this folder; .env.example explains each.`;

const program = new Command('paperboy')
  .description('Recommends machine-learning papers, on Discord and here.')
  .version(packageJson.version, '-V, --version', 'show the version')
  .helpOption('-h, --help', 'show this help')
  .helpCommand('help [command]', 'show help, of one command if you name it')
  .exitOverride()
  .showHelpAfterError('See: paperboy --help')
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error:/, 'paperboy:')) })
  .addHelpText('after', EXAMPLES);

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
  .option('--batch <file>', 'answer each line {"id","query"} of a JSON-lines file with a line of JSON')
  .option('--json', 'print a line of JSON')
  .action(async (query: string | undefined, options: RetrieveOptions) => {
    const { searchCommand } = await import('./cli/retrieve.ts');
    process.exitCode = await searchCommand(settings()[0], query, options);
  });

program
  .command('similar')
  .description('find papers like one you know')
  .argument('[paper]', 'an arXiv id or link, or a title')
  .addOption(k())
  .option('--batch <file>', 'answer each line {"id","paper"} of a JSON-lines file with a line of JSON')
  .option('--json', 'print a line of JSON')
  .action(async (paper: string | undefined, options: RetrieveOptions) => {
    const { similarCommand } = await import('./cli/retrieve.ts');
    process.exitCode = await similarCommand(settings()[0], paper, options);
  });

program
  .command('ask')
  .description('ask a question and get an answer with citations')
  .argument('<question>', 'a question, in any language with a language model')
  .option('--json', 'print a line of JSON')
  .action(async (question: string, options: { json?: true }) => {
    const { askCommand } = await import('./cli/read.ts');
    await askCommand(...settings(), question, options);
  });

program
  .command('summary')
  .description('summarise one paper')
  .argument('<paper>', 'an arXiv id or link, or a title')
  .addOption(
    new Option('--length <length>', 'how long').choices(['line', 'short', 'detailed']).default('short'),
  )
  .option('--language <language>', 'such as German; needs a language model')
  .option('--json', 'print a line of JSON')
  .action(async (paper: string, options: SummaryOptions) => {
    const { summaryCommand } = await import('./cli/read.ts');
    await summaryCommand(...settings(), paper, options);
  });

program
  .command('import')
  .description('add papers from a JSON-lines file, plain or gzipped')
  .argument('<file>', 'a .jsonl or .jsonl.gz file')
  .addHelpText(
    'after',
    '\nOne paper a line: {"id"?,"title","abstract","authors"?,"categories"?,"published"?}; ? may be left out.\n"id" is used where it is an arXiv id; any other paper is known by its title.\nImporting a file again is harmless, also after an interruption.',
  )
  .action(async (file: string) => {
    const { importCommand } = await import('./cli/import.ts');
    process.exitCode = await importCommand(settings()[0], file);
  });

program
  .command('digest')
  .description('list the subscriptions to the daily post')
  .addCommand(
    new Command('list')
      .description('list them, oldest first, without addresses')
      .option('--json', 'print a line of JSON for each')
      .action(async (options: DigestListOptions) => {
        const { digestListCommand } = await import('./cli/digest.ts');
        await digestListCommand(settings()[0], options);
      }),
  );

program
  .command('remove')
  .description('remove a paper and everything stored about it')
  .argument('<paper>', 'an arXiv id or link, or an exact title')
  .action(async (paper: string) => {
    const { removeCommand } = await import('./cli/remove.ts');
    await removeCommand(settings()[0], paper);
  });

program
  .command('ingest')
  .description('read new papers and lists from the sources, as the bot does every hour')
  .addOption(new Option('--source <name>', 'one source only').choices(SOURCE_NAMES))
  .option('--day <day>', 'one day only, such as 2026-06-30, also where it is read already', day)
  .addHelpText(
    'after',
    '\nSOURCES and ARXIV_CATEGORIES say what is read. It may be interrupted, and run beside the bot.',
  )
  .action(async (options: IngestOptions) => {
    const { ingestCommand } = await import('./cli/ingest.ts');
    process.exitCode = await ingestCommand(settings()[0], options);
  });

program
  .command('eval')
  .description('measure how well models find what a file of graded questions asks for')
  .argument('<file>', 'a .json file, such as test/relevance/questions.json')
  .option(
    '--models <names>',
    'models to compare, as EMBEDDING_MODEL takes them, with commas between',
    commaList,
  )
  .option('--json', 'print a line of JSON for each model')
  .option('--svg <file>', 'draw quality against time')
  .addHelpText(
    'after',
    '\nThe file: {"papers"?: a file of papers or a list, "questions": [{"id","query","kind"?,"relevant":{"paper id": grade}}]}\nYour own papers are left alone.',
  )
  .action(async (file: string, options: EvalOptions) => {
    const { evalCommand } = await import('./cli/eval.ts');
    process.exitCode = await evalCommand(settings()[0], file, options, process.env);
  });

program
  .command('trending')
  .description('show what is trending, now or as of a day')
  .option('--day <day>', 'the last day, such as 2026-06-30', day)
  .addOption(
    new Option('--period <period>', 'how many days').choices(['day', 'week', 'month']).default('day'),
  )
  .addOption(k(200))
  .option('--json', 'print a line of JSON for each paper')
  .action(async (options: TrendingOptions) => {
    const { trendingCommand } = await import('./cli/trending.ts');
    await trendingCommand(settings()[0], options);
  });

program
  .command('doctor')
  .description('check the models, the database and Discord, and say how to fix what is wrong')
  .action(async () => {
    const { doctor } = await import('./cli/doctor.ts');
    process.exitCode = await doctor(settings()[0]);
  });

function k(most = MAX_RANKED): Option {
  return new Option('--k <count>', 'how many papers to show').default(10).argParser((text) => {
    const count = Number(text);
    if (Number.isInteger(count) && count >= 1 && count <= most) return count;
    throw new InvalidArgumentError(`Give a whole number from 1 to ${most}, such as --k 10.`);
  });
}

function commaList(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

function day(text: string): string {
  if (z.iso.date().safeParse(text).success) return text;
  throw new InvalidArgumentError('Give a day such as --day 2026-06-30.');
}

/** Settings from the environment and from .env. */
function settings(): [Config, Log] {
  let warnings: readonly string[] = [];
  try {
    if (existsSync('.env')) warnings = readEnvFile('.env');
  } catch (cause) {
    throw new ConfigError(
      `The file .env in this folder can't be read (${describeError(cause)}). Fix or remove it.`,
      {
        cause,
      },
    );
  }
  const config = parseConfig(process.env);
  useProxy(process.env);
  const log = createLog({ level: config.logLevel, secrets: secretsOf(config) });
  for (const warning of warnings) log.warn(warning);
  return [config, log];
}

/** Exits at once: after a failure, a half-open connection could keep the process running. */
function fail(error: unknown): never {
  process.exit(reportFailure(error, process.env));
}

process.on('uncaughtException', fail);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader, such as `head`, has read enough.
  if (error.code === 'EPIPE') process.exit(0);
  fail(error);
});
await program.parseAsync().catch(fail);

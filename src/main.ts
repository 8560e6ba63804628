/** The composition root: every part of the program is made here, from the bottom up, and handed to the next. */
import { randomBytes } from 'node:crypto';
import { definitionsOf } from '../commands/definitions.ts';
import { commands } from '../commands/index.ts';
import { createConversations } from './answer/conversation.ts';
import type { Config } from './config/config.ts';
import { composePost } from './delivery/compose.ts';
import { createPostQueue, type Posting, startPosting } from './delivery/schedule.ts';
import type { Bot } from './discord/bot.ts';
import type { DispatchDeps } from './discord/dispatch.ts';
import type { DiscordPoster } from './discord/poster.ts';
import { platformId } from './domain/person.ts';
import { describeDownload, type OnDownload } from './embedding/download.ts';
import type { Embedder } from './embedding/embedder.ts';
import { findFallbackModel, loadAndRecordModel } from './ingest/embedding/re-embed.ts';
import { readListHealth } from './ingest/list-health.ts';
import { seed } from './ingest/seed.ts';
import {
  createSourceClients,
  openPaperFetcher,
  type SourceClients,
} from './ingest/sources/create-sources.ts';
import { systemClock } from './lib/clock.ts';
import { closeAll } from './lib/close-all.ts';
import type { Log } from './lib/log.ts';
import { embedPapers } from './main/embed-papers.ts';
import { greet } from './main/greet.ts';
import { noteInteraction } from './main/note-interaction.ts';
import { openAccount } from './main/open-account.ts';
import { openKeyValues, openSnapshots } from './main/open-store.ts';
import { openSummaries } from './main/open-summaries.ts';
import { createPersonalData } from './privacy/personal-data.ts';
import { searchHealth } from './retrieval/health.ts';
import { createSearchEngine } from './retrieval/open-search-engine.ts';
import { RANKING } from './retrieval/ranking-options.ts';
import type { SearchEngine } from './retrieval/search-engine.ts';
import { lockForBot } from './store/sqlite/bot-lock.ts';
import { openSqliteStores } from './store/sqlite/open.ts';

const LOGIN_PATIENCE_MS = 30_000;
const SHUTDOWN_PATIENCE_MS = 10_000;

export interface OpenEngine {
  readonly engine: SearchEngine;
  readonly clients: SourceClients;
  /** True while an older model answers until the configured one has embedded every paper. */
  readonly isFallbackModel: boolean;
  /**
   * The model of the settings, which is the library's own where none stands in.
   * @throws ModelError where it can't be had.
   */
  loadConfigured(signal?: AbortSignal): Promise<Embedder>;
}

/** The catalog, filled with the bundled papers where it is new, and the model that searches it. */
export async function openEngine(
  config: Config,
  onDownload: OnDownload,
  starting?: AbortSignal,
): Promise<OpenEngine> {
  const stores = openSqliteStores(config.database.path);
  try {
    await seed(stores);
    const fallbackModel = await findFallbackModel(stores, config.model);
    const load = (signal?: AbortSignal) => loadAndRecordModel(stores, config.model, onDownload, signal);
    const embedder = fallbackModel ?? (await load(starting));
    const deps = { fetch, clock: systemClock, cache: openKeyValues(stores, 'answers') };
    const clients = createSourceClients(config.sources, deps);
    const closing = starting ?? new AbortController().signal;
    const engine = createSearchEngine(
      stores,
      embedder,
      openKeyValues(stores, 'calibrations'),
      RANKING,
      openPaperFetcher(config.sources, clients, stores, systemClock, closing),
      openSnapshots(stores, config.database.path),
    );
    return {
      engine,
      clients,
      isFallbackModel: fallbackModel !== undefined,
      loadConfigured: fallbackModel ? load : async () => embedder,
    };
  } catch (error) {
    await stores.close();
    throw error;
  }
}

export interface Paperboy {
  /** The message to the person who started it. */
  readonly greeting: string;
  /** Resolves with the reason once it can't go on by itself; never where it is closed before. */
  readonly ended: Promise<Error>;
  /** Finishes what is under way, then lets go of everything; what can't be closed keeps nothing else open, and is thrown. */
  close(): Promise<void>;
}

/** Saves the indexes at shutdown, unless papers are still being taken in: the next start does that. */
const saveAtEnd = async (engine: SearchEngine, log: Log): Promise<void> => {
  if (engine.isComplete())
    await engine.saveSnapshot().catch((error) => log.warn({ error }, 'could not save the search index'));
};

/**
 * Starts the bot, on Discord with a token and in the playground without one; `starting` stops that. What was opened is
 * closed if it throws.
 */
export async function startPaperboy(config: Config, log: Log, starting: AbortSignal): Promise<Paperboy> {
  const closers: (() => unknown)[] = [];
  const close = () => closeAll(closers.splice(0).reverse());
  try {
    closers.push(lockForBot(config.database.path));
    // The largest modules load while the model does.
    const [
      { engine, clients, isFallbackModel, loadConfigured },
      { startBot },
      { createChannelAccess, openRest },
      { createAnswerQueue },
      { createDispatch },
      { createMessageDispatch },
      { createWelcome },
      { createDiscordPoster },
      { startHttp },
      { openFeeds },
      { createMetrics },
      { openMail },
      { startReading },
      { openLanguageModel },
    ] = await Promise.all([
      openEngine(config, (...fetched) => log.info(describeDownload(...fetched)), starting),
      import('./discord/bot.ts'),
      import('./discord/channel-access.ts'),
      import('./discord/answer-queue.ts'),
      import('./discord/dispatch.ts'),
      import('./discord/messages.ts'),
      import('./discord/welcome.ts'),
      import('./discord/poster.ts'),
      import('./http/server.ts'),
      import('./main/open-feeds.ts'),
      import('./http/metrics.ts'),
      import('./main/open-mail.ts'),
      import('./main/start-reading.ts'),
      import('./main/open-language-model.ts'),
    ]);
    const { stores } = engine;
    closers.push(() => stores.close());
    closers.push(() => saveAtEnd(engine, log));
    starting.throwIfAborted();

    const stopping = new AbortController();
    const stopped = AbortSignal.any([starting, stopping.signal]);
    const stopWith = (ended: () => unknown) =>
      closers.push(() => {
        stopping.abort();
        return ended();
      });
    const countPapers = () => stores.papers.count();
    const countVectors = () => stores.vectors.count(engine.embedder.modelId);
    const embedding = await embedPapers(engine, { isFallbackModel, loadConfigured }, log, stopped);
    stopWith(() => embedding.ended);
    await embedding.ready;
    starting.throwIfAborted();
    await engine.refresh();
    // The first look takes longer than any later one, and nobody should wait for it.
    engine.titles.find('a', 1);
    engine.answerability().catch(() => {});

    let posting: Posting | undefined;
    const account = await openAccount(config.discord, async () => posting?.nextAt());
    const { clock } = account;
    let poster: DiscordPoster | undefined;
    const mail = await openMail(config, { stores, clock, log, tell: async (...to) => poster?.tell(...to) });
    closers.push(mail.close);
    let bot: Bot | undefined;
    const answers = createAnswerQueue(clock, config.questionsPerMinute);
    const metrics = createMetrics({
      countPapers,
      countVectors,
      isFallbackModel: () => embedding.isFallbackModel(),
      queueLengths: async () => ({
        answers: answers.length(),
        embedding: await embedding.countMissing(),
        ...(llm ? { 'language-model': llm.model.queueLength() } : {}),
      }),
      lists: () => readListHealth(stores, systemClock.now()),
      breakerState: () => llm?.model.breakerState(),
    });
    const llm = await openLanguageModel(config.languageModel, {
      stores,
      metrics,
      log,
      signal: stopped,
    });
    stopWith(() => llm?.discovered);
    const summaries = openSummaries(engine, llm?.model, clock);
    const feeds = openFeeds({ engine, clock, summaries, publicUrl: config.publicUrl });
    const http = await startHttp({
      host: config.host,
      port: config.port,
      health: async () => ({ gateway: bot?.isConnected() ?? false, ...(await searchHealth(engine)) }),
      metrics,
      playground: account.playground,
      publicRoutes: [feeds, mail.pages],
      publicUrl: config.publicUrl,
      log,
    });
    closers.push(() => http.close());
    closers.push(() => account.playground?.close());

    const login = account.loginAt(http.url);
    const rest = openRest(login);
    const personal = createPersonalData(() => stores.keyValues);
    const commandIds = () => bot?.commandIds ?? new Map();
    const dispatch: DispatchDeps = {
      commands,
      services: {
        engine,
        languageModel: llm?.model,
        readUsage: llm?.readUsage,
        summaries,
        personal,
        conversations: createConversations(
          openKeyValues(stores, 'talks'),
          openKeyValues(stores, 'searched'),
          personal.keep,
        ),
        clock,
        channels: createChannelAccess(rest),
        email: mail.desk,
        composePost: (subscription) =>
          composePost(engine, subscription, new Date(clock.now()), summaries.keptSentence),
        newId: () => randomBytes(9).toString('base64url'),
      },
      answers,
      now: () => performance.now(),
      commandIds,
      newErrorId: () => crypto.randomUUID().slice(0, 8),
      onHandled: (handled) => noteInteraction(handled, metrics, log),
    };
    bot = await startBot({
      ...login,
      loginPatienceMs: LOGIN_PATIENCE_MS,
      starting,
      definitions: definitionsOf(commands),
      onInteraction: createDispatch(dispatch),
      onMessage: createMessageDispatch(dispatch, rest),
      onGuild: createWelcome({ rest, now: clock.now, commandIds }),
      log,
    });
    closers.push(() => bot?.close(SHUTDOWN_PATIENCE_MS));
    starting.throwIfAborted();
    poster = createDiscordPoster({ ...login, commandIds });
    const { finished: embedded, embed } = embedding;
    const { alarmChannelId: alertChannel } = config;
    const reading = startReading(config, {
      clients,
      engine,
      summaries,
      alerts: alertChannel === undefined ? undefined : poster.alertsTo(platformId('discord', alertChannel)),
      embedded,
      embed,
      log,
      signal: stopped,
    });
    stopWith(() => reading.idle());
    posting = startPosting({
      engine,
      poster,
      mailer: mail.mailer,
      clock,
      owner: crypto.randomUUID(),
      queue: createPostQueue(),
      sentenceOf: summaries.keptSentence,
      log,
    });
    closers.push(() => posting?.close(SHUTDOWN_PATIENCE_MS));
    return { greeting: greet(account, bot, http.url), ended: bot.ended, close };
  } catch (error) {
    await close().catch((unclosed) => log.error({ error: unclosed }, 'could not let go of everything'));
    throw error;
  }
}

/** All of /digest email in one test: the bot, its Discord, a mail server, the daily post, and the pages. */
import PQueue from 'p-queue';
import { type Posting, startPosting } from '../../src/delivery/schedule.ts';
import { createDiscordPoster } from '../../src/discord/poster.ts';
import { startHttp } from '../../src/http/server.ts';
import { createLog } from '../../src/lib/log.ts';
import { openMail } from '../../src/main/open-mail.ts';
import { startTestBot } from './bot.ts';
import { openTestEngine, type TestEngine } from './library.ts';
import { startMailServer, type TestMailServer } from './mail-server.ts';
import { startPlayground, type TestPlayground } from './playground.ts';

export const PUBLIC_URL = 'https://papers.example.org';

export interface TestMailing {
  readonly engine: TestEngine;
  readonly discord: TestPlayground;
  readonly mailServer: TestMailServer;
  readonly posting: Posting;
  /** Every line of the log. */
  readonly logged: readonly string[];
  /** Resolves once the pending confirmation mails have been tried. */
  idle(): Promise<void>;
  /** Requests a page like a proxy under PUBLIC_URL. */
  ask(url: string, init?: RequestInit): Promise<Response>;
  /** Advances time minute by minute and runs everything due. */
  until(moment: string): Promise<void>;
  close(): Promise<void>;
}

export async function startMailing(key?: string): Promise<TestMailing> {
  const engine = await openTestEngine();
  const discord = await startPlayground();
  const mailServer = await startMailServer();
  const { stores } = engine;
  const { clock, playground, apiUrl } = discord;
  const logged: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line) => logged.push(line) } });
  const poster = createDiscordPoster({ token: playground.token, apiUrl });
  const mail = await openMail(
    { mail: { smtpUrl: mailServer.url, from: 'Paperboy <papers@example.org>', key }, publicUrl: PUBLIC_URL },
    { stores, clock, log, tell: poster.tell },
  );
  const http = await startHttp({
    host: '127.0.0.1',
    port: 0,
    health: () => ({ gateway: true, catalog: true, model: true }),
    metrics: { read: async () => ({ contentType: 'text/plain', text: '' }) },
    publicRoutes: [mail.pages],
    publicUrl: PUBLIC_URL,
    log,
  });
  const bot = await startTestBot(discord, engine, { email: mail.desk });
  const queue = new PQueue({ concurrency: 4 });
  const posting = startPosting({ engine, poster, mailer: mail.mailer, clock, owner: 'test', queue, log });
  return {
    engine,
    discord,
    mailServer,
    posting,
    logged,
    idle: mail.idle,
    ask: (url, init) => fetch(url.replace(PUBLIC_URL, http.url), init),
    async until(moment) {
      await posting.idle();
      while (clock.now() < Date.parse(moment)) {
        clock.advance(Math.min(60_000, Date.parse(moment) - clock.now()));
        await posting.idle();
      }
    },
    async close() {
      await posting.close(1_000);
      mail.close();
      await bot.close(1_000);
      await http.close();
      await discord.close();
      await mailServer.close();
      await engine.close();
    },
  };
}

/** The stores in one SQLite file. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Stores } from '../stores.ts';
import { createChangeFeedWriter } from './change-feed-writer.ts';
import { createDailyListTable } from './daily-lists.ts';
import { openDatabase } from './database.ts';
import { damagedError, explainSqliteError } from './explain.ts';
import { createFilterTable } from './filters.ts';
import { createIngestRunTable } from './ingest-runs.ts';
import { createKeyValues } from './key-values.ts';
import { createPaperTable } from './papers.ts';
import { createPostTable } from './posts.ts';
import { createSubscriptionTable } from './subscriptions.ts';
import { createVectorTable } from './vectors.ts';

/**
 * Opens the database in this file and creates it and its folder if missing; `:memory:` keeps nothing. Several processes
 * may open the same file; `lockForBot` allows only one bot. `now` gives milliseconds since 1970.
 * @throws ConfigError that names the path if the file can't be used.
 */
export function openSqliteStores(path: string, { now = () => Date.now() } = {}): Stores {
  const db = openDatabase(path);
  try {
    return createStores(db, path, now);
  } catch (error) {
    db.close();
    throw explainSqliteError(path, error);
  }
}

function createStores(db: DatabaseSyncInstance, path: string, now: () => number): Stores {
  const feed = createChangeFeedWriter(db);
  const filters = createFilterTable(db);
  const papers = createPaperTable(db, feed);
  const vectors = createVectorTable(db, papers, feed);
  const dailyLists = createDailyListTable(db, papers);
  const ingestRuns = createIngestRunTable(db);
  const subscriptions = createSubscriptionTable(db);
  const posts = createPostTable(db, papers);
  const createStore = createKeyValues(db, path, now);

  /** Makes SQLite's synchronous calls promises, as the interface requires for other databases. */
  const promise =
    <A extends unknown[], R>(work: (...args: A) => R) =>
    async (...args: A): Promise<R> => {
      try {
        return work(...args);
      } catch (error) {
        throw explainSqliteError(path, error);
      }
    };

  return {
    papers: {
      add: promise((given, provenance) => papers.add(given, provenance)),
      get: promise((id) => papers.get(id)),
      getMany: promise((ids) => papers.getMany(ids)),
      findByTitle: promise((title) => papers.findByTitle(title)),
      remove: promise((id) => papers.remove(id)),
      count: promise(() => papers.count()),
      newest: promise((filter, limit) => filters.newest(filter, limit)),
      ofAuthors: promise((names) => filters.ofAuthors(names)),
      authorNameWords: promise((prefixes) => filters.wordsWith(prefixes)),
      since: promise((cursor, limit) => vectors.papersSince(cursor, limit)),
    },
    vectors: {
      missing: promise((modelId, limit, after) => vectors.missing(modelId, limit, after)),
      add: promise((modelId, given) => vectors.add(modelId, given)),
      since: promise((modelId, cursor, limit) => vectors.since(modelId, cursor, limit)),
      count: promise((modelId) => vectors.count(modelId)),
      countByModel: promise(() => vectors.countByModel()),
      dropOthers: promise((modelId, limit) => vectors.dropOthers(modelId, limit)),
    },
    changes: { last: promise(() => feed.last()) },
    dailyLists: {
      save: promise((dailyList, readAt) => dailyLists.save(dailyList, readAt)),
      newest: promise((source) => dailyLists.newest(source)),
      between: promise((since, until) => dailyLists.between(since, until)),
      countsSince: promise((since) => dailyLists.countsSince(since)),
    },
    ingestRuns: {
      save: promise((run) => ingestRuns.save(run)),
      since: promise((since) => ingestRuns.since(since)),
    },
    subscriptions: {
      add: promise((subscription) => subscriptions.add(subscription)),
      get: promise((id) => subscriptions.get(id)),
      ofServer: promise((serverId) => subscriptions.ofServer(serverId)),
      ofPerson: promise((personId) => subscriptions.ofPerson(personId)),
      all: promise(() => subscriptions.all()),
      active: promise(() => subscriptions.active()),
      update: promise((subscription) => subscriptions.update(subscription)),
      remove: promise((id) => subscriptions.remove(id)),
      removeUnconfirmed: promise((before) => subscriptions.removeUnconfirmed(before)),
      changeAddresses: promise((change) => subscriptions.changeAddresses(change)),
    },
    posts: {
      claim: promise((key, owner, now, leaseUntil) => posts.claim(key, owner, now, leaseUntil)),
      prepare: promise((key, given) => posts.prepare(key, given)),
      markSent: promise((key, messageId) => posts.markSent(key, messageId)),
      markSkipped: promise((key, reason) => posts.markSkipped(key, reason)),
      get: promise((key) => posts.get(key)),
      lastDay: promise((subscriptionId) => posts.lastDay(subscriptionId)),
      papersSince: promise((subscriptionId, since, day) => posts.papersSince(subscriptionId, since, day)),
    },

    // A reader elsewhere keeps the log; then the next one to close the database removes it.
    eraseDeleted: promise(() => db.exec('PRAGMA wal_checkpoint(TRUNCATE)')),
    checkIntegrity: promise(() => checkIntegrity(db, path)),

    get keyValues() {
      return createStore();
    },
    close: promise(() => {
      if (!db.isOpen) return;
      // The driver frees statements only at garbage collection, and until then SQLite would leave everything in the
      // -wal file.
      try {
        db.exec('PRAGMA wal_checkpoint(PASSIVE)');
      } finally {
        db.close();
      }
    }),
  };
}

function checkIntegrity(db: DatabaseSyncInstance, path: string): void {
  const { integrity_check: found } = db.prepare('PRAGMA integrity_check(1)').get();
  if (found !== 'ok') throw damagedError(path, found);
  const orphan = db.prepare('PRAGMA foreign_key_check').get();
  if (orphan) throw damagedError(path, `a row of ${orphan.table} belongs to nothing`);
  // 1: also compares the author index with the papers.
  db.exec("INSERT INTO author_words (author_words, rank) VALUES ('integrity-check', 1)");
}

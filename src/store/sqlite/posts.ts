/** The state of each subscription's post of each day. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Claim, Post, PostedPaper, PostKey } from '../posts.ts';
import type { PaperTable } from './papers.ts';
import { inTransaction } from './transaction.ts';

const OF = 'subscription = (SELECT key FROM subscriptions WHERE id = ?) AND day = ?';

interface Row {
  readonly state: Post['state'];
  readonly owner: string;
  readonly lease_ms: number;
  readonly claimed_ms: number;
  readonly message_id: string | null;
  readonly reason: string | null;
}

export function createPostTable(db: DatabaseSyncInstance, papers: PaperTable) {
  const find = db.prepare(`SELECT * FROM posts WHERE ${OF}`);
  const findSubscription = db.prepare('SELECT key FROM subscriptions WHERE id = ?');
  const put = db.prepare(`
    INSERT INTO posts (subscription, day, state, owner, lease_ms, claimed_ms) VALUES (?, ?, 'claimed', ?, ?, ?)
    ON CONFLICT (subscription, day) DO UPDATE SET owner = excluded.owner, lease_ms = excluded.lease_ms
  `);
  const sent = db.prepare(`UPDATE posts SET state = 'sent', message_id = ?, reason = NULL WHERE ${OF}`);
  const skipped = db.prepare(
    `UPDATE posts SET state = 'skipped', reason = ? WHERE ${OF} AND state = 'claimed'`,
  );
  const forgetPapers = db.prepare(`DELETE FROM posted_papers WHERE ${OF}`);
  const addPaper = db.prepare(
    'INSERT OR IGNORE INTO posted_papers (subscription, day, paper, votes) VALUES (?, ?, ?, ?)',
  );
  const countPapers = db.prepare(`SELECT count(*) AS papers FROM posted_papers WHERE ${OF}`);
  const last = db.prepare(`
    SELECT max(day) AS day FROM posts
    WHERE subscription = (SELECT key FROM subscriptions WHERE id = ?) AND state <> 'claimed'
  `);
  const papersFrom = db.prepare(`
    SELECT papers.id AS paperId, day, votes
    FROM subscriptions
    JOIN posted_papers ON posted_papers.subscription = subscriptions.key
    JOIN posts USING (subscription, day)
    JOIN papers ON papers.key = posted_papers.paper
    WHERE target = (SELECT target FROM subscriptions WHERE id = ?1) AND day >= ?2
      AND (posts.state = 'sent' OR (posts.state = 'claimed' AND (subscriptions.id <> ?1 OR day < ?3)))
    ORDER BY day DESC, papers.key
  `);

  return {
    claim({ subscriptionId, day }: PostKey, owner: string, now: Date, leaseUntil: Date): Claim {
      return inTransaction(db, () => {
        const subscription: { key: number } | undefined = findSubscription.get(subscriptionId);
        if (!subscription) return { kind: 'done' };
        const post: Row | undefined = find.get(subscriptionId, day);
        if (post && post.state !== 'claimed') return { kind: 'done' };
        if (post && post.owner !== owner && post.lease_ms > now.getTime()) return { kind: 'held' };
        put.run(subscription.key, day, owner, leaseUntil.getTime(), now.getTime());
        return { kind: 'claimed', since: post && new Date(post.claimed_ms) };
      });
    },

    prepare({ subscriptionId, day }: PostKey, posted: readonly PostedPaper[]): void {
      inTransaction(db, () => {
        const subscription: { key: number } | undefined = findSubscription.get(subscriptionId);
        if (!subscription) return;
        forgetPapers.run(subscriptionId, day);
        for (const paper of posted) {
          const key = papers.findKey(paper.paperId);
          if (key !== undefined) addPaper.run(subscription.key, day, key, paper.votes ?? null);
        }
      });
    },

    markSent({ subscriptionId, day }: PostKey, messageId: string): void {
      sent.run(messageId, subscriptionId, day);
    },

    markSkipped({ subscriptionId, day }: PostKey, reason: string): void {
      skipped.run(reason, subscriptionId, day);
    },

    get({ subscriptionId, day }: PostKey): Post | undefined {
      const row: Row | undefined = find.get(subscriptionId, day);
      return (
        row && {
          subscriptionId,
          day,
          state: row.state,
          paperCount: countPapers.get(subscriptionId, day).papers,
          messageId: row.message_id ?? undefined,
          reason: row.reason ?? undefined,
        }
      );
    },

    lastDay: (subscriptionId: string): string | undefined => last.get(subscriptionId).day ?? undefined,

    papersSince(subscriptionId: string, since: string, ownBefore = ''): PostedPaper[] {
      const rows: { paperId: string; day: string; votes: number | null }[] = papersFrom.all(
        subscriptionId,
        since,
        ownBefore,
      );
      return rows.map((row) => ({ ...row, votes: row.votes ?? undefined }));
    },
  };
}

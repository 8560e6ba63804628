/** What became of each subscription's post of each day. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Claim, Post, PostedPaper, PostKey } from '../posts.ts';
import type { PaperTable } from './papers.ts';
import { inTransaction } from './transaction.ts';

const OF = 'subscription = (SELECT key FROM subscriptions WHERE id = ?) AND day = ?';

export function createPostTable(db: DatabaseSyncInstance, papers: PaperTable) {
  const find = db.prepare(`SELECT * FROM posts WHERE ${OF}`);
  const findSubscription = db.prepare('SELECT key FROM subscriptions WHERE id = ?');
  const put = db.prepare(`
    INSERT INTO posts (subscription, day, state, owner, lease_ms) VALUES (?, ?, 'claimed', ?, ?)
    ON CONFLICT (subscription, day) DO UPDATE SET owner = excluded.owner, lease_ms = excluded.lease_ms
  `);
  const release = db.prepare(`DELETE FROM posts WHERE ${OF} AND state = 'claimed' AND owner = ?`);
  const sent = db.prepare(`UPDATE posts SET state = 'sent', message_id = ? WHERE ${OF}`);
  const skipped = db.prepare(`UPDATE posts SET state = 'skipped', reason = ? WHERE ${OF}`);
  const addPaper = db.prepare(
    'INSERT OR IGNORE INTO posted_papers (subscription, day, paper, votes) VALUES (?, ?, ?, ?)',
  );
  const last = db.prepare(`
    SELECT max(day) AS day FROM posts
    WHERE subscription = (SELECT key FROM subscriptions WHERE id = ?) AND state <> 'claimed'
  `);
  const papersFrom = db.prepare(`
    SELECT papers.id AS paperId, day, votes FROM posted_papers JOIN papers ON papers.key = posted_papers.paper
    WHERE subscription = (SELECT key FROM subscriptions WHERE id = ?) AND day >= ? ORDER BY day DESC, papers.key
  `);

  return {
    claim({ subscriptionId, day }: PostKey, owner: string, now: Date, leaseUntil: Date): Claim | undefined {
      return inTransaction(db, () => {
        const subscription: { key: number } | undefined = findSubscription.get(subscriptionId);
        if (!subscription) return undefined;
        const post: { state: string; owner: string; lease_ms: number } | undefined = find.get(
          subscriptionId,
          day,
        );
        if (post && post.state !== 'claimed') return undefined;
        if (post && post.owner !== owner && post.lease_ms > now.getTime()) return undefined;
        put.run(subscription.key, day, owner, leaseUntil.getTime());
        return { subscriptionId, day, isTakenOver: post !== undefined };
      });
    },

    release({ subscriptionId, day }: PostKey, owner: string): void {
      release.run(subscriptionId, day, owner);
    },

    markSent(
      { subscriptionId, day }: PostKey,
      { messageId, papers: posted }: { readonly messageId: string; readonly papers: readonly PostedPaper[] },
    ): void {
      inTransaction(db, () => {
        sent.run(messageId, subscriptionId, day);
        const subscription: { key: number } | undefined = findSubscription.get(subscriptionId);
        if (!subscription) return;
        for (const paper of posted) {
          const key = papers.findKey(paper.paperId);
          if (key !== undefined) addPaper.run(subscription.key, paper.day, key, paper.votes ?? null);
        }
      });
    },

    markSkipped({ subscriptionId, day }: PostKey, reason: string): void {
      skipped.run(reason, subscriptionId, day);
    },

    get({ subscriptionId, day }: PostKey): Post | undefined {
      const row: { state: Post['state']; message_id: string | null; reason: string | null } | undefined =
        find.get(subscriptionId, day);
      return (
        row && {
          subscriptionId,
          day,
          state: row.state,
          messageId: row.message_id ?? undefined,
          reason: row.reason ?? undefined,
        }
      );
    },

    lastDay: (subscriptionId: string): string | undefined => last.get(subscriptionId).day ?? undefined,

    papersSince(subscriptionId: string, since: string): PostedPaper[] {
      const rows: { paperId: string; day: string; votes: number | null }[] = papersFrom.all(
        subscriptionId,
        since,
      );
      return rows.map((row) => ({ ...row, votes: row.votes ?? undefined }));
    },
  };
}

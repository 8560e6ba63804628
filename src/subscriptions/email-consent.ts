/** Confirms and ends email subscriptions, by a secret that only the links in their mails carry. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { EmailTarget, Subscription } from '../domain/subscription.ts';
import type { Stores } from '../store/stores.ts';
import { skipMisfires } from './misfire.ts';

/** The time for which a confirmation link works. */
export const CONFIRM_WITHIN_MS = 48 * 3_600_000;

type Store = Pick<Stores, 'subscriptions' | 'posts'>;

/** The token of a link: the subscription's id, and the secret that only its address has received. */
export const linkToken = (id: string, { secret }: EmailTarget): string => `${id}.${secret}`;

/** The subscription of a link; undefined if the link is wrong or expired, or the subscription gone. */
export async function findByLink(
  { subscriptions }: Store,
  token: string,
  now: Date,
): Promise<Subscription | undefined> {
  const [id = '', secret = ''] = token.split('.');
  const found = await subscriptions.get(id);
  if (found?.target.kind !== 'email' || !isSame(secret, found.target.secret)) return undefined;
  const isExpired =
    found.state.kind === 'unconfirmed' && now.getTime() - found.createdAt.getTime() > CONFIRM_WITHIN_MS;
  return isExpired ? undefined : found;
}

/** Activates the subscription from its next post on. Confirming again changes nothing. */
export async function confirmByLink(
  store: Store,
  token: string,
  now: Date,
): Promise<Subscription | undefined> {
  const found = await findByLink(store, token, now);
  if (found?.state.kind !== 'unconfirmed') return found;
  const active: Subscription = { ...found, state: { kind: 'active' } };
  await skipMisfires(store, found, active, now);
  return (await store.subscriptions.update(active)) ? active : undefined;
}

/** Deletes the subscription with its address; false if there was none. */
export async function unsubscribeByLink(store: Store, token: string, now: Date): Promise<boolean> {
  const found = await findByLink(store, token, now);
  return found !== undefined && store.subscriptions.remove(found.id);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

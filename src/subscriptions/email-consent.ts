/** Whether an address wants its mails: confirmed and ended by the secret that stands only in the links of these mails. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { EmailTarget, Subscription } from '../domain/subscription.ts';
import type { Stores } from '../store/stores.ts';
import { skipMisfires } from './misfire.ts';

/** How long a link that confirms an address works. */
export const CONFIRM_WITHIN_MS = 48 * 3_600_000;

type Store = Pick<Stores, 'subscriptions' | 'posts'>;

/** What a link carries: which subscription, and the secret that only its address has received. */
export const linkToken = (id: string, { secret }: EmailTarget): string => `${id}.${secret}`;

/** The subscription of a link; undefined where the link is wrong, or the subscription gone or never confirmed in time. */
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

/** Its mails begin with the next one due. Doing it again changes nothing. */
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

/** Forgets the subscription with its address; false where there was none. */
export async function unsubscribeByLink(store: Store, token: string, now: Date): Promise<boolean> {
  const found = await findByLink(store, token, now);
  return found !== undefined && store.subscriptions.remove(found.id);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

/**
 * The day's tokens: limits and usage in all, per server and per person, in UTC days. A request's maximum is reserved
 * and written down first, and corrected afterwards: a restart in between counts it as used.
 */
import type Keyv from 'keyv';
import { LanguageModelError } from '../domain/errors.ts';
import type { PersonId } from '../domain/person.ts';
import type { ServerId } from '../domain/place.ts';
import type { Clock } from '../lib/clock.ts';
import { utcDay } from '../lib/days.ts';
import type { UsageSubject } from './chat-model.ts';

export interface BudgetLimits {
  readonly tokensPerDay: number;
  readonly tokensPerServer: number;
  readonly tokensPerPerson: number;
  /** The price of a million tokens, in any currency; undefined if unknown. */
  readonly prices?: Prices | undefined;
  /** In the same currency; only with prices. */
  readonly moneyPerDay?: number | undefined;
}

export interface Prices {
  readonly in: number;
  readonly out: number;
}

export interface Tokens {
  readonly in: number;
  readonly out: number;
}

/** One day's usage by purpose. */
export interface Tally {
  readonly [purpose: string]: Tokens & { readonly calls: number };
}

export interface Reservation {
  /** The final usage, even if it exceeds the reservation. Call it once. */
  settle(used: Tokens): Promise<void>;
}

export interface Budget {
  /**
   * Reserves a request's maximum.
   * @throws LanguageModelError ('spent') if it exceeds the remainder, worded for the invoker.
   */
  reserve(purpose: string, usageSubject: UsageSubject, atMost: Tokens): Promise<Reservation>;
  /** Today's usage and reservations: of everybody, or of one server or person. */
  today(of: 'all' | UsageSubject): Promise<Tally>;
  /** The same with limits, for people: of a server with everybody's, or of one person. */
  readonly report: ReadUsage;
}

export type ReadUsage = (
  of: { readonly serverId: ServerId } | { readonly personId: PersonId },
) => Promise<UsageReport>;

export interface UsageReport {
  readonly own: { readonly of: 'server' | 'person'; readonly tally: Tally; readonly limit: number };
  readonly all?: { readonly tally: Tally; readonly limit: number };
  readonly prices: Prices | undefined;
  readonly moneyPerDay: number | undefined;
}

interface Account {
  readonly key: string;
  readonly limit: number;
  readonly whose: string;
  tally: Record<string, { in: number; out: number; calls: number }>;
}

const KEEP_MS = 3 * 86_400_000;

/** Only one process at a time may use the store. */
export function createBudget(limits: BudgetLimits, store: Keyv<Tally>, clock: Clock): Budget {
  /** Today's stored tallies. Kept in memory so that simultaneous requests see each other. */
  const accounts = new Map<string, Promise<Account>>();
  let day = '';

  function open(scope: string, limit: number, whose: string): Promise<Account> {
    const today = utcDay(clock.now());
    if (today !== day) accounts.clear();
    day = today;
    const key = `${today}:${scope}`;
    const known = accounts.get(key);
    if (known) return known;
    const opened = store
      .get(key)
      .then((tally = {}) => ({ key, limit, whose, tally: structuredClone(tally) }));
    accounts.set(key, opened);
    opened.catch(() => accounts.delete(key));
    return opened;
  }

  const openAll = () => open('all', limits.tokensPerDay, "today's language-model budget");
  const openServer = (id: ServerId) =>
    open(`server:${id}`, limits.tokensPerServer, "this server's language-model budget for today");
  const openPerson = (id: PersonId) =>
    open(`person:${id}`, limits.tokensPerPerson, 'your language-model budget for today');

  // Together, because each write waits for the disk.
  const save = (all: readonly Account[]) =>
    store.setMany(all.map(({ key, tally }) => ({ key, value: tally, ttl: KEEP_MS })));

  function add(account: Account, purpose: string, tokens: Tokens, calls: 0 | 1): void {
    const entry = account.tally[purpose] ?? { in: 0, out: 0, calls: 0 };
    account.tally[purpose] = {
      in: entry.in + tokens.in,
      out: entry.out + tokens.out,
      calls: entry.calls + calls,
    };
  }

  return {
    async reserve(purpose, { serverId, personId }, atMost) {
      const mine = await Promise.all([
        openAll(),
        ...(serverId === undefined ? [] : [openServer(serverId)]),
        ...(personId === undefined ? [] : [openPerson(personId)]),
      ]);
      // Nothing is awaited from here to the addition, so that nobody else reserves in between.
      const full = mine.find(({ tally, limit }) => sizeOf(sumOf(tally)) + sizeOf(atMost) > limit);
      const [all] = mine;
      const { prices, moneyPerDay = Number.POSITIVE_INFINITY } = limits;
      const isTooDear =
        prices && costOf(sumOf(all?.tally ?? {}), prices) + costOf(atMost, prices) > moneyPerDay;
      if (full || isTooDear) throw spent((full ?? all)?.whose ?? '');
      for (const account of mine) add(account, purpose, atMost, 1);
      await save(mine);
      return {
        async settle(used) {
          const change = { in: used.in - atMost.in, out: used.out - atMost.out };
          for (const account of mine) add(account, purpose, change, 0);
          await save(mine);
        },
      };
    },
    async report(of) {
      const { prices, moneyPerDay } = limits;
      if ('personId' in of) {
        const { tally, limit } = await openPerson(of.personId);
        return { own: { of: 'person', tally, limit }, prices, moneyPerDay };
      }
      const [{ tally, limit }, all] = await Promise.all([openServer(of.serverId), openAll()]);
      return {
        own: { of: 'server', tally, limit },
        all: { tally: all.tally, limit: all.limit },
        prices,
        moneyPerDay,
      };
    },
    async today(of) {
      if (of === 'all') return (await openAll()).tally;
      const { serverId, personId } = of;
      if (serverId !== undefined) return (await openServer(serverId)).tally;
      return personId === undefined ? {} : (await openPerson(personId)).tally;
    },
  };
}

const spent = (whose: string): LanguageModelError =>
  new LanguageModelError(`${whose} is used up until 00:00 UTC`, { reason: 'spent' });

/** All of a day's tokens. */
export function sumOf(tally: Tally): Tokens {
  const entries = Object.values(tally);
  return {
    in: entries.reduce((sum, entry) => sum + entry.in, 0),
    out: entries.reduce((sum, entry) => sum + entry.out, 0),
  };
}

export const sizeOf = (tokens: Tokens): number => tokens.in + tokens.out;

/** In the prices' currency; prices are per million tokens. */
export const costOf = (tokens: Tokens, prices: Prices): number =>
  (tokens.in * prices.in + tokens.out * prices.out) / 1e6;

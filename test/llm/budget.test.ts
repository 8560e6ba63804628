import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Keyv from 'keyv';
import { expect, onTestFinished, test } from 'vitest';
import { type BudgetLimits, costOf, createBudget, sizeOf, sumOf, type Tally } from '../../src/llm/budget.ts';
import { openSqliteStores } from '../../src/store/sqlite/open.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { connect, GENEROUS, RED, startServer } from './helpers.ts';

const ASK = { in: 300, out: 100 };
const ana = { personId: 'discord:ana', serverId: 'discord:lab' } as const;

function open(limits: Partial<BudgetLimits> = {}, store = new Keyv<Tally>(), clock = createFakeClock()) {
  return { budget: createBudget({ ...GENEROUS, ...limits }, store, clock), clock, store };
}

test('a request’s maximum is reserved at once, and corrected to its usage', async () => {
  const { budget } = open();
  const reservation = await budget.reserve('ask', ana, ASK);
  for (const of of ['all', { serverId: 'discord:lab' }, { personId: 'discord:ana' }] as const)
    expect(await budget.today(of)).toEqual({ ask: { in: 300, out: 100, calls: 1 } });
  await reservation.settle({ in: 250, out: 400 });
  expect(await budget.today('all')).toEqual({ ask: { in: 250, out: 400, calls: 1 } });
  expect(await budget.today({ personId: 'discord:bo' })).toEqual({});
});

test.each([
  [{ tokensPerDay: 1_000 }, "today's language-model budget is used up until 00:00 UTC"],
  [{ tokensPerServer: 1_000 }, "this server's language-model budget for today is used up until 00:00 UTC"],
  [{ tokensPerPerson: 1_000 }, 'your language-model budget for today is used up until 00:00 UTC'],
  [
    { prices: { in: 1, out: 10 }, moneyPerDay: 0.0027 },
    "today's language-model budget is used up until 00:00 UTC",
  ],
])('%j holds until midnight, and is reported', async (limits, message) => {
  const { budget, clock } = open(limits);
  await budget.reserve('ask', ana, ASK);
  await budget.reserve('ask', ana, ASK);
  await expect(budget.reserve('ask', ana, ASK)).rejects.toMatchObject({ reason: 'spent', message });
  expect(sumOf(await budget.today('all'))).toEqual({ in: 600, out: 200 });
  clock.advance(15 * 3_600_000);
  await budget.reserve('ask', ana, ASK);
  expect(sizeOf(sumOf(await budget.today('all')))).toBe(400);
});

test('a server at its limit leaves the others theirs, and a person the others of the server', async () => {
  const { budget } = open({ tokensPerServer: 1_000, tokensPerPerson: 500 });
  await budget.reserve('ask', ana, ASK);
  await expect(budget.reserve('ask', ana, ASK)).rejects.toThrow('your language-model budget');
  await budget.reserve('ask', { personId: 'discord:bo', serverId: 'discord:lab' }, ASK);
  await expect(
    budget.reserve('ask', { personId: 'discord:cy', serverId: 'discord:lab' }, ASK),
  ).rejects.toThrow("this server's");
  await budget.reserve('ask', { personId: 'discord:cy', serverId: 'discord:club' }, ASK);
  await budget.reserve('post', {}, ASK);
});

test('a hundred requests at once never exceed the budget', async () => {
  const { budget } = open({ tokensPerDay: 4_000 });
  const all = await Promise.allSettled(
    Array.from({ length: 100 }, (_, i) => budget.reserve('ask', { personId: `discord:${i}` }, ASK)),
  );
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  expect(sizeOf(sumOf(await budget.today('all')))).toBe(4_000);
});

test('a restart forgets nothing, not even reservations', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-budget-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const limits = { tokensPerPerson: 1_000 };
  const clock = createFakeClock();
  const run = async (work: (budget: ReturnType<typeof createBudget>) => Promise<void>) => {
    const stores = openSqliteStores(join(folder, 'paperboy.db'));
    await work(open(limits, new Keyv({ store: stores.keyValues, namespace: 'tokens' }), clock).budget);
    await stores.close();
  };
  await run(async (budget) => {
    await (await budget.reserve('ask', ana, ASK)).settle({ in: 200, out: 50 });
    await budget.reserve('ask', ana, ASK);
  });
  await run(async (budget) => {
    expect(await budget.today({ personId: 'discord:ana' })).toEqual({ ask: { in: 500, out: 150, calls: 2 } });
    await expect(budget.reserve('ask', ana, ASK)).rejects.toThrow('your language-model budget');
  });
});

test('a request before midnight with a response after it counts for the day before', async () => {
  const { budget, clock } = open();
  clock.advance(15 * 3_600_000 - 1);
  const reservation = await budget.reserve('ask', ana, ASK);
  clock.advance(2);
  expect(await budget.today('all')).toEqual({});
  await reservation.settle({ in: 1, out: 1 });
  expect(await budget.today('all')).toEqual({});
});

test('money is counted by the million tokens', () => {
  expect(costOf({ in: 2_000_000, out: 500_000 }, { in: 0.5, out: 4 })).toBe(3);
});

test('a person at the limit is told without a request; repairs and retries count too', async () => {
  const server = await startServer((_, number) => ({ says: number % 2 === 1 ? 'no JSON' : RED }));
  const { ask, asked, lines } = connect(server, {
    limits: { ...GENEROUS, tokensPerPerson: 1_000 },
  });
  await ask('a rose', { usageSubject: ana });
  for (let i = 0; i < 9; i++) await ask('a rose', { usageSubject: ana }).catch(() => {});
  const counts = [server.requests.length, asked.at(-1)?.outcome, lines.length > 0];
  expect(counts).toEqual([expect.any(Number), 'spent', true]);
  expect(server.requests.length).toBeLessThan(8);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ level: 'info', reason: 'spent' });
  await ask('a rose', { usageSubject: { personId: 'discord:bo', serverId: 'discord:lab' } });
});

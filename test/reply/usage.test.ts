import { expect, test } from 'vitest';
import { usage } from '../../commands/usage.ts';
import { noUsageReply, usageReply } from '../../src/reply/usage.ts';

const tally = {
  summary: { in: 90_000, out: 12_345, calls: 1_021 },
  ask: { in: 201_000, out: 9_000, calls: 41 },
  '@everyone *post*': { in: 800, out: 90, calls: 1 },
};
const prices = { in: 0.15, out: 0.6 };
const golden = (reply: unknown, name: string): Promise<void> =>
  expect(`${JSON.stringify(reply, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);

test('of a server and of everybody, with money', () =>
  golden(
    usageReply({
      own: { of: 'server', tally, limit: 500_000 },
      all: { tally: { ...tally, check: { in: 1_000_000, out: 1_000_000, calls: 2 } }, limit: 2_000_000 },
      prices,
      moneyPerDay: 1.5,
    }),
    'usage-server',
  ));

test('of a person, without money, before any request, and with a limit of zero', () =>
  golden(
    usageReply({ own: { of: 'person', tally: {}, limit: 0 }, prices: undefined, moneyPerDay: undefined }),
    'usage-person',
  ));

test('without a language model', () => golden(noUsageReply(), 'usage-none'));

test('in a direct message is one’s own', async () => {
  const asked: object[] = [];
  const invoker = {
    personId: 'discord:7',
    serverId: undefined,
    channelId: 'discord:1',
    isInThread: false,
    mayManageServer: false,
    locale: 'en-GB',
    serverLocale: undefined,
  } as const;
  const readUsage = async (of: object) => {
    asked.push(of);
    return {
      own: { of: 'person', tally: {}, limit: 10 },
      prices: undefined,
      moneyPerDay: undefined,
    } as const;
  };
  await usage.chatInput({ options: {}, subcommand: undefined, invoker }, { readUsage } as never);
  expect(asked).toEqual([{ personId: 'discord:7' }]);
});

/** Language-model usage as a message. */
import { costOf, type Prices, sizeOf, sumOf, type Tally, type UsageReport } from '../llm/budget.ts';
import { BRAND_COLOUR } from './card.ts';
import { escapedWithin } from './escaped.ts';
import type { Reply } from './reply.ts';

const MAX_PURPOSES = 8;
const MAX_NAME_CHARS = 40;

export function usageReply({ own, all, prices, moneyPerDay }: UsageReport): Reply {
  const sections = [section(own.of === 'server' ? 'This server' : 'You', own, prices)];
  if (all) sections.push(section('Everybody together', all, prices, moneyPerDay));
  return {
    embeds: [
      {
        color: BRAND_COLOUR,
        title: 'The language model today',
        description: sections.join('\n\n'),
        footer: {
          text: 'Tokens are pieces of words, sent and received. The count restarts at 00:00 UTC. At a limit, I quote the papers instead.',
        },
      },
    ],
  };
}

function section(
  title: string,
  { tally, limit }: { readonly tally: Tally; readonly limit: number },
  prices?: Prices,
  moneyLimit?: number,
): string {
  const used = sumOf(tally);
  const share = limit === 0 ? 100 : Math.min(100, Math.floor((100 * sizeOf(used)) / limit));
  const tokens = `${count(sizeOf(used))} of ${count(limit)} tokens (${share} %)`;
  const of = moneyLimit === undefined ? '' : ` of ${amount(moneyLimit)}`;
  const money = prices ? `, for ${amount(costOf(used, prices))}${of} in money` : '';
  return [`**${title}**: ${tokens}${money}`, ...purposesOf(tally)].join('\n');
}

export const noUsageReply = (): Reply => ({
  content:
    'No language model is set up, so there is nothing to count. Whoever runs this bot can set one with OPENAI_MODEL.',
});

/** Usage by purpose, the largest first. */
function purposesOf(tally: Tally): string[] {
  return Object.entries(tally)
    .sort(([, a], [, b]) => sizeOf(b) - sizeOf(a))
    .slice(0, MAX_PURPOSES)
    .map(([purpose, used]) => {
      const calls = `${count(used.calls)} ${used.calls === 1 ? 'question' : 'questions'}`;
      return `-# ${escapedWithin(purpose, MAX_NAME_CHARS)}: ${count(sizeOf(used))} tokens in ${calls}`;
    });
}

const count = (n: number): string => n.toLocaleString('en-GB');
const amount = (n: number): string => n.toFixed(n !== 0 && n < 0.01 ? 4 : 2);

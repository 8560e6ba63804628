/** What the language model used today, for whoever may know. */
import { costOf, sizeOf, sumOf, type Tally, type UsageReport } from '../llm/budget.ts';
import { BRAND_COLOUR } from './card.ts';
import { escapedWithin } from './escaped.ts';
import type { Reply } from './reply.ts';

const MAX_PURPOSES = 8;
const MAX_NAME_CHARS = 40;

export function usageReply({ own, all, prices, moneyPerDay }: UsageReport): Reply {
  const lines = [section(own.of === 'server' ? 'This server' : 'You', own)];
  if (all) lines.push(section('Everybody together', all));
  return {
    embeds: [
      {
        color: BRAND_COLOUR,
        title: 'The language model today',
        description: lines.join('\n\n'),
        footer: {
          text: 'Tokens are pieces of words, sent and received. A new day begins at 00:00 UTC; at a limit I answer with the papers’ own sentences.',
        },
      },
    ],
  };

  function section(
    title: string,
    { tally, limit }: { readonly tally: Tally; readonly limit: number },
  ): string {
    const used = sumOf(tally);
    const share = limit === 0 ? 100 : Math.min(100, Math.floor((100 * sizeOf(used)) / limit));
    const total = `${count(sizeOf(used))} of ${count(limit)} tokens (${share} %)`;
    return [`**${title}**: ${[total, money(title, tally)].filter(Boolean).join(', ')}`, purposesOf(tally)]
      .filter(Boolean)
      .join('\n');
  }

  function money(title: string, tally: Tally): string | undefined {
    if (!prices) return undefined;
    const cost = amount(costOf(sumOf(tally), prices));
    return all && title === 'Everybody together' && moneyPerDay !== undefined
      ? `${cost} of ${amount(moneyPerDay)} in money`
      : `${cost} in money`;
  }
}

export const noUsageReply = (): Reply => ({
  content:
    'I run without a language model, so there is nothing to count. Whoever runs me can set one up with OPENAI_MODEL.',
});

/** What it was for, the most first. */
function purposesOf(tally: Tally): string {
  return Object.entries(tally)
    .sort(([, a], [, b]) => sizeOf(b) - sizeOf(a))
    .slice(0, MAX_PURPOSES)
    .map(([purpose, used]) => {
      const calls = `${count(used.calls)} ${used.calls === 1 ? 'question' : 'questions'}`;
      return `-# ${escapedWithin(purpose, MAX_NAME_CHARS)}: ${count(sizeOf(used))} tokens in ${calls}`;
    })
    .join('\n');
}

const count = (n: number): string => n.toLocaleString('en-GB');
const amount = (n: number): string => n.toFixed(n !== 0 && n < 0.01 ? 4 : 2);

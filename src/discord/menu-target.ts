/** The texts of a message whose menu was used. */
import type { Message } from 'discord.js';
import type { MenuTarget } from '../../commands/command.ts';

/** The fields of embeds and components that people read, and the addresses behind them. */
const READ = new Set(['title', 'description', 'url', 'name', 'value', 'text', 'content']);

/** Discord gives the whole message with the interaction, so this needs no permission. */
export function menuTarget(message: Message): MenuTarget {
  const parts = [message, ...message.messageSnapshots.values()];
  const [first = '', ...others] = parts.map(({ content }) => content).filter(Boolean);
  // The client's objects turn into Discord's own there.
  const shown = JSON.stringify(parts.map(({ embeds, components }) => ({ embeds, components })));
  return { content: first, attached: [...others, ...textsIn(JSON.parse(shown))] };
}

function textsIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    typeof value === 'string' ? (READ.has(key) ? [value] : []) : textsIn(value),
  );
}

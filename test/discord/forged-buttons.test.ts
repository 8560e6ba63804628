/** Buttons whose ids no message of the bot has, as a manipulated client sends them. */
import type { APIMessage } from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import type { TestBot } from '../helpers/bot.ts';
import { useDiscord } from '../helpers/discord.ts';
import type { TestPlayground } from '../helpers/playground.ts';

let discord: TestPlayground;
let bot: TestBot;
useDiscord((started) => {
  ({ discord, bot } = started);
});

/** A message with this button, posted past the bot. */
async function post(customId: string): Promise<APIMessage> {
  const { world, token } = discord.playground;
  const response = await fetch(`${discord.apiUrl}/v10/channels/${world.channelId}/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      content: 'x',
      components: [{ type: 1, components: [{ type: 2, style: 1, label: 'x', custom_id: customId }] }],
    }),
  });
  return (await response.json()) as APIMessage;
}

const COMMANDS = ['papers', 'ask', 'similar', 'summary', 'trending', 'digest', 'usage', 'privacy', 'help'];
const ARGUMENTS = [
  '',
  '|',
  '|x',
  '|toString|x',
  '|constructor',
  '|__proto__|__proto__',
  '|hasOwnProperty|a|b|c',
  '|x|-1|5',
  '|x|0|0',
  '|x|NaN|5',
  '|x|1e308|5',
  '|x|0|5|never',
  '|week|zzzzzzzzzzzz|0|',
  '|week|0|-1|',
  '|show|nobody',
  '|apply|nobody|key',
  '|\u0000|\u202e',
];

test.each(COMMANDS.flatMap((name) => ['turn', 'open'].map((kind) => [kind, name] as const)))(
  '%s|%s with arguments that were never given is refused in plain words',
  async (kind, name) => {
    for (const args of ARGUMENTS) {
      const id = `${kind}|${name}${args}`;
      const { content } = await discord.press(await post(id), id);
      expect(content, id).not.toContain('Something went wrong');
      expect(bot.handled.at(-1)?.outcome, id).not.toBe('failed');
    }
  },
);

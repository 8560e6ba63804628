/** The message to a server that has just added the bot. */
import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { formatButtonId } from './custom-id.ts';
import type { Reply } from './reply.ts';

export const welcomeReply = (): Reply => ({
  content:
    '**Hi, I’m Paperboy.** I find machine-learning papers, and bring the ones that people talk about each morning.\n`/digest subscribe` chooses a channel for them, `/papers` looks for a topic, and `/help` has the rest.',
  components: [
    {
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType.Button,
          style: ButtonStyle.Primary,
          label: 'See today’s papers',
          custom_id: formatButtonId({ kind: 'open', command: 'trending', args: [] }),
        },
      ],
    },
  ],
});

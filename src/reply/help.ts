/** What the bot can do, as a message. */
import type { RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { BRAND_COLOUR } from './card.ts';
import type { Reply } from './reply.ts';

export interface HelpEntry {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody;
  readonly example: string;
}

/** `languageModel` is the name of the one that gets what it is to summarise or answer. */
export function helpReply(entries: readonly HelpEntry[], papers: number, languageModel?: string): Reply {
  const commands = entries.map(
    ({ definition, example }) => `**/${definition.name}**: ${definition.description}\n-# ${example}`,
  );
  return {
    embeds: [
      {
        color: BRAND_COLOUR,
        title: 'What I can do',
        description: [
          `I look through ${papers.toLocaleString('en-GB')} machine-learning papers, by words and by meaning.`,
          ...commands,
          'Under a list, **Summarise** and **Similar** answer to you alone. Mention me, reply to my answers or write to me directly, and I answer as `/ask` does.',
        ].join('\n\n'),
        footer: {
          text:
            languageModel === undefined
              ? 'Questions are answered on the machine I run on; nothing is sent elsewhere.'
              : `Papers are found on the machine I run on. What is to be summarised or answered goes to ${languageModel}.`,
        },
      },
    ],
  };
}

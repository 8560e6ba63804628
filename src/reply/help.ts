/** /help as a message. */
import type { RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { BRAND_COLOUR } from './card.ts';
import type { Reply } from './reply.ts';

export interface HelpEntry {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody;
  readonly example: string;
  /** Its entry in the menu of a message. */
  readonly messageMenu?: { readonly name: string };
}

/** `languageModel` is the name of the model that writes summaries and answers. */
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
          `I search ${papers.toLocaleString('en-GB')} machine-learning papers, by words and by meaning.`,
          ...commands,
          menusLine(entries),
          'The buttons under a list answer only you. Mention me, reply to one of my answers, or send me a direct message, and I’ll answer as `/ask` does.',
        ].join('\n\n'),
        footer: {
          text:
            languageModel === undefined
              ? 'Questions are answered on this bot’s own machine; nothing is sent elsewhere.'
              : `Search runs on this bot’s own machine. Summaries and answers are written by ${languageModel}.`,
        },
      },
    ],
  };
}

function menusLine(entries: readonly HelpEntry[]): string {
  const names = entries.flatMap(({ messageMenu }) => (messageMenu ? [`**${messageMenu.name}**`] : []));
  return `On any message, right-click or press and hold, then **Apps**: ${names.join(' or ')}. Only you see the answer.`;
}

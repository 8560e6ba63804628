/**
 * An OpenAI-compatible server on loopback without a real model. It copies sentences and corrupts some by a rule, so
 * that `npm run eval:llm` runs anywhere and the checks have something to find.
 */

import type { Rewritten } from '../src/retrieval/query/rewrite.ts';
import { splitSentences } from '../src/text/sentences.ts';
import { type LlmRequest, type LlmServer, startLlmServer } from '../test/helpers/llm-server.ts';

const GERMAN =
  'Dieser Satz steht für einen aus der Zusammenfassung, und mehr als das kann das Modell nicht sagen.';
const MADE_UP = 'It raises accuracy by 731 points over GPT-9, and a dolphin could do it.';

/** `rewrite` writes the alternative queries. */
export const startPlainServer = (
  rewrite: (question: string) => Rewritten | Promise<Rewritten>,
): Promise<LlmServer> =>
  startLlmServer(async (request) => {
    const { data, read } = readRequest(request);
    switch (request.response_format?.json_schema?.name) {
      case 'check':
        return { says: { word: read('word') } };
      case 'rewrite':
        return { says: await rewrite(read('question')) };
      case 'summary':
        return { says: summarise(read('abstract')) };
      case 'sentence':
        return { says: { sentence: splitSentences(read('abstract'))[0]?.text ?? '' } };
      case 'translation': {
        const lines = read('sentences').split('\n');
        // Every third one stays in English.
        const isLazy = data.length % 3 === 0;
        return {
          says: { sentences: lines.map((line) => (isLazy ? line : inGerman(line.replace(/^\d+\. /, '')))) },
        };
      }
      case 'answer':
        return { says: { statements: answer(read('papers'), read('question')) } };
      default:
        return { status: 400, error: { message: 'That prompt is unknown here.' } };
    }
  });

function readRequest({ messages }: LlmRequest): { data: string; read: (tag: string) => string } {
  const data = messages.at(-1)?.content ?? '';
  return { data, read: (tag) => new RegExp(`<${tag}>\n([\\s\\S]*?)\n</${tag}>`).exec(data)?.[1] ?? '' };
}

/** A sentence's numbers and names, which are the same in any language. */
const inGerman = (sentence: string): string =>
  `${GERMAN.slice(0, -1)}: ${(sentence.match(/\S*(?:\d|\p{L}\p{Lu})\S*/gu) ?? ['nichts']).join(' und ')}.`;

/** The first, the second and the last sentence; in every third summary the last one is invented. */
function summarise(abstract: string): object {
  const sentences = splitSentences(abstract).map(({ text }) => text);
  const result = abstract.length % 3 === 0 ? MADE_UP : sentences.at(-1);
  return { problem: sentences[0], method: sentences[1] ?? '', result: result ?? '', audience: '' };
}

/**
 * A sentence from each of the first two papers; for every fourth question the second cites a paper that doesn't exist.
 */
function answer(papers: string, question: string): object[] {
  return papers
    .split('\n')
    .slice(0, 2)
    .map((line, i) => ({
      text: splitSentences(line.slice(line.indexOf(': ') + 2))[0]?.text ?? '',
      papers: [i === 1 && question.length % 4 === 0 ? 99 : i + 1],
    }));
}

/** An answer to a question as people see it. */
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/answer/answer.ts';
import { answerReply, searchedReply } from '../../src/reply/answer.ts';
import type { Reply } from '../../src/reply/reply.ts';
import { invitationReply } from '../../src/reply/small-talk.ts';
import { createOpenApiCheck } from '../helpers/openapi.ts';
import { makePaper } from '../helpers/papers.ts';

const QUESTION = 'how do I make a *model* forget @everyone?';
const links = {
  key: 'k3y',
  askFor: (topic: string) => ({ kind: 'open', command: 'papers', args: [topic, '0', '5'] }) as const,
};
const papers = [
  makePaper({ id: '2501.00001', title: 'Forgetting [by] Design' }),
  makePaper({ id: 'local:notes', title: 'Notes on *forgetting*', published: undefined }),
];
const answered: Extract<Answer, { kind: 'answered' }> = {
  kind: 'answered',
  by: 'model',
  statements: [
    { text: 'Both methods remove *private* data in 3 steps.', papers: [1, 2] },
    { text: 'The second needs [no] retraining, @everyone.', papers: [2] },
  ],
  papers,
  searched: [QUESTION],
};
const match = { paper: papers[0] ?? makePaper(), score: 1, snippet: 'We make a model forget.' };

const REPLIES: Readonly<Record<string, Reply>> = {
  model: answerReply(answered, QUESTION, links),
  // A reply to the question's message needn't repeat the question.
  papers: answerReply({ ...answered, by: 'papers' }, undefined, links),
  away: answerReply({ ...answered, by: 'papers', because: 'away' }, QUESTION, links),
  waiting: answerReply({ ...answered, by: 'papers', because: 'waiting' }, QUESTION, {
    ...links,
    key: undefined,
  }),
  nothing: answerReply(
    { kind: 'nothing', nearest: [match], topics: ['unlearning', 'privacy'], searched: [QUESTION] },
    QUESTION,
    links,
  ),
  'nothing-at-all': answerReply(
    { kind: 'nothing', nearest: [], topics: [], searched: [QUESTION] },
    undefined,
    links,
  ),
  looking: answerReply({ kind: 'looking' }, QUESTION, { ...links, key: undefined }),
  'not-research': answerReply({ kind: 'not-research' }, QUESTION, { ...links, key: undefined }),
  invitation: invitationReply(),
  searched: searchedReply([QUESTION, 'machine unlearning']),
};

describe.each(Object.entries(REPLIES))('%s', (name, reply) => {
  test('looks like this', async () => {
    await expect(`${JSON.stringify(reply, null, 2)}\n`).toMatchFileSnapshot(`golden/answer-${name}.json`);
  });

  test('conforms to Discord’s OpenAPI description', () => {
    const check = createOpenApiCheck();
    const body = { ...reply, allowed_mentions: { parse: [] } };
    expect(check({ method: 'POST', path: '/channels/1/messages', body })).toEqual([]);
    expect(check({ method: 'PATCH', path: '/channels/1/messages/2', body })).toEqual([]);
  });
});

test.each([
  ['misconfigured', /isn’t set up correctly.*doctor`\.$/],
  ['unusable', /wasn’t usable/],
  ['spent', /is used up/],
  ['unsupported', /don’t support what the language model wrote/],
] as const)('where the model is %s the papers say why they speak', (because, says) => {
  const { embeds } = answerReply({ ...answered, by: 'papers', because }, QUESTION, links);
  expect(embeds?.[0]?.description?.split('\n').at(-1)).toMatch(/^-# /);
  expect(embeds?.[0]?.description).toMatch(says);
});

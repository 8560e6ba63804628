/** Replies to plain messages in channels where Discord refuses some or all of them. */
import {
  DiscordAPIError,
  type GatewayMessageCreateDispatchData,
  type REST,
  RESTJSONErrorCodes,
} from 'discord.js';
import { expect, test } from 'vitest';
import { ask } from '../../commands/ask.ts';
import type { Services } from '../../commands/command.ts';
import type { AnswerQueue } from '../../src/discord/answer-queue.ts';
import type { Handled } from '../../src/discord/dispatch.ts';
import { createMessageDispatch } from '../../src/discord/messages.ts';
import { systemClock } from '../../src/lib/clock.ts';

interface Sent {
  readonly content?: string;
  readonly embeds?: readonly unknown[];
  readonly message_reference?: object;
}

const refusal = (code: number, status: number) =>
  new DiscordAPIError({ code, message: 'refused' }, code, status, 'POST', '/', {});

/** Answers one direct message, on a Discord that throws what `refuse` returns for a message. */
async function answer(refuse: (body: Sent) => Error | undefined) {
  const sent: Sent[] = [];
  const handled: Handled[] = [];
  const rest = {
    get: async () => [],
    patch: async () => ({}),
    async post(_: string, options?: { body?: Sent }) {
      const body = options?.body;
      if (!body) return {};
      const error = refuse(body);
      if (error) throw error;
      sent.push(body);
      return { id: '1', channel_id: '2' };
    },
  };
  const answers: AnswerQueue = { run: (_, work) => Promise.resolve(work()), length: () => 0 } as AnswerQueue;
  const dispatch = createMessageDispatch(
    {
      commands: [{ ...ask, message: async () => ({ content: 'An answer', embeds: [{ title: 'A paper' }] }) }],
      services: { clock: systemClock } as Services,
      answers,
      now: () => 0,
      commandIds: () => new Map(),
      newErrorId: () => 'e0',
      onHandled: (done) => handled.push(done),
    },
    rest as unknown as REST,
  );
  const message = {
    id: '9',
    channel_id: '2',
    content: 'pruning',
    author: { id: '3' },
    type: 0,
    mentions: [],
  };
  await dispatch(message as unknown as GatewayMessageCreateDispatchData, '4');
  return { sent, outcome: handled[0]?.outcome };
}

test('Without Read Message History, the answer is a plain message instead of a reply', async () => {
  const { sent, outcome } = await answer(({ message_reference }) =>
    message_reference
      ? refusal(RESTJSONErrorCodes.CannotReplyWithoutPermissionToReadMessageHistory, 400)
      : undefined,
  );
  expect(sent).toEqual([expect.objectContaining({ content: 'An answer' })]);
  expect(sent[0]).not.toHaveProperty('message_reference');
  expect(outcome).toBe('answered');
});

test('Without Embed Links, a plain message names the missing permissions', async () => {
  const { sent, outcome } = await answer(({ embeds = [] }) =>
    embeds.length > 0 ? refusal(RESTJSONErrorCodes.MissingPermissions, 403) : undefined,
  );
  expect(sent.map(({ content }) => content)).toEqual([
    "I can't show my answer here. My role needs Send Messages and Embed Links in this channel: a moderator can give it both in the channel's settings, under Permissions.",
  ]);
  expect(outcome).toBe('refused');
});

test('Where it may write nothing, the refusal ends in the log', async () => {
  const { sent, outcome } = await answer(() => refusal(RESTJSONErrorCodes.MissingAccess, 403));
  expect(sent).toEqual([]);
  expect(outcome).toBe('refused');
});

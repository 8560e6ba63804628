/** Successive versions of a reply: the first at once, then at most one a second, the last always. */
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { streamEdits } from '../../src/discord/streaming-edits.ts';
import type { Reply } from '../../src/reply/reply.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

/** Replies that the test releases one by one. */
function createReplies() {
  const replies = new TransformStream<Reply, Reply>();
  const writer = replies.writable.getWriter();
  return {
    replies: replies.readable as unknown as AsyncIterable<Reply>,
    async come(...contents: string[]) {
      for (const content of contents) await writer.write({ content });
      await setImmediate();
    },
    async end() {
      await writer.close();
      await setImmediate();
    },
    writer,
  };
}

test('the first version is sent at once, only the newest within a second, and the last without delay', async () => {
  const clock = createFakeClock();
  const { replies, come, end } = createReplies();
  const sent: (string | undefined)[] = [];
  const done = streamEdits(replies, async ({ content }) => sent.push(content), clock);
  await come('one');
  expect(sent).toEqual(['one']);
  await come('two', 'three');
  clock.advance(999);
  await setImmediate();
  expect(sent).toEqual(['one']);
  clock.advance(1);
  await setImmediate();
  expect(sent).toEqual(['one', 'three']);
  await come('four');
  expect(sent).toEqual(['one', 'three']);
  await end();
  await done;
  expect(sent).toEqual(['one', 'three', 'four']);
});

test('a version after a pause is sent at once', async () => {
  const clock = createFakeClock();
  const { replies, come, end } = createReplies();
  const sent: (string | undefined)[] = [];
  const done = streamEdits(replies, async ({ content }) => sent.push(content), clock);
  await come('one');
  clock.advance(5_000);
  await setImmediate();
  await come('two');
  expect(sent).toEqual(['one', 'two']);
  await end();
  await done;
  expect(sent).toEqual(['one', 'two']);
});

test('versions before a failure are sent before it is reported', async () => {
  const sent: (string | undefined)[] = [];
  async function* replies() {
    yield { content: 'one' };
    yield { content: 'two' };
    throw new Error('broke off');
  }
  const done = streamEdits(replies(), async ({ content }) => sent.push(content), createFakeClock());
  await expect(done).rejects.toThrow('broke off');
  expect(sent).toEqual(['one', 'two']);
});

test('if sending fails, no more versions are requested, and the failure is reported', async () => {
  const { replies, come, writer } = createReplies();
  const done = streamEdits(replies, () => Promise.reject(new Error('gone')), createFakeClock());
  const told = expect(done).rejects.toThrow('gone');
  await come('one');
  await writer.write({ content: 'two' }).catch(() => {});
  await told;
  await expect(writer.write({ content: 'three' })).rejects.toBeUndefined();
});

/** A short run of `npm run bench:posts`: processes are killed, and every post exists once. */
import { expect, test } from 'vitest';
import { createRandom } from '../../src/eval/random.ts';
import { killPosts } from '../helpers/kill-posts.ts';
import { temporaryFolder } from '../store/helpers.ts';

test('Every post exists exactly once although its process is killed again and again', async () => {
  const random = createRandom(7);
  const tally = await killPosts(`${temporaryFolder()}/paperboy.db`, {
    subscriptions: 40,
    days: 1,
    kills: 3,
    random,
  });
  expect(tally).toMatchObject({ posts: 40, kills: 3, onceEach: 40, lost: 0, doubled: 0, misnoted: 0 });
});

import { expect, test } from 'vitest';
import { closeAll } from '../../src/lib/close-all.ts';

test('a failing close doesn’t prevent the others, and the first error is thrown at the end', async () => {
  const closed: string[] = [];
  const closing = closeAll([
    async () => closed.push('bot'),
    () => {
      throw new Error('first');
    },
    () => Promise.reject(new Error('second')),
    () => closed.push('catalog'),
  ]);
  await expect(closing).rejects.toThrow('first');
  expect(closed).toEqual(['bot', 'catalog']);
});

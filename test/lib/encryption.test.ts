import { expect, test } from 'vitest';
import { seal, unseal } from '../../src/lib/encryption.ts';

const KEY = Buffer.alloc(32, 1);
const OTHER = Buffer.alloc(32, 2);

test('What is sealed shows nothing of itself, looks different each time, and opens with its key', () => {
  const sealed = [seal('ada@example.net', KEY), seal('ada@example.net', KEY)];
  expect(sealed[0]).not.toContain('ada');
  expect(sealed[0]).not.toBe(sealed[1]);
  for (const each of sealed) expect(unseal(each, KEY)).toBe('ada@example.net');
});

test('It opens with no other key, without one, or after any change', () => {
  const sealed = seal('ada@example.net', KEY);
  expect(unseal(sealed, OTHER)).toBeUndefined();
  expect(unseal(sealed, undefined)).toBeUndefined();
  for (let i = 'sealed:'.length; i < sealed.length - 1; i++) {
    const changed = sealed.slice(0, i) + (sealed[i] === 'A' ? 'B' : 'A') + sealed.slice(i + 1);
    expect(unseal(changed, KEY)).toBeUndefined();
  }
  expect(unseal('sealed:', KEY)).toBeUndefined();
});

test('Without a key a text stays as it is, and is still read once there is one', () => {
  expect(seal('ada@example.net', undefined)).toBe('ada@example.net');
  expect(unseal('ada@example.net', KEY)).toBe('ada@example.net');
});

import { expect, test } from 'vitest';
import { decrypt, encrypt } from '../../src/lib/encryption.ts';

const KEY = Buffer.alloc(32, 1);
const OTHER = Buffer.alloc(32, 2);

test('A sealed text reveals nothing, differs each time, and opens with its key', () => {
  const sealed = [encrypt('ada@example.net', KEY), encrypt('ada@example.net', KEY)];
  expect(sealed[0]).not.toContain('ada');
  expect(sealed[0]).not.toBe(sealed[1]);
  for (const each of sealed) expect(decrypt(each, KEY)).toBe('ada@example.net');
});

test('It opens with no other key, without one, or after any change', () => {
  const sealed = encrypt('ada@example.net', KEY);
  expect(decrypt(sealed, OTHER)).toBeUndefined();
  expect(decrypt(sealed, undefined)).toBeUndefined();
  for (let i = 'sealed:'.length; i < sealed.length - 1; i++) {
    const changed = sealed.slice(0, i) + (sealed[i] === 'A' ? 'B' : 'A') + sealed.slice(i + 1);
    expect(decrypt(changed, KEY)).toBeUndefined();
  }
  expect(decrypt('sealed:', KEY)).toBeUndefined();
});

test('Without a key a text stays as it is, and is still readable once there is one', () => {
  expect(encrypt('ada@example.net', undefined)).toBe('ada@example.net');
  expect(decrypt('ada@example.net', KEY)).toBe('ada@example.net');
});

import { expect, test } from 'vitest';
import { isLoopback, isOwnHost, isOwnOrigin } from '../../src/http/host-check.ts';

test.each([
  undefined,
  '',
  '[::1',
  '::1',
  'localhost@evil.example',
  'localhost:port',
  'localhost/x',
  'a b',
  '[localhost]',
])('a Host header %j is nobody', (header) => {
  expect(isOwnHost(header, '127.0.0.1')).toBe(false);
  expect(isOwnHost(header, '0.0.0.0')).toBe(false);
});

test("HOST's own name counts, with any case and port, and no other name does", () => {
  expect(isOwnHost('Papers.Example:8787', 'papers.example')).toBe(true);
  expect(isOwnHost('papers.example', 'PAPERS.example')).toBe(true);
  expect(isOwnHost('other.example', 'papers.example')).toBe(false);
  expect(isOwnHost('papers.example.evil.example', 'papers.example')).toBe(false);
});

test('only 127.0.0.0/8, ::1 and localhost are loopback', () => {
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost', 'LOCALHOST'])
    expect(isLoopback(host)).toBe(true);
  for (const host of ['0.0.0.0', '::', '128.0.0.1', '127.0.0.1.evil.example', 'my-box'])
    expect(isLoopback(host)).toBe(false);
});

test('a page of the same address is this server’s own, in any case; programs name no page', () => {
  expect(isOwnOrigin(undefined, 'localhost:8787')).toBe(true);
  expect(isOwnOrigin('http://localhost:8787', 'LOCALHOST:8787')).toBe(true);
  expect(isOwnOrigin('http://[::1]:8787', '[::1]:8787')).toBe(true);
  expect(isOwnOrigin('http://localhost', 'localhost')).toBe(true);
  expect(isOwnOrigin('http://evil.example', 'localhost')).toBe(false);
  expect(isOwnOrigin('nonsense', 'localhost')).toBe(false);
});

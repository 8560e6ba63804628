/** Promises about how the page is delivered. */
import { expect, test } from 'vitest';
import { createPageFiles } from '../page-files.ts';

const pageFiles = createPageFiles();

test.each([
  ['/', 'text/html; charset=utf-8', '<title># papers'],
  ['/page.js', 'text/javascript; charset=utf-8', '/playground/events'],
  ['/page.css', 'text/css; charset=utf-8', '.composer'],
])('%s is served as %s, and needs nothing from any other host', async (path, type, content) => {
  const response = await pageFiles.request(path);
  const body = await response.text();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(type);
  expect(body).toContain(content);
  // An address of an XML namespace is a name, nothing is fetched from it.
  expect(body.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:\/\/\w|@import/);
});

test('the browser is told to load nothing else', async () => {
  const policy = (await pageFiles.request('/')).headers.get('content-security-policy')?.split('; ');
  expect(policy).toEqual(
    expect.arrayContaining([
      "default-src 'self'",
      "connect-src 'self'",
      "img-src 'self' data:",
      "style-src 'self' 'unsafe-inline'",
      "script-src 'self'",
    ]),
  );
});

test('a cached file is not sent again', async () => {
  const first = await pageFiles.request('/page.js');
  const again = await pageFiles.request('/page.js', {
    headers: { 'if-none-match': first.headers.get('etag') ?? '' },
  });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
});

test('no other file is served', async () => {
  expect((await pageFiles.request('/main.ts')).status).toBe(404);
});

/** Requests through a proxy, as the environment says. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { useProxy } from '../../src/config/proxy.ts';
import { ConfigError } from '../../src/domain/errors.ts';
import { newDatabase, runProgram } from '../helpers/program.ts';

/** A proxy that refuses every tunnel and notes the requested hosts. */
async function startProxy() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(String(request.url));
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(String(request.url));
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const SOURCES = {
  SOURCES: 'hugging-face',
  HF_API_URL: 'https://papers.example.org/api',
};

test('the sources are read through HTTPS_PROXY', async () => {
  const proxy = await startProxy();
  const env = { ...SOURCES, DATABASE_URL: newDatabase(), HTTPS_PROXY: proxy.url };
  await runProgram(['ingest', '--day', '2025-06-03'], env);
  expect(new Set(proxy.asked)).toEqual(new Set(['papers.example.org:443']));
});

test('hosts of NO_PROXY and this machine are not', async () => {
  const proxy = await startProxy();
  for (const [url, noProxy] of [
    ['http://127.0.0.1:9/api', ''],
    ['http://localhost:9/api', ''],
    ['https://papers.example.invalid/api', 'other.example.org, .example.invalid'],
  ] as const) {
    const env = {
      ...SOURCES,
      HF_API_URL: url,
      DATABASE_URL: newDatabase(),
      HTTP_PROXY: proxy.url,
      https_proxy: proxy.url,
      NO_PROXY: noProxy,
    };
    await runProgram(['ingest', '--day', '2025-06-03'], env);
  }
  expect(proxy.asked).toEqual([]);
});

test.each(['socks5://proxy.example.org:1080', 'http://', 'http://user:s3cret@:bad'])(
  'the address %s is refused without being repeated',
  (address) => {
    const set = () => useProxy({ HTTPS_PROXY: address });
    expect(set).toThrow(ConfigError);
    expect(set).toThrow(/^HTTPS_PROXY isn't the address of an HTTP proxy\. Set for example /);
  },
);

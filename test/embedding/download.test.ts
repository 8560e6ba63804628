/** Models from a hub, played by a server on loopback. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ModelError } from '../../src/domain/errors.ts';
import { describeDownload } from '../../src/embedding/download.ts';
import { loadEmbedder } from '../../src/embedding/load.ts';
import { writeTinyModel } from './tiny-model.ts';

const ID = 'someone/e5-tiny';
const WORDS = ['query', 'passage', ':', 'small', 'models'];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-hub-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Hub {
  /** Replaces fetch, so that the test uses no network. */
  readonly fetch: typeof fetch;
  readonly asked: string[];
  /** If true, the connection breaks in the middle of the weights. */
  isFaulty: boolean;
}

/** A hub with one model; it answers other paths like the real hub. */
async function startHub(without: readonly string[] = []): Promise<Hub> {
  const files = newFolder();
  writeTinyModel(files, WORDS);
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const [, id, file = ''] = /^\/(.+)\/resolve\/main\/(.+)$/.exec(url) ?? [];
    if (id !== ID) return response.writeHead(401).end();
    const path = join(files, file);
    if (!existsSync(path) || without.includes(file)) return response.writeHead(404).end();
    response.setHeader('content-length', statSync(path).size);
    if (!hub.isFaulty || !file.endsWith('.onnx')) return response.end(readFileSync(path));
    response.write(readFileSync(path).subarray(0, 100), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const hub: Hub = {
    asked,
    isFaulty: false,
    fetch: (url, init) =>
      fetch(String(url).replace('https://huggingface.co', `http://127.0.0.1:${port}`), init),
  };
  return hub;
}

const offline: typeof fetch = () => Promise.reject(new TypeError('fetch failed'));

describe('A model on the hub', () => {
  test('is downloaded once, with progress, into its folder in MODELS_DIR, and needs no network afterwards', async () => {
    const hub = await startHub();
    const cacheDir = newFolder();
    const told: string[] = [];
    const choice = { kind: 'hub', id: ID, cacheDir, endpoint: 'https://huggingface.co' } as const;
    const first = await loadEmbedder(choice, hub.fetch, (...fetched) =>
      told.push(describeDownload(...fetched)),
    );
    expect(first.modelId).toMatch(/^someone\/e5-tiny@[0-9a-f]{12}$/);
    expect(told).toContainEqual(expect.stringMatching(/^Fetching onnx\/model\.onnx: 0\.0 of 0\.0 MB$/));
    expect(readdirSync(join(cacheDir, ID)).sort()).toEqual([
      'config.json',
      'onnx',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
    const again = await loadEmbedder(choice, offline);
    expect(again.modelId).toBe(first.modelId);
    expect(await again.embed(['small'], 'query')).toEqual(await first.embed(['small'], 'query'));
    expect(await again.embed(['small'], 'query')).not.toEqual(await first.embed(['small'], 'passage'));
  });

  test('with an interrupted download is incomplete; the next start fetches only the missing files', async () => {
    const hub = await startHub();
    const choice = {
      kind: 'hub',
      id: ID,
      cacheDir: newFolder(),
      endpoint: 'https://huggingface.co',
    } as const;
    hub.isFaulty = true;
    await expect(loadEmbedder(choice, hub.fetch)).rejects.toThrow(ModelError);
    expect(readdirSync(join(choice.cacheDir, ID, 'onnx'))).toEqual([]);
    hub.isFaulty = false;
    hub.asked.length = 0;
    await loadEmbedder(choice, hub.fetch);
    expect(hub.asked.filter((url) => url.endsWith('.json'))).toEqual([]);
  });

  test.each<[string, string, readonly string[], typeof fetch | undefined, RegExp]>([
    [
      'no network',
      ID,
      [],
      offline,
      /can't be fetched from Hugging Face \(fetch failed\): check the network, HTTPS_PROXY and HF_ENDPOINT, and start again/,
    ],
    [
      'no such model',
      'someone/nothing',
      [],
      undefined,
      /\(Hugging Face answered 401\): it does not exist, or only for members\. Check EMBEDDING_MODEL/,
    ],
    [
      'no tokenizer',
      ID,
      ['tokenizer.json'],
      undefined,
      /has no tokenizer\.json on Hugging Face\. Check EMBEDDING_MODEL/,
    ],
    [
      'no ONNX weights',
      ID,
      ['onnx/model.onnx'],
      undefined,
      /has no onnx\/model_quantized\.onnx or onnx\/model\.onnx on Hugging Face\. Choose one made for/,
    ],
  ])('is refused with advice: %s', async (_, id, without, network, says) => {
    const hub = await startHub(without);
    const loading = loadEmbedder(
      { kind: 'hub', id, cacheDir: newFolder(), endpoint: 'https://huggingface.co' },
      network ?? hub.fetch,
    );
    const error = await loading.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ModelError);
    expect(String(error)).toMatch(says);
    expect(String(error)).toMatch(/ or set EMBEDDING_MODEL=bundled for the one that comes with Paperboy\.$/);
  });
});

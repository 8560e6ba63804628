import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { environmentSchema } from '../../src/config/environment.ts';
import { mistake } from './mistake.ts';

// Invented, in the format of a real one. In pieces, so that no scanner reports it as leaked.
const TOKEN = ['MTIzNDU2Nzg5MDEyMzQ1Njc4', 'Gh1k2L', 'x7Yz0123456789_abcdefghijklmnopqrstu-v'].join('.');

test('without settings, Paperboy runs the playground on this machine with its bundled data', () => {
  expect(parseConfig({})).toEqual({
    discord: { mode: 'playground' },
    database: { kind: 'sqlite', path: './var/paperboy.db' },
    model: { kind: 'bundled' },
    host: '127.0.0.1',
    port: 8787,
    sources: {
      names: ['hugging-face', 'arxiv'],
      arxivCategories: ['cs.CL', 'cs.LG', 'cs.CV', 'cs.AI', 'stat.ML'],
      huggingFaceUrl: 'https://huggingface.co/api',
      arxivApiUrl: 'https://export.arxiv.org/api/query',
      arxivRssUrl: 'https://rss.arxiv.org/rss',
      semanticScholarUrl: 'https://api.semanticscholar.org',
    },
    mail: {},
    questionsPerMinute: 20,
    logLevel: 'info',
  });
});

test('an empty or blank variable counts as not set, and other programs’ variables are ignored', () => {
  const empty = Object.fromEntries(Object.keys(environmentSchema.shape).map((name) => [name, '']));
  expect(parseConfig({ ...empty, SOURCES: undefined })).toEqual(parseConfig({}));
  expect(parseConfig({ PORT: '  ', HOST: undefined, PATH: '/bin', NODE_ENV: 'x' })).toEqual(parseConfig({}));
});

describe('Discord', () => {
  test('a token turns Discord on, at Discord’s own address', () => {
    expect(parseConfig({ DISCORD_TOKEN: TOKEN }).discord).toEqual({
      mode: 'discord',
      token: TOKEN,
      applicationId: undefined,
      apiUrl: 'https://discord.com/api',
    });
  });

  test('application id and address are read, the address without its last slash', () => {
    const env = {
      DISCORD_TOKEN: ` ${TOKEN}\n`,
      DISCORD_APPLICATION_ID: '1234567890123456789',
      DISCORD_API_URL: 'http://127.0.0.1:9000/api/',
    };
    expect(parseConfig(env).discord).toEqual({
      mode: 'discord',
      token: TOKEN,
      applicationId: '1234567890123456789',
      apiUrl: 'http://127.0.0.1:9000/api',
    });
  });

  test.each([
    [`"${TOKEN}"`, 'has quotation marks in it'],
    [`'${TOKEN}'`, 'has quotation marks in it'],
    [`Bot ${TOKEN}`, 'begins with "Bot", which is not part of the token'],
    [`${TOKEN.slice(0, 30)} ${TOKEN.slice(30)}`, 'has a space or line break in it'],
    ['1234567890123456789', 'is all digits, so it looks like the application id'],
    ['0123456789abcdef'.repeat(4), "looks like the application's public key"],
    ['aB3_-'.repeat(6).concat('xy'), 'looks like the client secret'],
  ])('a wrong token is explained and never shown (%#)', (token, why) => {
    const message = mistake({ DISCORD_TOKEN: token });
    expect(message).toContain(`DISCORD_TOKEN ${why}. Copy the token from https://discord.com/developers/`);
    expect(message).not.toContain(token);
    expect(message).not.toContain(TOKEN.slice(-10));
  });

  test('a token under the wrong name is not shown either', () => {
    for (const name of ['DISCORD_APPLICATION_ID', 'DISCORD_API_URL', 'DATABASE_URL']) {
      expect(mistake({ [name]: TOKEN })).not.toContain(TOKEN);
    }
  });

  test.each([
    'discord.com/api',
    'ftp://discord.com/api',
    'https://discord.com/api/v10',
    'https://discord.com/api/v10/',
    'https://me:pw@discord.com/api',
    'https://discord.com/api?x=1',
  ])('the address %s is refused', (url) => {
    expect(mistake({ DISCORD_API_URL: url })).toMatch(
      / {2}DISCORD_API_URL isn't a web address .*DISCORD_API_URL=http:\/\/127\.0\.0\.1:9000\/api\.$/,
    );
  });
});

describe('the database', () => {
  test.each([
    ['file:./var/other.db', './var/other.db'],
    ['file:papers.db', 'papers.db'],
    ['file:/srv/paperboy.db', '/srv/paperboy.db'],
    ['file:///srv/my%20papers.db', '/srv/my%20papers.db'],
    ['FILE:a b.db', 'a b.db'],
  ])('%s is the file %s', (url, path) => {
    expect(parseConfig({ DATABASE_URL: url }).database).toEqual({ kind: 'sqlite', path });
  });

  test.each([
    ['postgres://me:secret-pw@db/papers', "asks for Postgres, which isn't supported yet; use a file"],
    ['postgresql://me:secret-pw@db/papers', "asks for Postgres, which isn't supported yet; use a file"],
    ['./var/secret-pw.db', 'is not a file address. Write file: and the path'],
    ['file:', 'is not a file address. Write file: and the path'],
    ['mysql://secret-pw', 'is not a file address. Write file: and the path'],
    ['file:x.db?mode=secret-pw', 'has a ? or # in it. Write file: and the path only'],
    ['file://var/secret-pw.db', 'has two slashes, which name a machine. Write one or three'],
    ['file:////var/secret-pw.db', 'has two slashes, which name a machine. Write one or three'],
  ])('%s is refused with the fix, and not repeated', (url, why) => {
    const message = mistake({ DATABASE_URL: url });
    expect(message).toContain(`\n  DATABASE_URL ${why}, for example DATABASE_URL=file:./var/paperboy.db.`);
    expect(message).not.toContain('secret-pw');
  });
});

describe('the embedding model', () => {
  test.each([
    ['bundled', { kind: 'bundled' }],
    ['./my-model', { kind: 'folder', path: './my-model' }],
    ['../models/mine', { kind: 'folder', path: '../models/mine' }],
    ['/srv/models/mine', { kind: 'folder', path: '/srv/models/mine' }],
    [
      'Xenova/all-MiniLM-L6-v2',
      { kind: 'hub', id: 'Xenova/all-MiniLM-L6-v2', cacheDir: './cache', endpoint: 'https://huggingface.co' },
    ],
  ])('%s', (model, expected) => {
    expect(parseConfig({ EMBEDDING_MODEL: model, MODELS_DIR: './cache' }).model).toEqual(expected);
  });

  test('~ is the home folder in every path', () => {
    const { model, database } = parseConfig({
      EMBEDDING_MODEL: '~/models/mine',
      DATABASE_URL: 'file:~/papers/paperboy.db',
    });
    expect(model).toEqual({ kind: 'folder', path: join(homedir(), 'models/mine') });
    expect(database.path).toBe(join(homedir(), 'papers/paperboy.db'));
    const kept = parseConfig({ EMBEDDING_MODEL: 'a/b', MODELS_DIR: '~/models' });
    expect(kept.model).toHaveProperty('cacheDir', join(homedir(), 'models'));
  });

  test('a mirror of the hub is HF_ENDPOINT', () => {
    const { model } = parseConfig({ EMBEDDING_MODEL: 'a/b', HF_ENDPOINT: 'https://hub.example.org/' });
    expect(model).toHaveProperty('endpoint', 'https://hub.example.org');
  });

  test('a model from the hub is kept in ./var/models unless MODELS_DIR says otherwise', () => {
    expect(parseConfig({ EMBEDDING_MODEL: 'a/b' }).model).toHaveProperty('cacheDir', './var/models');
  });

  test.each(['bundeld', 'a/b/c', 'https://huggingface.co/a/b', 'a/..', '~models/mine'])(
    '%s is refused with the three valid forms',
    (model) => {
      expect(mistake({ EMBEDDING_MODEL: model })).toMatch(
        / {2}EMBEDDING_MODEL is ".*", which is neither "bundled", a folder .*, nor an owner\/name on Hugging Face, for example EMBEDDING_MODEL=\.\/my-model or EMBEDDING_MODEL=Xenova\/all-MiniLM-L6-v2\.$/,
      );
    },
  );
});

describe('address, port and log level', () => {
  test.each(['0.0.0.0', '::', '::1', 'localhost', 'my-box.example', 'paperboy'])('HOST=%s', (host) => {
    expect(parseConfig({ HOST: host }).host).toBe(host);
  });

  test.each(['http://localhost', 'localhost:8787', '[::1]', '256.1.1.1', 'a b', '-x', 'a..b'])(
    'HOST=%s is refused',
    (host) => {
      expect(mistake({ HOST: host })).toContain(
        `  HOST is "${host}", which is not a host name or an IP address. Leave out the scheme, brackets and port, for example HOST=127.0.0.1.`,
      );
    },
  );

  test.each([
    ['0', 0],
    ['1', 1],
    ['65535', 65_535],
  ])('PORT=%s', (text, port) => {
    expect(parseConfig({ PORT: text }).port).toBe(port);
  });

  test.each(['-1', '65536', '80.5', '0x50', 'tcp://10.0.0.1:80', '1e3', '999999'])(
    'PORT=%s is refused',
    (port) => {
      expect(mistake({ PORT: port })).toContain(
        `  PORT is "${port}", which is not a port. Use a whole number from 0 (any free port) to 65535, for example PORT=8787.`,
      );
    },
  );

  test('LOG_LEVEL takes the log’s levels and names them on a mistake', () => {
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']) {
      expect(parseConfig({ LOG_LEVEL: level }).logLevel).toBe(level);
    }
    expect(mistake({ LOG_LEVEL: 'verbose' })).toContain(
      '  LOG_LEVEL is "verbose". Use one of trace, debug, info, warn, error, fatal, silent, for example LOG_LEVEL=info.',
    );
  });
});

test('every wrong variable has its own line in one error', () => {
  const message = mistake({ PORT: 'x', LOG_LEVEL: 'y', DATABASE_URL: 'z', HOST: 'ok' });
  const [title, ...lines] = message.split('\n');
  expect(title).toBe("Paperboy can't start with these settings (in the environment or in .env):");
  expect(lines.map((line) => line.trim().split(' ')[0])).toEqual(['DATABASE_URL', 'PORT', 'LOG_LEVEL']);
});

describe('sources', () => {
  test('are those named; an empty SOURCES means none, and unknown names are refused', () => {
    expect(parseConfig({ SOURCES: 'arxiv, semantic-scholar' }).sources.names).toEqual([
      'arxiv',
      'semantic-scholar',
    ]);
    expect(parseConfig({ SOURCES: '' }).sources.names).toEqual([]);
    expect(mistake({ SOURCES: 'arxiv,huggingface' })).toContain(
      'SOURCES is "arxiv,huggingface". Use any of hugging-face, arxiv, semantic-scholar with commas between, or none',
    );
  });

  test.each(['', ',', 'cs.CL;cs.LG', 'cs CL', 'cs.ZZ'])('ARXIV_CATEGORIES can not be %j', (text) => {
    if (text === '') return expect(parseConfig({ ARXIV_CATEGORIES: text })).toEqual(parseConfig({}));
    expect(mistake({ ARXIV_CATEGORIES: text })).toContain('which is not a list of arXiv categories');
  });

  test('ARXIV_CATEGORIES may be whole archives, in any case', () => {
    expect(parseConfig({ ARXIV_CATEGORIES: 'CS.cl, math' }).sources.arxivCategories).toEqual([
      'cs.CL',
      'math',
    ]);
  });

  test('addresses are plain web addresses, and lose their last slash', () => {
    expect(parseConfig({ HF_API_URL: 'http://127.0.0.1:1/api/' }).sources.huggingFaceUrl).toBe(
      'http://127.0.0.1:1/api',
    );
    expect(mistake({ ARXIV_API_URL: 'ftp://x' })).toContain("ARXIV_API_URL isn't a web address");
    expect(mistake({ S2_API_URL: 'http://a:b@x' })).not.toContain('a:b');
    expect(mistake({ S2_API_KEY: 'a b' })).not.toContain('a b.');
  });
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const examples = [...text.matchAll(/^# ([A-Z0-9_]+)=(.*)$/gm)];

  test('names exactly the variables that the program reads', () => {
    expect(examples.map(([, name]) => name)).toEqual(Object.keys(environmentSchema.shape));
  });

  test('shows the defaults, and sets nothing', () => {
    const shown = Object.fromEntries(examples.map(([, name, value]) => [name, value]));
    expect(parseConfig(shown)).toEqual(parseConfig({}));
    expect(shown).toMatchObject({ MODELS_DIR: './var/models', DISCORD_API_URL: 'https://discord.com/api' });
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });

  test('explains each variable in the lines above it', () => {
    for (const { index } of examples) {
      const paragraph = text.slice(0, index).split('\n\n').at(-1) ?? '';
      expect(paragraph.length).toBeGreaterThan(40);
    }
  });
});

/** Promises about what the playground refuses of what a bot sends, in Discord's words. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPlayground, type TestPlayground } from '../../test/helpers/playground.ts';

let playground: TestPlayground;
let messagesPath: string;
beforeAll(async () => {
  playground = await startPlayground();
  messagesPath = `/channels/${playground.playground.world.channelId}/messages`;
});
afterAll(() => playground.close());

async function send(
  path: string,
  body: unknown,
  { method = 'POST', token = playground.playground.token }: { method?: string; token?: string } = {},
) {
  const response = await fetch(`${playground.apiUrl}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
}

/** The path to the first mistake, with its code: `embeds.0.title BASE_TYPE_MAX_LENGTH`. */
function firstMistake(errors: object, path: string[] = []): string {
  const [field, inner] = Object.entries(errors)[0] ?? ['', []];
  if (field === '_errors') return `${path.join('.')} ${inner[0].code}`;
  return firstMistake(inner, [...path, field]);
}

const button = (more: object = {}) => ({ type: 2, style: 1, label: 'Go', custom_id: 'go', ...more });
const withButtons = (...buttons: object[]) => ({ components: [{ type: 1, components: buttons }] });
const rows = (count: number) => ({
  components: Array.from({ length: count }, (_, n) => ({
    type: 1,
    components: [button({ custom_id: `b${n}` })],
  })),
});
const field = { name: 'n', value: 'v' };
const option = (n: number) => ({ label: `o${n}`, value: `o${n}` });
const select = (count: number) => ({
  type: 3,
  custom_id: 's',
  options: Array.from({ length: count }, (_, n) => option(n)),
});

describe('a message within a limit is accepted, one beyond it refused with 50035 and the path', () => {
  it.each<[string, object, object, string]>([
    [
      'content of 2,000',
      { content: 'x'.repeat(2_000) },
      { content: 'x'.repeat(2_001) },
      'content BASE_TYPE_MAX_LENGTH',
    ],
    [
      '10 embeds',
      embeds(...Array(10).fill({ title: 'x' })),
      embeds(...Array(11).fill({ title: 'x' })),
      'embeds BASE_TYPE_MAX_LENGTH',
    ],
    [
      'title of 256',
      embeds({ title: 'x'.repeat(256) }),
      embeds({ title: 'x'.repeat(257) }),
      'embeds.0.title BASE_TYPE_MAX_LENGTH',
    ],
    [
      'description of 4,096',
      embeds({ description: 'x'.repeat(4_096) }),
      embeds({ description: 'x'.repeat(4_097) }),
      'embeds.0.description BASE_TYPE_MAX_LENGTH',
    ],
    [
      '25 fields',
      embeds({ fields: Array(25).fill(field) }),
      embeds({ fields: Array(26).fill(field) }),
      'embeds.0.fields BASE_TYPE_MAX_LENGTH',
    ],
    [
      'field name of 256',
      embeds({ fields: [{ ...field, name: 'x'.repeat(256) }] }),
      embeds({ fields: [{ ...field, name: 'x'.repeat(257) }] }),
      'embeds.0.fields.0.name BASE_TYPE_MAX_LENGTH',
    ],
    [
      'field value of 1,024',
      embeds({ fields: [{ ...field, value: 'x'.repeat(1_024) }] }),
      embeds({ fields: [{ ...field, value: 'x'.repeat(1_025) }] }),
      'embeds.0.fields.0.value BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a field with a value',
      embeds({ fields: [field] }),
      embeds({ fields: [{ ...field, value: ' ' }] }),
      'embeds.0.fields.0.value BASE_TYPE_REQUIRED',
    ],
    [
      'footer of 2,048',
      embeds({ footer: { text: 'x'.repeat(2_048) } }),
      embeds({ footer: { text: 'x'.repeat(2_049) } }),
      'embeds.0.footer.text BASE_TYPE_MAX_LENGTH',
    ],
    [
      'author of 256',
      embeds({ author: { name: 'x'.repeat(256) } }),
      embeds({ author: { name: 'x'.repeat(257) } }),
      'embeds.0.author.name BASE_TYPE_MAX_LENGTH',
    ],
    [
      'embeds of 6,000 together',
      embeds({ description: 'x'.repeat(4_000) }, { description: 'x'.repeat(2_000) }),
      embeds({ description: 'x'.repeat(4_000) }, { description: 'x'.repeat(2_001) }),
      'embeds MAX_EMBED_SIZE_EXCEEDED',
    ],
    [
      'an embed with a title',
      embeds({ title: 'x' }),
      embeds({ color: 1 }),
      'embeds.0.description BASE_TYPE_REQUIRED',
    ],
    [
      'an embed with a web address',
      embeds({ title: 'x', url: 'https://arxiv.org' }),
      embeds({ title: 'x', url: 'javascript:alert(1)' }),
      'embeds.0.url URL_TYPE_INVALID_SCHEME',
    ],
    [
      'an embed with a well formed address',
      embeds({ title: 'x', url: 'http://a.b' }),
      embeds({ title: 'x', url: 'a b' }),
      'embeds.0.url URL_TYPE_INVALID_URL',
    ],
    [
      'a timestamp',
      embeds({ title: 'x', timestamp: '2025-06-02T09:00:00.000Z' }),
      embeds({ title: 'x', timestamp: 'yesterday' }),
      'embeds.0.timestamp STRING_TYPE_REGEX',
    ],
    [
      'a title that is text',
      embeds({ title: '1' }),
      embeds({ title: { a: 1 } }),
      'embeds.0.title STRING_TYPE_CONVERT',
    ],
    ['5 rows', rows(5), rows(6), 'components BASE_TYPE_MAX_LENGTH'],
    [
      '5 buttons in a row',
      withButtons(...ids(5)),
      withButtons(...ids(6)),
      'components.0.components BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a row with a button',
      withButtons(button()),
      withButtons(),
      'components.0.components BASE_TYPE_MIN_LENGTH',
    ],
    [
      'a custom id of 100',
      withButtons(button({ custom_id: 'x'.repeat(100) })),
      withButtons(button({ custom_id: 'x'.repeat(101) })),
      'components.0.components.0.custom_id BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a label of 80',
      withButtons(button({ label: 'x'.repeat(80) })),
      withButtons(button({ label: 'x'.repeat(81) })),
      'components.0.components.0.label BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a button with a custom id',
      withButtons(button()),
      withButtons(button({ custom_id: undefined })),
      'components.0.components.0.custom_id BASE_TYPE_REQUIRED',
    ],
    [
      'a button with an emoji only',
      withButtons(button({ label: undefined, emoji: { name: '👍' } })),
      withButtons(button({ label: undefined })),
      'components.0.components.0.label BASE_TYPE_REQUIRED',
    ],
    [
      'different custom ids',
      withButtons(...ids(2)),
      withButtons(button(), button()),
      'components.0.components.1.custom_id COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    [
      'a link button with a url',
      withButtons({ type: 2, style: 5, label: 'x', url: 'https://arxiv.org' }),
      withButtons({ type: 2, style: 5, label: 'x' }),
      'components.0.components.0.url BASE_TYPE_REQUIRED',
    ],
    [
      'a link button without a custom id',
      withButtons({ type: 2, style: 5, label: 'x', url: 'https://a.b' }),
      withButtons({ type: 2, style: 5, label: 'x', url: 'https://a.b', custom_id: 'x' }),
      'components.0.components.0.custom_id BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
    ],
    [
      'a known component',
      withButtons(button()),
      withButtons({ type: 99 }),
      'components.0.components.0.type BASE_TYPE_CHOICES',
    ],
    [
      'a select of 25',
      withButtons(select(25)),
      withButtons(select(26)),
      'components.0.components.0.options BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a select by itself',
      withButtons(select(1)),
      withButtons(select(1), button()),
      'components.0.components COMPONENT_LAYOUT_WIDTH_EXCEEDED',
    ],
    [
      'the flag that hides embeds',
      { content: 'x', flags: 4 },
      { content: 'x', flags: 64 },
      'flags BASE_TYPE_CHOICES',
    ],
    [
      'a nonce of 25',
      { content: 'x', nonce: 'x'.repeat(25) },
      { content: 'x', nonce: 'x'.repeat(26) },
      'nonce BASE_TYPE_MAX_LENGTH',
    ],
    [
      'known mentions',
      { content: 'x', allowed_mentions: { parse: ['users'] } },
      { content: 'x', allowed_mentions: { parse: ['all'] } },
      'allowed_mentions.parse.0 BASE_TYPE_CHOICES',
    ],
    ['an object', { content: 'x' }, ['x'], ' DICT_TYPE_CONVERT'],
  ])('%s', async (_, good, bad, mistake) => {
    expect(await send(messagesPath, good)).toMatchObject({ status: 200 });
    const refused = await send(messagesPath, bad);
    expect(refused).toMatchObject({ status: 400, json: { code: 50035, message: 'Invalid Form Body' } });
    expect(firstMistake(refused.json.errors)).toBe(mistake);
  });

  function embeds(...list: object[]) {
    return { embeds: list };
  }
  function ids(count: number) {
    return Array.from({ length: count }, (_, n) => button({ custom_id: `b${n}` }));
  }
});

describe('the REST routes', () => {
  it.each([
    ['nothing', {}],
    ['blank content', { content: ' \n ' }],
    ['null for everything', { content: null, embeds: null, components: null }],
  ])('refuse a message with %s as empty', async (_, body) => {
    expect(await send(messagesPath, body)).toEqual({
      status: 400,
      json: { code: 50006, message: 'Cannot send an empty message' },
    });
  });

  it('count characters like Discord, by code points, an emoji as one', async () => {
    expect((await send(messagesPath, { content: '😀'.repeat(2_000) })).status).toBe(200);
    expect((await send(messagesPath, { content: '😀'.repeat(2_001) })).status).toBe(400);
    const embeds = (chars: number) => ({
      embeds: [{ description: '😀'.repeat(4_000) }, { title: 'x', description: '😀'.repeat(chars) }],
    });
    expect((await send(messagesPath, embeds(1_999))).status).toBe(200);
    expect((await send(messagesPath, embeds(2_000))).status).toBe(400);
  });

  it('list every mistake in a body', async () => {
    const { json } = await send(messagesPath, {
      content: 'x'.repeat(2_001),
      embeds: [{ title: 'x'.repeat(257) }],
    });

    expect(Object.keys(json.errors)).toEqual(['content', 'embeds']);
  });

  it('keep omitted fields in an edit, clear null ones, and refuse an empty result', async () => {
    const { json: first } = await send(messagesPath, { content: 'x', embeds: [{ title: 't' }], ...rows(1) });
    const path = `${messagesPath}/${first.id}`;

    const { json: second } = await send(path, { content: 'y', embeds: null }, { method: 'PATCH' });
    const third = await send(path, { content: null, components: [] }, { method: 'PATCH' });

    expect(second).toMatchObject({ content: 'y', embeds: [], components: first.components });
    expect(third).toMatchObject({ status: 400, json: { code: 50006 } });
    expect((await send(path, undefined, { method: 'GET' })).json.content).toBe('y');
  });

  it('answer an unknown route, channel, message, application or guild like Discord, by name', async () => {
    const get = async (path: string) => {
      const { status, json } = await send(path, undefined, { method: 'GET' });
      return [status, json.code, json.message];
    };

    expect(await get('/voice/regions')).toEqual([
      404,
      0,
      '404: Not Found (the playground has no GET /api/v10/voice/regions)',
    ]);
    expect(await get('/channels/1')).toEqual([404, 10003, 'Unknown Channel']);
    expect(await get('/channels/1/messages')).toEqual([404, 10003, 'Unknown Channel']);
    expect(await get(`${messagesPath}/1`)).toEqual([404, 10008, 'Unknown Message']);
    expect(await get('/applications/1/commands')).toEqual([404, 10002, 'Unknown Application']);
    expect(await get('/guilds/1')).toEqual([404, 10004, 'Unknown Guild']);
    expect(await get('/webhooks/1/x/messages/@original')).toEqual([404, 10015, 'Unknown Webhook']);
  });

  it('refuse another token with 401 and code 0', async () => {
    expect(await send(messagesPath, { content: 'x' }, { token: 'wrong' })).toEqual({
      status: 401,
      json: { code: 0, message: '401: Unauthorized' },
    });
  });

  it('refuse a body that isn’t JSON, and say that files are not supported', async () => {
    expect(await send(messagesPath, '{')).toMatchObject({ status: 400, json: { code: 50109 } });
  });

  it('take uploaded files as attachments', async () => {
    const form = new FormData();
    form.append('payload_json', '{"content":"x"}');
    form.append('files[0]', new Blob(['{}'], { type: 'application/json' }), 'about-you.json');
    const response = await fetch(`${playground.apiUrl}/v10${messagesPath}`, {
      method: 'POST',
      headers: { authorization: `Bot ${playground.playground.token}` },
      body: form,
    });
    expect(await response.json()).toMatchObject({
      content: 'x',
      attachments: [{ filename: 'about-you.json', size: 2, url: 'data:application/json;base64,e30=' }],
    });
  });

  it('keep the newest 500 messages', async () => {
    for (let n = 0; n < 501; n++) await send(messagesPath, { content: `m${n}` });

    expect(playground.messages()).toHaveLength(500);
    expect(playground.messages()[0]?.content).toBe('m1');
    const { json } = await send(`${messagesPath}?limit=2`, undefined, { method: 'GET' });
    expect(json.map(({ content }: { content: string }) => content)).toEqual(['m500', 'm499']);
  });

  it('refuse a body of more than a megabyte', async () => {
    expect(
      (await fetch(`${playground.apiUrl}/v10/webhooks/1/x`, { method: 'POST', body: 'x'.repeat(1_100_000) }))
        .status,
    ).toBe(413);
  });
});

/**
 * Checks the bot's requests against the part of Discord's OpenAPI description in test/fixtures. The description has the
 * shapes; the playground checks the limits that it omits.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { BotRequest } from '../../playground/rest.ts';

const DOCUMENT = new URL('../fixtures/discord-openapi.json', import.meta.url);

type Json = null | string | number | boolean | Json[] | { [key: string]: Json };

/** Returns a function that lists a request's violations. Unknown fields count as violations. */
export function createOpenApiCheck(): (request: BotRequest) => string[] {
  const document = close(JSON.parse(readFileSync(DOCUMENT, 'utf8'))) as { paths: Record<string, Json> };
  // Discord's own formats (snowflake, nonce) and keywords (x-discord-union) are notes, not rules.
  const ajv = new Ajv2020({ strict: false, validateFormats: true, logger: false });
  addFormats.default(ajv);
  ajv.addSchema(document, 'discord');
  const templates = Object.keys(document.paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+')}$`),
  }));

  return ({ method, path, body }) => {
    const fitting = templates.filter(({ pattern }) => pattern.test(path));
    // A fixed path, such as one that ends in @original, wins over one with a placeholder.
    const found = fitting.sort((a, b) => placeholders(a.template) - placeholders(b.template))[0];
    if (found === undefined) return [`Discord has no ${path}`];
    const pointer = [
      'paths',
      found.template,
      method.toLowerCase(),
      'requestBody',
      'content',
      'application/json',
      'schema',
    ];
    const validate = ajv.getSchema(`discord#/${pointer.map(escapePointer).join('/')}`);
    if (validate === undefined) return [`Discord takes no body at ${method} ${path}`];
    if (validate(withoutInertFields(body))) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      [instancePath, message, JSON.stringify(params)].filter(Boolean).join(' '),
    );
  };
}

/** Adds `unevaluatedProperties: false` to every object with listed fields. */
function close(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(close);
  if (typeof schema !== 'object' || schema === null) return schema;
  const closed = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, close(value)]));
  const listsFields = typeof schema.properties === 'object' && schema.type === 'object';
  return listsFields && !('additionalProperties' in schema)
    ? { ...closed, unevaluatedProperties: false }
    : closed;
}

/** discord.js adds these to every message body, even if the description lacks them; false means nothing. */
function withoutInertFields(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const kept = Object.entries(body).filter(
    ([name, value]) => !(INERT_IF_FALSE.includes(name) && value === false),
  );
  return Object.fromEntries(
    kept.map(([name, value]) => [name, name === 'data' ? withoutInertFields(value) : value]),
  );
}
const INERT_IF_FALSE = ['tts', 'enforce_nonce'];

const placeholders = (template: string): number => template.split('{').length;

function escapePointer(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}

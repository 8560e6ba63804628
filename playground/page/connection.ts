/** Connects the page to the playground's server: events come in, actions go out. */
import type { PageAction, PageAnswer, PageEvents, PageSaid, TimeMove } from '../protocol.ts';
import type { PageEvent } from './state.ts';

export interface Connection {
  /** @throws Error with a message for the person. */
  send(action: PageAction): Promise<PageAnswer>;
  /** The same for plain messages; their effects arrive as events. */
  say(said: PageSaid): Promise<void>;
  /** The same for moving time; its effects arrive as events. */
  moveTime(move: TimeMove): Promise<void>;
}

const EVENT_NAMES = [
  'world',
  'message',
  'deleted',
  'failed',
  'form',
  'commands',
  'presence',
  'time',
] as const satisfies readonly (keyof PageEvents)[];

const RECONNECT_DELAY_MS = 2000;

export function openConnection(on: { event(event: PageEvent): void; lost(): void }): Connection {
  listen(on);
  return {
    send: (action) => post('/playground/interactions', action),
    async say(said) {
      await post('/playground/messages', said);
    },
    async moveTime(move) {
      await post('/playground/time', move);
    },
  };
}

function listen(on: { event(event: PageEvent): void; lost(): void }): void {
  const source = new EventSource('/playground/events');
  for (const name of EVENT_NAMES) {
    // The server is the same program as the page, so its JSON needs no check.
    source.addEventListener(name, ({ data }) => on.event([name, JSON.parse(data)]));
  }
  source.addEventListener('error', () => {
    on.lost();
    // Browsers retry after a cut, but give up on an answer that is no event stream.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(on), RECONNECT_DELAY_MS);
  });
}

async function post(path: string, content: unknown): Promise<PageAnswer> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(content),
  }).catch(() => {
    throw new Error('The playground does not answer. Start it again with “npm start”, then try once more.');
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.message ?? `The playground refused this (HTTP ${response.status}).`);
  return body;
}

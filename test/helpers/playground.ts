/** A playground on its own loopback port, for tests that act in it as the bot and as people. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { APIApplicationCommandOptionChoice, APIMessage, APIThreadChannel } from 'discord-api-types/v10';
import type { PlaygroundForm } from '../../playground/form-limits.ts';
import type { InteractionResult } from '../../playground/lifetimes.ts';
import { createPlayground, type Playground } from '../../playground/playground.ts';
import type { PageAction } from '../../playground/protocol.ts';
import type { BotRequest } from '../../playground/rest.ts';
import { say } from '../../playground/said.ts';
import type { Person } from '../../playground/world.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

type Values = Readonly<Record<string, string | number | boolean>>;
interface By {
  /** The acting person; the page's person by default. */
  readonly user?: Person;
  /** Their thread; by default the channel in which people type. */
  readonly thread?: APIThreadChannel;
}

export interface TestPlayground {
  readonly playground: Playground;
  /** For example `http://127.0.0.1:40123`. */
  readonly url: string;
  /** For `new Client({ rest: { api } })`. */
  readonly apiUrl: string;
  readonly clock: FakeClock;
  /** Every request of the bot, oldest first, refused ones included. */
  readonly requests: readonly BotRequest[];
  addPerson(name: string): Person;
  /** Uses a command and resolves with the answer once it no longer says "thinking…". Rejects if there is none. */
  command(name: string, options?: Values, by?: By): Promise<APIMessage>;
  /** Uses an entry of the menu on a message, and resolves with the answer. */
  useMenu(message: APIMessage, name: string, by?: By): Promise<APIMessage>;
  /** The bot's suggestions for the focused option. */
  autocomplete(
    name: string,
    options: Values,
    focused: string,
    by?: By,
  ): Promise<readonly APIApplicationCommandOptionChoice[]>;
  /** Presses a button and resolves with the changed or new message. */
  press(message: APIMessage, customId: string, by?: By): Promise<APIMessage>;
  /** Uses a command that shows a form, and resolves with the form. */
  openForm(name: string, options?: Values, by?: By): Promise<PlaygroundForm>;
  /** Sends a filled-in form and resolves with the answer. */
  submit(
    form: PlaygroundForm,
    values: Readonly<Record<string, readonly string[]>>,
    by?: By,
  ): Promise<APIMessage>;
  /** Chooses in a menu and resolves with the changed or new message. */
  choose(message: APIMessage, customId: string, values: readonly string[], by?: By): Promise<APIMessage>;
  /** The same five, with a refusal or silence as a value. */
  act(action: PageAction, by?: By): Promise<InteractionResult>;
  /** Sends plain text, optionally as a reply. */
  say(
    content: string,
    said?: By & {
      readonly replied?: APIMessage;
      readonly mentionsReplied?: boolean;
      readonly channelId?: string;
      readonly position?: number;
    },
  ): APIMessage;
  /** The channel's messages as a person sees them, oldest first. */
  messages(by?: By): APIMessage[];
  /** The bot's next new or changed message that matches. */
  nextMessage(fits: (message: APIMessage) => boolean): Promise<APIMessage>;
  /** Resolves once the bot is connected to the gateway, or disconnected. */
  whenOnline(isOnline: boolean): Promise<void>;
  /** Breaks the bot's gateway connections without a close frame. */
  cutGateway(): void;
  close(): Promise<void>;
}

/** Starts a playground. Close it after the bot. */
export async function startPlayground(): Promise<TestPlayground> {
  const clock = createFakeClock();
  const requests: BotRequest[] = [];
  const playground = createPlayground({
    clock,
    onBotRequest: (request) => requests.push(request),
  });
  const { world, interactions } = playground;

  const server = createServer(getRequestListener(playground.app.fetch));
  const sockets = new Set<Socket>();
  const gatewaySockets = new Set<Duplex>();
  server.on('connection', (socket) => sockets.add(socket));
  server.on('upgrade', (request, socket, head) => {
    gatewaySockets.add(socket);
    playground.handleUpgrade(request, socket, head);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const act = async (action: PageAction, { user = world.owner, thread }: By = {}) =>
    interactions.begin(user, action, thread).outcome;
  const actForMessage = async (action: PageAction, by?: By): Promise<APIMessage> => {
    const outcome = await act(action, by);
    if (outcome.type !== 'message')
      throw new Error(`${JSON.stringify(action)} ended in ${JSON.stringify(outcome)}`);
    return outcome.message;
  };

  return {
    playground,
    url,
    apiUrl: `${url}/api`,
    clock,
    requests,
    addPerson: world.addPerson,
    act,
    command: (name, options = {}, by) =>
      actForMessage({ type: 'command', name, options: listed(options) }, by),
    useMenu: (message, name, by) => actForMessage({ type: 'message-menu', name, messageId: message.id }, by),
    press: (message, customId, by) => actForMessage({ type: 'button', messageId: message.id, customId }, by),
    async openForm(name, options = {}, by) {
      const outcome = await act({ type: 'command', name, options: listed(options) }, by);
      if (outcome.type !== 'form') throw new Error(`/${name} ended in ${JSON.stringify(outcome)}`);
      return outcome.form;
    },
    submit: ({ custom_id }, values, by) => actForMessage({ type: 'form', customId: custom_id, values }, by),
    choose: (message, customId, values, by) =>
      actForMessage({ type: 'select', messageId: message.id, customId, values }, by),
    async autocomplete(name, options, focused, by) {
      const listedOptions = listed(options).map((option) =>
        option.name === focused ? { ...option, focused: true as const } : option,
      );
      const outcome = await act({ type: 'autocomplete', name, options: listedOptions }, by);
      if (outcome.type !== 'choices')
        throw new Error(`Autocomplete of /${name} ended in ${JSON.stringify(outcome)}`);
      return outcome.choices;
    },
    say: (content, { user = world.owner, ...said } = {}) =>
      say(world, user, clock.now(), { content, ...said }),
    messages: ({ user = world.owner } = {}) => world.messages(user.user.id),
    nextMessage: (fits) =>
      new Promise((resolve) => {
        const stop = world.subscribe((event) => {
          if (event.name !== 'created' && event.name !== 'changed') return;
          if (!fits(event.data.message)) return;
          stop();
          resolve(event.data.message);
        });
      }),
    whenOnline: (isOnline) =>
      new Promise((resolve) => {
        if (playground.isBotOnline() === isOnline) return resolve();
        const stop = world.subscribe((event) => {
          if (event.name !== 'presence' || event.data.isBotOnline !== isOnline) return;
          stop();
          resolve();
        });
      }),
    cutGateway(): void {
      for (const socket of gatewaySockets) socket.destroy();
      gatewaySockets.clear();
    },
    async close(): Promise<void> {
      playground.close();
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

function listed(options: Values): { name: string; value: string | number | boolean }[] {
  return Object.entries(options).map(([name, value]) => ({ name, value }));
}

/** Promises about what the chat shows as events come in, in whatever order they come. */
import type { APIMessage } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import { EPHEMERAL, LOADING } from '../page/discord-values.ts';
import {
  initialState,
  type PageState,
  type PersonAction,
  withAction,
  withAnswer,
  withDismissal,
  withEvent,
  withRefusal,
} from '../page/state.ts';
import type { WorldSnapshot } from '../protocol.ts';

const user = { id: '1', username: 'you', global_name: 'You', discriminator: '0', avatar: null };
const world: WorldSnapshot = {
  person: user,
  bot: { ...user, id: '2', username: 'Paperboy' },
  isBotOnline: true,
  guildName: 'Paperboy playground',
  channelName: 'papers',
  channels: [],
  commands: [],
  messages: [],
  nowMs: 0,
};
const message = (id: string, content: string, interactionId = 'i1', flags = 0): APIMessage =>
  ({ id, content, flags, interaction_metadata: { id: interactionId, user } }) as unknown as APIMessage;

const ask: PersonAction = { type: 'command', name: 'papers', options: [] };
const press: PersonAction = { type: 'button', messageId: 'm1', customId: 'next' };

const start = withEvent(initialState, ['world', world]);
const shown = (state: PageState) =>
  state.entries.map((entry) => (entry.kind === 'message' ? entry.message.content : `! ${entry.text}`));

test('a changed message keeps its place', () => {
  let state = withEvent(start, ['message', message('m1', '', 'i1', LOADING)]);
  state = withEvent(state, ['message', message('m2', 'second', 'i2')]);
  state = withEvent(state, ['message', message('m1', 'first')]);
  expect(shown(state)).toEqual(['first', 'second']);
});

test('a deleted message disappears, a dismissed one stays away even when it changes', () => {
  let state = withEvent(start, ['message', message('m1', 'one', 'i1', EPHEMERAL)]);
  state = withEvent(state, ['message', message('m2', 'two', 'i2')]);
  state = withEvent(state, ['deleted', { id: 'm2' }]);
  state = withDismissal(state, 'm1');
  state = withEvent(state, ['message', message('m1', 'changed')]);
  expect(shown(state)).toEqual([]);
});

describe('an action waits for its answer', () => {
  test('until the bot’s message arrives after the server’s response', () => {
    let state = withAnswer(withAction(start, 'k', ask, ''), 'k', 'i1');
    expect(state.waiting).toHaveLength(1);
    state = withEvent(state, ['message', message('m1', '', 'i1', LOADING)]);
    expect(state.waiting).toEqual([]);
  });

  test('until the server’s response, if the bot was faster', () => {
    let state = withEvent(withAction(start, 'k', ask, ''), ['message', message('m1', 'hello')]);
    state = withAnswer(state, 'k', 'i1');
    expect(state.waiting).toEqual([]);
    expect(state.sent.get('i1')?.action).toBe(ask);
  });

  test('until a button’s own message changes', () => {
    let state = withEvent(start, ['message', message('m1', 'page 1', 'i0')]);
    state = withAnswer(withAction(state, 'k', press, 'Next'), 'k', 'i1');
    state = withEvent(state, ['message', message('m1', 'page 2', 'i0')]);
    expect(state.waiting).toEqual([]);
  });

  test('and another message doesn’t end the wait', () => {
    let state = withAnswer(withAction(start, 'k', ask, ''), 'k', 'i1');
    state = withEvent(state, ['message', message('m9', 'daily', 'i9')]);
    expect(state.waiting).toHaveLength(1);
  });
});

describe('a failure is shown once', () => {
  test('in either order of the failure and the server’s response', () => {
    const waiting = withAction(start, 'k', ask, '');
    const failed = ['failed', { interactionId: 'i1', message: 'no answer' }] as const;
    for (const state of [
      withEvent(withAnswer(waiting, 'k', 'i1'), failed),
      withAnswer(withEvent(waiting, failed), 'k', 'i1'),
    ]) {
      expect(shown(state)).toEqual(['! no answer']);
      expect(state.waiting).toEqual([]);
    }
  });

  test('in place of the “thinking…” that it ends', () => {
    let state = withAnswer(withAction(start, 'k', ask, ''), 'k', 'i1');
    state = withEvent(state, ['message', message('m1', '', 'i1', LOADING)]);
    state = withEvent(state, ['message', message('m2', 'later', 'i2')]);
    state = withEvent(state, ['failed', { interactionId: 'i1', message: 'no answer' }]);
    expect(shown(state)).toEqual(['! no answer', 'later']);
  });

  test('but not for somebody else’s action', () => {
    expect(shown(withEvent(start, ['failed', { interactionId: 'i7', message: 'no' }]))).toEqual([]);
  });

  test('when the server refuses', () => {
    expect(shown(withRefusal(withAction(start, 'k', ask, ''), 'k', 'not possible'))).toEqual([
      '! not possible',
    ]);
  });

  test('and disappears when the button is pressed again', () => {
    const state = withRefusal(withAction(start, 'k', press, 'Next'), 'k', 'not possible');
    expect(shown(withAction(state, 'k2', press, 'Next'))).toEqual([]);
  });
});

test('a new world replaces everything, and dismissed messages stay dismissed', () => {
  let state = withEvent(start, ['message', message('m1', 'one', 'i1', EPHEMERAL)]);
  state = withDismissal(withAction({ ...state, link: 'lost' }, 'k', ask, ''), 'm1');
  const messages = [message('m1', 'one', 'i1', EPHEMERAL), message('m2', 'two')];
  state = withEvent(state, ['world', { ...world, messages }]);
  expect(shown(state)).toEqual(['two']);
  expect(state).toMatchObject({ link: 'open', waiting: [] });
});

test('the bot’s disconnection and changed commands are taken over', () => {
  let state = withEvent(start, ['presence', { isBotOnline: false }]);
  state = withEvent(state, ['commands', []]);
  expect(state.world).toMatchObject({ isBotOnline: false, commands: [] });
});

/** The chat as data: pure functions from a state and an event to the next state. */
import type { APIMessage } from 'discord-api-types/v10';
import type { PlaygroundForm } from '../form-limits.ts';
import type { PageAction, PageEvents, WorldSnapshot } from '../protocol.ts';
import { EPHEMERAL, LOADING } from './discord-values.ts';

export interface PageState {
  /** True while the page is connected to the server. */
  readonly link: 'connecting' | 'open' | 'lost';
  /** Everything but the messages, which are in `entries`; undefined until the server's first event. */
  readonly world: Omit<WorldSnapshot, 'messages'> | undefined;
  /** In order of arrival; an edited message keeps its place. */
  readonly entries: readonly Entry[];
  /** Actions by interaction id, once known. */
  readonly sent: ReadonlyMap<string, Sent>;
  /** Actions that the bot has not answered yet. */
  readonly waiting: readonly Waiting[];
  /** Failures by interaction id; each is shown once its action is known. */
  readonly failures: ReadonlyMap<string, string>;
  readonly dismissed: ReadonlySet<string>;
  /** The form to fill in, until it is sent or given up. */
  readonly form?: PlaygroundForm | undefined;
  /** Why the form was not taken. */
  readonly formProblem?: string | undefined;
  /** Why moving time or sending a message last failed. */
  readonly problem?: string | undefined;
}

/** The chat shows no autocompletion. */
export type PersonAction = Exclude<PageAction, { readonly type: 'autocomplete' }>;

/** The action, with the label of the pressed button. */
export interface Sent {
  readonly action: PersonAction;
  readonly label: string;
}

export type Entry =
  | { readonly kind: 'message'; readonly id: string; readonly message: APIMessage }
  | { readonly kind: 'failure'; readonly id: string; readonly sent: Sent; readonly text: string };

export interface Waiting extends Sent {
  readonly key: string;
  readonly interactionId?: string;
}

export type PageEvent = { [Name in keyof PageEvents]: readonly [Name, PageEvents[Name]] }[keyof PageEvents];

export const initialState: PageState = {
  link: 'connecting',
  world: undefined,
  entries: [],
  sent: new Map(),
  waiting: [],
  failures: new Map(),
  dismissed: new Set(),
};

export function withEvent(state: PageState, [name, data]: PageEvent): PageState {
  switch (name) {
    case 'world': {
      const { messages, ...world } = data;
      return messages.reduce(withMessage, {
        ...initialState,
        link: 'open',
        world,
        dismissed: state.dismissed,
      });
    }
    case 'message':
      return withMessage(state, data);
    case 'deleted':
      return { ...state, entries: state.entries.filter((entry) => entry.id !== data.id) };
    case 'failed': {
      const failures = new Map(state.failures).set(data.interactionId, data.message);
      return withFailure({ ...state, failures }, data.interactionId);
    }
    case 'form':
      return {
        ...state,
        form: data.form,
        waiting: state.waiting.filter(
          ({ interactionId, action }) =>
            interactionId !== data.interactionId &&
            !(interactionId === undefined && action.type === 'command'),
        ),
      };
    case 'commands':
      return state.world ? { ...state, world: { ...state.world, commands: data } } : state;
    case 'presence':
      return state.world ? { ...state, world: { ...state.world, isBotOnline: data.isBotOnline } } : state;
    case 'time':
      return state.world
        ? { ...state, problem: undefined, world: { ...state.world, nowMs: data.nowMs } }
        : state;
  }
}

/** Adds a new action; `key` identifies it until the server names it. */
export function withAction(state: PageState, key: string, action: PersonAction, label: string): PageState {
  const entries = isPress(action)
    ? state.entries.filter((entry) => !(entry.kind === 'failure' && isSameButton(entry.sent.action, action)))
    : state.entries;
  return { ...state, entries, waiting: [...state.waiting, { key, action, label }] };
}

/** The server accepted the action and named its interaction. The bot's answer may already be here. */
export function withAnswer(state: PageState, key: string, interactionId: string): PageState {
  const waited = state.waiting.find((waiting) => waiting.key === key);
  if (!waited) return state;
  const isAnswered = state.entries.some(
    (entry) => entry.kind === 'message' && entry.message.interaction_metadata?.id === interactionId,
  );
  const next = {
    ...state,
    sent: new Map(state.sent).set(interactionId, waited),
    waiting: isAnswered
      ? state.waiting.filter((waiting) => waiting !== waited)
      : state.waiting.map((waiting) => (waiting === waited ? { ...waiting, interactionId } : waiting)),
  };
  return withFailure(next, interactionId);
}

/** The server refused the action, or was out of reach. */
export function withRefusal(state: PageState, key: string, text: string): PageState {
  const waited = state.waiting.find((waiting) => waiting.key === key);
  if (!waited) return state;
  const failure = { kind: 'failure', id: key, sent: waited, text } as const;
  return {
    ...state,
    waiting: state.waiting.filter((waiting) => waiting !== waited),
    entries: [...state.entries, failure],
  };
}

export function withDismissal(state: PageState, id: string): PageState {
  return {
    ...state,
    dismissed: new Set(state.dismissed).add(id),
    entries: state.entries.filter((entry) => entry.id !== id),
  };
}

function withMessage(state: PageState, message: APIMessage): PageState {
  if (state.dismissed.has(message.id)) return state;
  const entry = { kind: 'message', id: message.id, message } as const;
  const isKnown = state.entries.some(({ id }) => id === message.id);
  const interactionId = message.interaction_metadata?.id;
  return {
    ...state,
    entries: isKnown
      ? state.entries.map((known) => (known.id === message.id ? entry : known))
      : [...state.entries, entry],
    waiting: state.waiting.filter(
      (waiting) =>
        (waiting.interactionId === undefined || waiting.interactionId !== interactionId) &&
        !(isPress(waiting.action) && waiting.action.messageId === message.id),
    ),
  };
}

/** Shows a failure once its action is known, in place of the "thinking…" that it ends. */
function withFailure(state: PageState, interactionId: string): PageState {
  const text = state.failures.get(interactionId);
  const sent = state.sent.get(interactionId);
  if (text === undefined || sent === undefined || state.dismissed.has(interactionId)) return state;
  const failure = { kind: 'failure', id: interactionId, sent, text } as const;
  const thinking = state.entries.find(
    (entry) =>
      entry.kind === 'message' &&
      isThinking(entry.message) &&
      entry.message.interaction_metadata?.id === interactionId,
  );
  return {
    ...state,
    waiting: state.waiting.filter((waiting) => waiting.interactionId !== interactionId),
    entries: thinking
      ? state.entries.map((entry) => (entry === thinking ? failure : entry))
      : [...state.entries.filter((entry) => entry.id !== interactionId), failure],
  };
}

export function isThinking(message: APIMessage): boolean {
  return ((message.flags ?? 0) & LOADING) !== 0;
}

export function isPrivate(message: APIMessage): boolean {
  return ((message.flags ?? 0) & EPHEMERAL) !== 0;
}

/** A press or a choice, which is part of a message; commands stand in the log by themselves. */
export function isPress(
  action: PersonAction,
): action is Extract<PersonAction, { readonly type: 'button' | 'select' }> {
  return action.type === 'button' || action.type === 'select';
}

export function isSameButton(one: PersonAction, other: PersonAction): boolean {
  return (
    isPress(one) && isPress(other) && one.messageId === other.messageId && one.customId === other.customId
  );
}

/**
 * The ids of buttons and menus. An id holds everything that a press needs, so buttons work after a restart, or years
 * later.
 */

/** `turn` updates the message with the button; `open` answers with a new one. */
export interface ButtonId {
  readonly kind: 'turn' | 'open';
  readonly command: string;
  readonly args: readonly string[];
}

/** Discord allows 100 characters: https://discord.com/developers/docs/components/reference#anatomy-of-a-component. */
export const formatButtonId = ({ kind, command, args }: ButtonId): string =>
  [kind, command, ...args].join('|');

/**
 * Prefix of the ids in a daily post, by which the post can be found again. A menu's own id is just this; the chosen
 * value, a button id, follows it.
 */
export const postMarker = (subscriptionId: string, day: string): string => `post|${subscriptionId}|${day}`;
/** Prefix of the menu of an answer; its key identifies the answer that a message replies to. */
export const answerMarker = (key: string): string => `answer|${key}`;
const MARKER = /^(?:post\|[^|]*\|[^|]*|answer\|[^|]*)\|/;

/** Undefined for an id that this version doesn't know. */
export function parseButtonId(customId: string): ButtonId | undefined {
  const [kind, command, ...args] = customId.replace(MARKER, '').split('|');
  if ((kind !== 'turn' && kind !== 'open') || !command) return undefined;
  return { kind, command, args };
}

/** The key of the answer with these components, if it is one. */
export function answerKeyIn(customIds: readonly string[]): string | undefined {
  return customIds.map((id) => /^(?:answer|open\|ask\|searched)\|([^|]+)$/.exec(id)?.[1]).find(Boolean);
}

/**
 * What a button or a menu carries. Everything a press needs stands in the id itself, so that a button still works after a restart,
 * or years later.
 */

/** `turn` changes the message that the button sits on; `open` answers with a new one. */
export interface ButtonId {
  readonly kind: 'turn' | 'open';
  readonly command: string;
  readonly args: readonly string[];
}

/** Discord allows 100 characters: https://discord.com/developers/docs/components/reference#anatomy-of-a-component. */
export const formatButtonId = ({ kind, command, args }: ButtonId): string =>
  [kind, command, ...args].join('|');

/**
 * What stands before the ids of a daily post's buttons and menu, and tells the post from every other one. Of a menu it is
 * the whole id: what is chosen, behind it, is a button's id.
 */
export const postMarker = (subscriptionId: string, day: string): string => `post|${subscriptionId}|${day}`;
/** The same for the menu of an answer: by its key the answer is known to whoever is replied to. */
export const answerMarker = (key: string): string => `answer|${key}`;
const MARKER = /^(?:post\|[^|]*\|[^|]*|answer\|[^|]*)\|/;

/** Undefined for an id that this version doesn't know. */
export function parseButtonId(customId: string): ButtonId | undefined {
  const [kind, command, ...args] = customId.replace(MARKER, '').split('|');
  if ((kind !== 'turn' && kind !== 'open') || !command) return undefined;
  return { kind, command, args };
}

/** The key of the answer that has these buttons and menus, if it is one. */
export function answerKeyIn(customIds: readonly string[]): string | undefined {
  return customIds.map((id) => /^(?:answer|open\|ask\|searched)\|([^|]+)$/.exec(id)?.[1]).find(Boolean);
}

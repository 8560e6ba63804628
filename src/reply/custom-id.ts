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

/** Undefined for an id that this version doesn't know. */
export function parseButtonId(customId: string): ButtonId | undefined {
  const [kind, command, ...args] = customId.split('|');
  if ((kind !== 'turn' && kind !== 'open') || !command) return undefined;
  return { kind, command, args };
}

/** Values kept in the browser. None matters, so a browser that keeps nothing does no harm. */

/** The text under this key, if any. */
export function recall(key: string): string | undefined {
  return storage()?.getItem(key) ?? undefined;
}

export function remember(key: string, value: string): void {
  storage()?.setItem(key, value);
}

/** A browser set to store nothing throws on access. */
function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
